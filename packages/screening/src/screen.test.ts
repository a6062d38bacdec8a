import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NameSearch } from './candidates/name-search.ts';
import { SnapshotUnusable } from './candidates/packing/snapshot.ts';
import type { ListEntry, ListingKind } from './list-entry.ts';
import { readingsOf } from './names/tokenise.ts';
import type { ScreeningQuery } from './query.ts';
import {
  buildIndex,
  loadIndex,
  type ScreeningMatch,
  type ScreeningOptions,
  SHIPPED_THRESHOLD,
  SIGNALS,
  saveIndex,
  screen,
  thresholdOf,
} from './screen.ts';
import { listed } from './test-entry.ts';

const PEOPLE = [
  listed('1', ['Amadou Tiékoura Sangaré', 'Abu Tamim'], {
    births: [{ from: '1971-03-09' }],
    genders: ['MALE'],
    countries: [{ code: 'MLI', name: 'Mali', link: 'NATIONALITY' }],
    documents: [{ type: 'Passport', number: 'B0998-112', country: 'MLI' }],
  }),
  listed('2', ['Amadou Sangaré'], { births: [{ from: '1938' }] }),
  listed('3', ['Oksana Hrytsenko', 'Оксана Гриценко'], { births: [{ from: '1980', to: '1984' }] }),
  listed('4', ['Piet van der Vliet']),
  listed('5', ['Sangaré Shipping Ltd'], { kind: 'organisation' }),
];

const index = indexOf(PEOPLE);

function indexOf(entries: readonly ListEntry[], listId = 'list') {
  return buildIndex({ listId, version: '1', entries });
}

function matchesOf(
  query: ScreeningQuery,
  options: Partial<ScreeningOptions> = {},
): readonly ScreeningMatch[] {
  const outcome = screen([index], query, { threshold: SHIPPED_THRESHOLD, ...options });
  if (outcome.outcome !== 'screened') throw new Error('The query could not be compared.');
  return outcome.matches;
}

const asked = (full: string, known: Partial<ScreeningQuery> = {}): ScreeningQuery => ({
  names: [{ full }],
  ...known,
});

describe('screen', () => {
  it('finds a misspelt person and says why', () => {
    const [match] = matchesOf(asked('SANGARE Amadu Tiekoura', { births: ['1971-03-09'] }));

    expect(match).toMatchObject({ listId: 'list', reference: '1' });
    const sentences = match?.findings.map(({ because }) => because).join(' ');
    expect(sentences).toContain('Both are born on 1971-03-09.');
    expect(sentences).toContain('“sangare” stands in both names.');
  });

  it('orders equal names by the evidence beside them', () => {
    const references = matchesOf(asked('Amadou Sangare', { births: ['1938-05-05'] })).map(
      ({ reference }) => reference,
    );

    expect(references[0]).toBe('2');
  });

  it('lets birth years far apart clear a person, but never in the strict profile', () => {
    const query = asked('Amadou Tiekoura Sangare', { births: ['1999-01-01'] });

    expect(matchesOf(query)).toEqual([]);
    expect(matchesOf(query, { profile: 'strict' }).map(({ reference }) => reference)).toContain(
      '1',
    );
  });

  it('does not alert for evidence alone', () => {
    const query = asked('Bertrand Lacombe', {
      births: ['1971-03-09'],
      documents: [{ number: 'B0998112', type: 'Passport', country: 'MLI' }],
    });

    expect(matchesOf(query)).toEqual([]);
  });

  it('lifts a middling name whose passport has the same number', () => {
    const name = 'Amadou Tiekoura Sangarelly';
    const documents = [{ number: 'b0998 112' }];
    const [bare] = matchesOf(asked(name), { threshold: 0.5 });
    const [lifted] = matchesOf(asked(name, { documents }), { threshold: 0.5 });

    expect(lifted?.match ?? 0).toBeGreaterThan(bare?.match ?? 1);
  });

  it('tells a person from a company of the same name', () => {
    const kinds = matchesOf(asked('Sangare Shipping', { kind: 'person' }));

    expect(kinds.map(({ reference }) => reference)).not.toContain('5');
    expect(matchesOf(asked('Sangare Shipping', { kind: 'organisation' }))[0]?.reference).toBe('5');
  });

  it('finds nobody through an alias in another script that the Latin name contradicts', () => {
    const other = indexOf([listed('9', ['Wang Fei', '王伟'])]);
    const outcome = screen([other], asked('Wang Wei'), { threshold: SHIPPED_THRESHOLD });

    expect(outcome).toEqual({ outcome: 'screened', matches: [] });
  });

  it.each(['', '   ', 'Dr.', 'Sheikh al bin', 'GmbH', 'J. K.', '—', '۞'])(
    'says that %j cannot be compared, which is not the same as no match',
    (full) => {
      expect(screen([index], asked(full), { threshold: 0 }).outcome).toBe('not-comparable');
    },
  );

  it('counts names on the list that can never be found', () => {
    expect(indexOf([listed('1', ['Dr.', 'Jane Rowe'])]).unreadableNameCount).toBe(1);
  });

  it('searches only the lists it is given and names them in its matches', () => {
    const second = indexOf([listed('1', ['Oksana Hrytsenko'])], 'second');
    const outcome = screen([index, second], asked('Oksana Hrytsenko'), { threshold: 0.9 });
    const lists = outcome.outcome === 'screened' ? outcome.matches.map(({ listId }) => listId) : [];

    expect(lists).toEqual(['list', 'second']);
  });

  it('reports no more than the limit', () => {
    const many = indexOf(Array.from({ length: 30 }, (_, at) => listed(String(at), ['Jane Rowe'])));
    const outcome = screen([many], asked('Jane Rowe'), { threshold: 0.8, limit: 7 });

    expect(outcome.outcome === 'screened' && outcome.matches.length).toBe(7);
  });

  it('passes over what is listed for nothing that was asked for, and counts it for no limit', () => {
    const of = (reference: string, ...kinds: ListingKind[]) =>
      listed(reference, ['Jane Rowe'], {
        listings: kinds.map((kind) => ({ kind, authority: 'A', programmes: [] })),
      });
    const mixed = indexOf([
      of('m', 'MEDIA'),
      of('p', 'PEP'),
      of('b', 'MEDIA', 'SANCTION'),
      of('n'),
    ]);
    const ask = (kinds?: readonly ListingKind[], limit = 10) => {
      const outcome = screen([mixed], asked('Jane Rowe'), {
        threshold: 0.8,
        limit,
        ...(kinds && { kinds }),
      });
      return outcome.outcome === 'screened'
        ? [outcome.matches.map(({ reference }) => reference).join(), outcome.overflowing]
        : [];
    };

    expect(ask()).toEqual(['b,m,n,p', undefined]);
    expect(ask(['SANCTION', 'PEP'], 2)).toEqual(['b,p', undefined]);
    expect(ask(['MEDIA'])).toEqual(['b,m', undefined]);
    expect(ask(['WATCHLIST'])).toEqual(['', undefined]);
    expect(ask([])).toEqual(['', undefined]);
    expect(ask(['MEDIA', 'PEP'], 2)[1]).toEqual(['list']);
  });

  it('says which lists had more matches than it reports, and calls no other so', () => {
    const crowd = (listId: string, count: number) =>
      indexOf(
        Array.from({ length: count }, (_, at) => listed(`${at}`, ['Jane Rowe'])),
        listId,
      );
    const ask = (limit: number, ...counts: number[]) => {
      const lists = counts.map((count, at) => crowd(`l${at}`, count));
      const outcome = screen(lists, asked('Jane Rowe'), { threshold: 0.8, limit });
      return outcome.outcome === 'screened' ? (outcome.overflowing ?? []) : [];
    };

    expect(ask(4, 4)).toEqual([]);
    expect(ask(4, 5)).toEqual(['l0']);
    expect(ask(400, 300, 100)).toEqual([]);
    expect(ask(400, 300, 101)).toEqual(['l1']);
    expect(ask(10, 300, 300)).toEqual(['l0', 'l1']);
  });

  it('gives the same bytes every time', () => {
    const query = asked('Amadou Sangare', { births: ['1938'] });

    expect(JSON.stringify(matchesOf(query))).toBe(JSON.stringify(matchesOf(query)));
  });

  it('scores as OFAC does when asked to', () => {
    const [match] = matchesOf(asked('Oksana Hrytsenko'), { profile: 'ofac-tool' });

    expect(match).toMatchObject({ reference: '3', match: 1 });
  });
});

describe('laws of screening', () => {
  const part = fc.constantFrom(
    'amadou',
    'sangare',
    'tiekoura',
    'oksana',
    'piet',
    'vliet',
    'hrytsenko',
    'lacombe',
  );
  const names = fc.array(part, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

  it('agreeing evidence never lowers a match', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(...PEOPLE), (full, entry) => {
        const births = entry.births.map(({ from }) => from);
        const bare = matchesOf(asked(full), { threshold: 0.4 });
        const backed = matchesOf(asked(full, { births, genders: entry.genders }), {
          threshold: 0.4,
        });
        const before = bare.find(({ reference }) => reference === entry.reference);
        const after = backed.find(({ reference }) => reference === entry.reference);

        expect(after?.match ?? 0).toBeGreaterThanOrEqual(before?.match ?? 0);
      }),
    );
  });

  it('a snapshot answers like the index it was taken of', () => {
    const restored = loadIndex(saveIndex(index));
    fc.assert(
      fc.property(names, (full) => {
        const options = { threshold: 0.6 };

        expect(screen([restored], asked(full), options)).toEqual(
          screen([index], asked(full), options),
        );
      }),
    );
  });

  // The search is built to find nearly all, not all: the seed is fixed so that what it finds is compared.
  it('finds what scoring every name finds, for names with a slip', () => {
    const syllable = fc.constantFrom(
      'ka',
      'ri',
      'mo',
      'dan',
      'tel',
      'sha',
      'vor',
      'nin',
      'gu',
      'pes',
    );
    const word = fc.array(syllable, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(''));
    const full = fc.tuple(word, word).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(full, { minLength: 5, maxLength: 40 }), fc.nat(), (fulls, seed) => {
        const list = indexOf(fulls.map((name, at) => listed(String(at), [name])));
        const target = fulls[seed % fulls.length] ?? '';
        const at = 1 + (seed % (target.length - 1));
        const search = new NameSearch(list);
        const words = search.weigh(
          readingsOf(target.slice(0, at) + target.slice(at + 1), 'person')[0] ?? [],
        );
        const scan = search.findByScan(words, { threshold: 0.85, from: 0, to: list.nameCount });
        const found = new Set(search.find(words, 0.8).map(({ name }) => name));

        expect(scan.filter(({ name }) => !found.has(name))).toEqual([]);
      }),
      { numRuns: 150, seed: 20_260_822 },
    );
  });
});

describe('an index handed to another thread', () => {
  it('shares its memory and answers alike', () => {
    const handed = structuredClone(index);
    const query = asked('Amadou Sangare');

    expect(handed.packed.posts.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(screen([handed], query, { threshold: 0.8 })).toEqual(
      screen([index], query, { threshold: 0.8 }),
    );
  });
});

describe('snapshots', () => {
  it('are the same bytes for the same list', () => {
    expect(saveIndex(indexOf(PEOPLE))).toEqual(saveIndex(index));
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 9)],
    ['of something else', () => new TextEncoder().encode('{"list":1}\n')],
    ['empty', () => new Uint8Array(0)],
  ])('that are %s are refused', (_, damage) => {
    expect(() => loadIndex(damage(saveIndex(index)))).toThrow(SnapshotUnusable);
  });

  it('of another engine version are refused', () => {
    const text = new TextDecoder('latin1').decode(saveIndex(index));
    const older = text.replace(/"engineVersion":"[^"]*"/u, '"engineVersion":"0.0.0"');
    const bytes = Uint8Array.from(older, (letter) => letter.charCodeAt(0));

    expect(() => loadIndex(bytes)).toThrow(SnapshotUnusable);
  });
});

describe('what officers and operators are told', () => {
  it('has a name, a kind and a sentence for every signal, each once', () => {
    expect(new Set(SIGNALS.map(({ name }) => name)).size).toBe(SIGNALS.length);
    expect(SIGNALS.every(({ description }) => description.endsWith('.'))).toBe(true);
  });

  it.each([
    [0, 1],
    [20, 0.8],
    [100, 0],
    [-5, 1],
    [400, 0],
  ])('takes fuzziness %d as threshold %d', (fuzziness, threshold) => {
    expect(thresholdOf(fuzziness)).toBe(threshold);
  });
});
