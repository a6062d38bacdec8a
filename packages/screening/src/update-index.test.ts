import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListEntry, ListingKind } from './list-entry.ts';
import {
  buildIndex,
  type KeptEntries,
  type ListIndex,
  saveIndex,
  screen,
  updateIndex,
} from './screen.ts';
import { listed } from './test-entry.ts';

const word = fc.constantFrom(
  'Amadou',
  'Sangaré',
  'abdulhajji',
  'Haji',
  'abd al-Rahman',
  'Nuruddin',
  'Оксана',
  'Гриценко',
  'عبد الرحمن',
  'محمد',
  '王伟',
  '김철수',
  'van der Vliet',
  'J.',
  'II',
  'Ltd',
  'S.A.',
  'Vliet',
  'Wliet',
  'Mohammed',
  'Muhamad',
  '727',
  '۞',
);
const fullName = fc
  .oneof(
    fc.array(word, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.string({ unit: fc.constantFrom(...'abdeiklmnorstuvz'), minLength: 2, maxLength: 9 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map((words) => words.join(' '));
const kinds = fc.subarray<ListingKind>(['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA']);
type Facts = Omit<ListEntry, 'reference'>;
const facts: fc.Arbitrary<Facts> = fc
  .record({
    names: fc.array(fullName, { minLength: 1, maxLength: 4 }),
    kind: fc.constantFrom('person' as const, 'organisation' as const, 'unknown' as const),
    listings: kinds,
  })
  .map(({ names, kind, listings }) =>
    listed('', names, {
      kind,
      listings: listings.map((one) => ({ kind: one, authority: 'A', programmes: [] })),
    }),
  );

/** What becomes of an entry in the next version: it stays, goes, changes, or others come before it. */
const fate: fc.Arbitrary<Fate> = fc.record({
  stays: fc.integer({ min: 0, max: 9 }).map((chance) => chance < 8),
  changed: fc.option(facts, { freq: 8 }),
  before: fc.array(facts, { maxLength: 1 }),
  moves: fc.nat(),
});
type Fate = {
  readonly stays: boolean;
  readonly changed: Facts | null;
  readonly before: readonly Facts[];
  readonly moves: number;
};

type Step = ListEntry | KeptEntries;

/** The next version in full, and as what is kept and what is new. */
function edited(
  entries: readonly ListEntry[],
  fates: readonly Fate[],
  isShuffled: boolean,
): { full: ListEntry[]; steps: Step[] } {
  const full: ListEntry[] = [];
  const steps: Step[] = [];
  const rows = entries.flatMap((entry, at) => {
    const of = fates[at];
    return of ? [{ entry, at, ...of }] : [];
  });
  if (isShuffled) rows.sort((one, other) => one.moves - other.moves);
  const push = (entry: ListEntry, step: Step) => {
    full.push(entry);
    steps.push(step);
  };
  for (const { entry, at, stays, changed, before } of rows) {
    before.forEach((one, place) => {
      const added = { ...one, reference: `n${at}-${place}` };
      push(added, added);
    });
    if (changed !== null) {
      const other = { ...changed, reference: entry.reference };
      push(other, other);
    } else if (stays) push(entry, { keptFrom: at, keptTo: at + 1 });
  }
  return { full, steps: merged(steps) };
}

/** Neighbours that are kept as neighbours are one run. */
function merged(steps: readonly Step[]): Step[] {
  const runs: Step[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last && 'keptTo' in last && 'keptFrom' in step && last.keptTo === step.keptFrom)
      runs[runs.length - 1] = { keptFrom: last.keptFrom, keptTo: step.keptTo };
    else runs.push(step);
  }
  return runs;
}

const history = fc
  .array(fc.tuple(facts, fate, fate), { minLength: 1, maxLength: 40 })
  .map((rows) => ({
    entries: rows.map(([one], at) => ({ ...one, reference: String(at) })),
    first: rows.map(([, one]) => one),
    second: rows.flatMap(([, , one]) => [one, one, one]),
  }));

const built = (entries: readonly ListEntry[], version: string) =>
  buildIndex({ listId: 'list', version, entries });

describe('updateIndex', () => {
  it('makes the same bytes as building the new version, also from what was updated before', () => {
    fc.assert(
      fc.property(history, fc.boolean(), ({ entries, first, second }, isShuffled) => {
        const next = edited(entries, first, isShuffled);
        const updated = updateIndex(built(entries, '1'), { version: '2', entries: next.steps });
        expect(Buffer.compare(saveIndex(updated), saveIndex(built(next.full, '2')))).toBe(0);

        const last = edited(next.full, second, false);
        const again = updateIndex(updated, { version: '3', entries: last.steps });
        expect(Buffer.compare(saveIndex(again), saveIndex(built(last.full, '3')))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('answers as the index that was built anew, weights included', () => {
    fc.assert(
      fc.property(history, fullName, ({ entries, first }, full) => {
        const next = edited(entries, first, false);
        const updated = updateIndex(built(entries, '1'), { version: '2', entries: next.steps });
        const ask = (index: ListIndex) =>
          screen([index], { names: [{ full }] }, { threshold: 0.5 });

        expect(ask(updated)).toEqual(ask(built(next.full, '2')));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the earlier index as it was', () => {
    const index = built([listed('1', ['Jane Rowe']), listed('2', ['Ann Ashe'])], '1');
    const before = saveIndex(index);
    updateIndex(index, {
      version: '2',
      entries: [{ keptFrom: 1, keptTo: 2 }, listed('3', ['Jane Ashe'])],
    });

    expect(saveIndex(index)).toEqual(before);
  });

  it.each([
    ['beyond the earlier version', [{ keptFrom: 0, keptTo: 3 }]],
    ['of no length', [{ keptFrom: 1, keptTo: 1 }]],
    [
      'twice',
      [
        { keptFrom: 0, keptTo: 2 },
        { keptFrom: 1, keptTo: 2 },
      ],
    ],
  ])('keeps nothing %s', (_, entries) => {
    const index = built([listed('1', ['Jane Rowe']), listed('2', ['Ann Ashe'])], '1');

    expect(() => updateIndex(index, { version: '2', entries })).toThrow(RangeError);
  });

  it('stays among its own: an update of one list finds nobody of another', () => {
    const ours = buildIndex({
      listId: 'ours',
      version: '1',
      entries: [listed('1', ['Zorvan Kaltezmar']), listed('2', ['Ilyara Thornquill'])],
    });
    const theirs = buildIndex({
      listId: 'theirs',
      version: '1',
      entries: [listed('1', ['Tamsin Oakhollow']), listed('2', ['Zorvan Kaltezmar'])],
    });
    const found = (index: ListIndex, full: string) => {
      const outcome = screen([index], { names: [{ full }] }, { threshold: 0.8 });
      return outcome.outcome === 'screened'
        ? outcome.matches.map(({ listId, reference }) => `${listId}/${reference}`)
        : [];
    };
    const update = (index: ListIndex, name: string) =>
      updateIndex(index, {
        version: '2',
        entries: [{ keptFrom: 0, keptTo: 1 }, listed('3', [name])],
      });
    const [ours2, theirs2] = [update(ours, 'Emeka Olubrandt'), update(theirs, 'Wanda Fenwick')];

    expect(found(ours2, 'Emeka Olubrandt')).toEqual(['ours/3']);
    expect(found(theirs2, 'Emeka Olubrandt')).toEqual([]);
    expect(found(ours2, 'Wanda Fenwick')).toEqual([]);
    expect(found(ours2, 'Tamsin Oakhollow')).toEqual([]);
    expect(found(theirs2, 'Zorvan Kaltezmar')).toEqual([]);
    expect(found(ours2, 'Zorvan Kaltezmar')).toEqual(['ours/1']);
  });
});
