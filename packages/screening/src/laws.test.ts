import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListEntry } from './list-entry.ts';
import { scoreNames } from './names/score-names.ts';
import type { ScreeningQuery } from './query.ts';
import { buildIndex, type ScreeningMatch, SHIPPED_THRESHOLD, screen } from './screen.ts';
import { listed } from './test-entry.ts';

const ENTRY = listed('1', ['Amadou Tiekoura Sangare'], {
  births: [{ from: '1971-03-09' }],
  genders: ['MALE'],
  birthPlaces: ['Gao'],
  countries: [{ code: 'MLI', name: 'Mali', link: 'NATIONALITY' }],
  documents: [{ type: 'Passport', number: 'B0998112', country: 'MLI' }],
});

/** For every piece of evidence something that agrees with the entry, and something that does not. */
const EVIDENCE: Readonly<
  Record<string, readonly [agrees: Partial<ScreeningQuery>, disagrees: Partial<ScreeningQuery>]>
> = {
  'birth-date': [{ births: ['1971-03-09'] }, { births: ['1931-03-09'] }],
  gender: [{ genders: ['MALE'] }, { genders: ['FEMALE'] }],
  country: [{ countries: ['MLI'] }, { countries: ['NZL'] }],
  document: [
    { documents: [{ type: 'Passport', number: 'B0998112', country: 'MLI' }] },
    { documents: [{ type: 'Passport', number: 'X7777777', country: 'MLI' }] },
  ],
  'birth-place': [{ birthPlaces: ['Gao'] }, { birthPlaces: ['Wellington'] }],
};
const kinds = fc.subarray(Object.keys(EVIDENCE));
const agreeing = (of: readonly string[]) =>
  Object.assign({}, ...of.map((one) => EVIDENCE[one]?.[0]));
const disagreeing = (of: readonly string[]) =>
  Object.assign({}, ...of.map((one) => EVIDENCE[one]?.[1]));

const word = fc.constantFrom(
  'Amadou',
  'Tiekoura',
  'Sangare',
  'Amadu',
  'Sangaré',
  'Oksana',
  'Vliet',
);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const letters = fc.stringMatching(/^[b-df-hj-np-t][aeiou][b-df-hj-np-t]{1,2}[aeiou][lmnrst]$/u);

function bestOf(entries: readonly ListEntry[], query: ScreeningQuery): ScreeningMatch | undefined {
  const index = buildIndex({ listId: 'laws', version: '1', entries });
  const outcome = screen([index], query, { threshold: 0 });
  return outcome.outcome === 'screened' ? outcome.matches[0] : undefined;
}

const matchOf = (entry: ListEntry, full: string, known: Partial<ScreeningQuery> = {}) =>
  bestOf([entry], { names: [{ full }], ...known })?.match ?? 0;

describe('evidence beside the name', () => {
  it('never lowers a match by one more piece that agrees', () => {
    fc.assert(
      fc.property(name, kinds, fc.constantFrom(...Object.keys(EVIDENCE)), (full, some, more) => {
        const before = matchOf(ENTRY, full, agreeing(some));

        expect(matchOf(ENTRY, full, agreeing([...some, more]))).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('never raises a match by one more piece that disagrees', () => {
    fc.assert(
      fc.property(name, kinds, fc.constantFrom(...Object.keys(EVIDENCE)), (full, some, more) => {
        const before = matchOf(ENTRY, full, disagreeing(some));

        expect(matchOf(ENTRY, full, disagreeing([...some, more]))).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('changes nothing where the list does not know it', () => {
    const bare = listed('1', ['Amadou Tiekoura Sangare']);
    fc.assert(
      fc.property(name, kinds, (full, some) => {
        expect(matchOf(bare, full, agreeing(some))).toBe(matchOf(bare, full));
      }),
    );
  });

  it('never alerts by itself, however much of it agrees', () => {
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 3 }), kinds, (words, some) => {
        const full = words.join(' ');
        fc.pre(matchOf(ENTRY, full) < 0.6);

        expect(matchOf(ENTRY, full, agreeing(some))).toBeLessThan(SHIPPED_THRESHOLD);
      }),
    );
  });
});

describe('an alias in another script', () => {
  const ALIASES = ['أمادو سنغاري', 'Амаду Сангаре', '阿马杜', 'אמדו סנגרה', '아마두', 'अमादू'];

  it('never lifts an entry over what its name in the script of the query says', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...ALIASES), (full, alias) => {
        const index = buildIndex({
          listId: 'laws',
          version: '1',
          entries: [listed('alone', ['Amadou Sangare']), listed('both', ['Amadou Sangare', alias])],
        });
        const outcome = screen([index], { names: [{ full }] }, { threshold: 0 });
        const matches = outcome.outcome === 'screened' ? outcome.matches : [];
        const of = (reference: string) =>
          matches.find((one) => one.reference === reference)?.match ?? 0;

        expect(of('both')).toBe(of('alone'));
      }),
    );
  });
});

describe('names', () => {
  const bearers = fc.constantFrom('person', 'organisation', 'vessel', 'aircraft', 'unknown');

  it('agree as much whichever is asked for, whatever bears them', () => {
    const any = fc.oneof(name, fc.string({ unit: 'grapheme', maxLength: 24 }));
    fc.assert(
      fc.property(any, any, bearers, (one, other, kind) => {
        const [mine, theirs] = [{ full: one, kind } as const, { full: other, kind } as const];

        expect(scoreNames(mine, theirs)).toBe(scoreNames(theirs, mine));
      }),
    );
  });

  it('are not brought together by a legal form, a title or a particle', () => {
    const minor = fc.constantFrom(
      ...(
        [
          ['organisation', 'Ltd'],
          ['organisation', 'GmbH'],
          ['organisation', 'OOO'],
          ['organisation', 'Joint Stock Company'],
          ['person', 'Sheikh'],
          ['person', 'Dr'],
          ['person', 'al'],
          ['person', 'van der'],
          ['person', 'Jr'],
        ] as const
      ).map(([kind, text]) => ({ kind, text })),
    );
    fc.assert(
      fc.property(letters, letters, minor, (one, other, { kind, text }) => {
        const bare = scoreNames({ full: one, kind }, { full: other, kind });
        fc.pre(bare < 0.6);
        const full = (own: string) => (kind === 'person' ? `${text} ${own}` : `${own} ${text}`);

        expect(scoreNames({ full: full(one), kind }, { full: full(other), kind })).toBeLessThan(
          SHIPPED_THRESHOLD,
        );
      }),
    );
  });

  it('match themselves in any order of their words', () => {
    const words = fc.uniqueArray(letters, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(words, fc.nat(), (parts, turn) => {
        const at = turn % parts.length;
        const turned = [...parts.slice(at), ...parts.slice(0, at)].join(' ');

        expect(matchOf(listed('1', [parts.join(' ')]), turned)).toBeGreaterThanOrEqual(0.95);
      }),
    );
  });
});
