import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingsOf } from '../names/tokenise.ts';
import { buildIndex, SHIPPED_THRESHOLD } from '../screen.ts';
import { listed } from '../test-entry.ts';
import { NameSearch } from './name-search.ts';

const WORDS = (
  'sarkal fourekkojav nainhar raidshok bovtres grombraved zolkan paihite dulbram trestou ' +
  'mokhul gelvai pushtan drelkov shamire okabel wintrop huzefa lindqui caravel j m'
).split(' ');

/** The first words are by far the commonest, as in any population. */
const word = fc
  .tuple(fc.nat(WORDS.length - 1), fc.nat(WORDS.length - 1), fc.nat(WORDS.length - 1))
  .map((places) => WORDS[Math.min(...places)] ?? '');
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const slip = (text: string, at: number) => text.slice(0, at) + text.slice(at + 1);
const query = fc.oneof(
  name,
  name.map((full) => full.replaceAll(' ', '')),
  fc.tuple(name, fc.nat()).map(([full, at]) => slip(full, 1 + (at % (full.length - 1 || 1)))),
  fc
    .tuple(name, fc.nat())
    .map(([full, at]) => slip(full.replaceAll(' ', ''), 1 + (at % (full.length - 1 || 1)))),
  fc.tuple(word, word).map(([one, other]) => `${one} ${one} ${other}`),
);

function searchOf(fulls: readonly string[]) {
  const entries = fulls.map((full, at) => listed(String(at), [full]));
  const index = buildIndex({ listId: 'list', version: '1', entries });
  const search = new NameSearch(index);
  const textOf = (at: number) => search.wordsOf(at).map(({ text }) => text);
  return { search, names: index.nameCount, textOf };
}

describe('NameSearch', () => {
  // The search is built to find nearly all, not all: the seed is fixed so that what it finds is compared.
  it('loses no name of common words, joined, parted, repeated or misspelt, that scoring all finds', () => {
    let expected = 0;
    fc.assert(
      fc.property(fc.array(name, { minLength: 40, maxLength: 150 }), query, (fulls, full) => {
        const [tokens = []] = readingsOf(full, 'person');
        if (tokens.length === 0) return;
        const { search, names, textOf } = searchOf(fulls);
        const words = search.weigh(tokens);
        const scan = search.findByScan(words, { threshold: SHIPPED_THRESHOLD, from: 0, to: names });
        const found = new Set(search.find(words, SHIPPED_THRESHOLD).map((hit) => hit.name));
        expected += scan.length;

        expect(scan.filter((hit) => !found.has(hit.name)).map((hit) => textOf(hit.name))).toEqual(
          [],
        );
      }),
      { numRuns: 1200, seed: 20_261_125 },
    );
    expect(expected).toBeGreaterThan(800);
  });

  it.each([
    ['words written as one', 'fourekkojavraidshok', 'fourekkojav raidshok'],
    ['words written as one with a slip in the first', 'fourekojevraidshok', 'fourekkojav raidshok'],
    ['words written as one with a slip in the last', 'fourekkojavraidshk', 'fourekkojav raidshok'],
    ['three words written as one', 'dulbramzolkanraidshok', 'dulbram zolkan raidshok'],
  ])('finds %s', (_, asked, full) => {
    const { search, textOf } = searchOf([full, 'bovtres grombraved', 'raidshok zolkan']);
    const words = search.weigh(readingsOf(asked, 'person')[0] ?? []);

    expect(search.find(words, SHIPPED_THRESHOLD).map((hit) => textOf(hit.name))).toEqual([
      full.split(' '),
    ]);
  });

  it('finds the same whatever was searched before', () => {
    const { search } = searchOf(['sarkal raidshok', 'sarkal sarkal', 'raidshok nainhar']);
    const ask = (full: string) =>
      search.find(search.weigh(readingsOf(full, 'person')[0] ?? []), 0.5);
    const first = ask('sarkal raidshok');
    ask('nainhar sarkal sarkal');
    ask('raidshoknainhar');

    expect(ask('sarkal raidshok')).toEqual(first);
  });
});
