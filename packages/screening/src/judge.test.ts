import { describe, expect, it } from 'vitest';
import { buildIndex, judge, type ScreeningQuery, screen } from './screen.ts';
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
  listed('6', ['Nobody'], { names: [{ full: 'Amadou Sangaré', quality: 'weak' }] }),
];
const index = buildIndex({ listId: 'list', version: '1', entries: PEOPLE });
const QUERIES: readonly ScreeningQuery[] = [
  { names: [{ full: 'SANGARE Amadu Tiekoura' }], births: ['1971-03-09'], kind: 'person' },
  { names: [{ full: 'Amadou Sangare' }], births: ['1938-05-05'], genders: ['MALE'] },
  { names: [{ full: 'Oksana Gritsenko' }, { full: 'O. Hrytsenko' }], kind: 'person' },
  { names: [{ full: 'Гриценко Оксана' }], births: ['1982'] },
  { names: [{ full: 'van der Vliet, Piet' }], countries: ['NLD'] },
];

describe('judge', () => {
  it.each(['balanced', 'strict', 'ofac-tool'] as const)(
    'says what a search says, weighed as %s',
    (profile) => {
      const all = PEOPLE.map((entry) => ({ listId: 'list', entry }));
      let compared = 0;
      for (const query of QUERIES) {
        const found = screen([index], query, { threshold: 0.5, profile });
        const judged = judge(all, query, profile);
        if (found.outcome !== 'screened' || judged.outcome !== 'screened')
          throw new Error('It can.');
        expect(judged.matches.map(({ reference }) => reference)).toEqual(
          PEOPLE.map(({ reference }) => reference),
        );
        for (const match of found.matches) {
          const same = judged.matches.find(({ reference }) => reference === match.reference);
          expect(Math.abs((same?.match ?? 0) - match.match)).toBeLessThan(0.02);
          expect(same).toMatchObject({ listId: 'list', name: match.name });
          expect(same?.findings.map(({ signal }) => signal)).toEqual(
            match.findings.map(({ signal }) => signal),
          );
          compared++;
        }
      }
      expect(compared).toBeGreaterThan(QUERIES.length);
    },
  );

  it('gives an entry that has nothing in common its match, too', () => {
    const entry = listed('9', ['Zorvan Kaltezmar'], { births: [{ from: '1950-01-01' }] });
    const query = { names: [{ full: 'Amy Oliphant' }], births: ['1988-02-03'] };
    const judged = judge([{ listId: 'x', entry }], query);
    if (judged.outcome !== 'screened') throw new Error('It can.');
    expect(judged.matches[0]?.match).toBeLessThan(0.5);
    expect(judged.matches[0]?.findings.length).toBeGreaterThan(0);
  });

  it('cannot compare what holds no word', () => {
    expect(judge([], { names: [{ full: 'Dr. –' }] }).outcome).toBe('not-comparable');
    expect(judge([], { names: [{ full: 'Ada Quill' }] })).toEqual({
      outcome: 'screened',
      matches: [],
    });
  });
});
