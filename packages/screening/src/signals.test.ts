import { describe, expect, it } from 'vitest';
import type { ListEntry } from './list-entry.ts';
import type { ScreeningQuery } from './query.ts';
import { buildIndex, type Finding, SIGNALS, screen } from './screen.ts';
import { EVIDENCE_SIGNALS } from './signals.ts';
import { listed } from './test-entry.ts';

const ENTRIES: readonly ListEntry[] = [
  listed('1', ['Amadou Sangare', 'Tiekoura de la Grande Mosquee'], {
    births: [{ from: '1971-03-09' }],
    genders: ['MALE'],
    birthPlaces: ['Gao'],
    countries: [{ code: 'MLI', name: 'Mali', link: 'NATIONALITY' }],
    documents: [{ type: 'Passport', number: 'B0998112', country: 'MLI' }],
    isDeceased: true,
  }),
  listed('2', ['Оксана Гриценко']),
  listed('3', ['William Harrington']),
  { ...listed('4', []), names: [{ full: 'Jeanpierre Dupontel', quality: 'weak' }] },
  listed('5', ['Youssouf Benali Hakkoum']),
  listed('6', ['محمود الراشد']),
];

const QUERIES: readonly ScreeningQuery[] = [
  {
    names: [{ full: 'Amadu Sangare Keita' }],
    kind: 'person',
    births: ['1971-03-09'],
    genders: ['FEMALE'],
    birthPlaces: ['Gao'],
    countries: ['NZL'],
    documents: [{ type: 'Passport', number: 'X7777777', country: 'MLI' }],
  },
  { names: [{ full: 'Amadou Sangare' }], kind: 'organisation', births: ['1931'] },
  { names: [{ full: 'Oksana Hrytsenko' }] },
  { names: [{ full: 'Bill Harrington' }] },
  { names: [{ full: 'W. Harrington' }] },
  { names: [{ full: 'Harrington' }] },
  { names: [{ full: 'William Tiberius Oduya' }] },
  { names: [{ full: 'Amadou Sangare Oduya Vliet' }] },
  { names: [{ full: 'Mahmoud Al-Rashid' }] },
  { names: [{ full: 'Youssouf Benali Petersen' }] },
  { names: [{ full: 'Jean Pierre Dupontel' }] },
  { names: [{ full: 'Yusuf Benali' }] },
];

function findings(): readonly Finding[] {
  const index = buildIndex({ listId: 'signals', version: '1', entries: ENTRIES });
  return QUERIES.flatMap((query) => {
    const outcome = screen([index], query, { threshold: 0 });
    return outcome.outcome === 'screened' ? outcome.matches.flatMap((one) => one.findings) : [];
  });
}

describe('signals', () => {
  it.each(SIGNALS)('$name has a name, a weight and a sentence that says what it is', (signal) => {
    expect(signal.name).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
    expect(signal.description).toMatch(/^[A-Z].{20,}\.$/u);
    expect(Math.abs(signal.weight)).toBeLessThanOrEqual(1);
    expect(['name', 'evidence']).toContain(signal.kind);
  });

  it('are each found in some search, with a reason that an officer can read', () => {
    const found = findings();

    expect(new Set(found.map(({ signal }) => signal))).toEqual(
      new Set(SIGNALS.map(({ name }) => name)),
    );
    for (const { because } of found) expect(because).toMatch(/^[\p{Lu}“‘].*[.”]$/u);
  });

  it('move a match no further than the weight that officers are shown', () => {
    const limits = new Map(
      EVIDENCE_SIGNALS.map(({ name, weight, lift }) => [name, { weight, lift }]),
    );
    for (const { signal, effect } of findings()) {
      const limit = limits.get(signal);
      if (limit === undefined) continue;
      expect(effect).toBeGreaterThanOrEqual(-Math.max(Math.abs(limit.weight), limit.lift));
      expect(effect).toBeLessThanOrEqual(limit.lift);
    }
  });
});
