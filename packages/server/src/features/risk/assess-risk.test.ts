import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessRisk, type KnownRisk, type RiskObservation } from './assess-risk.ts';
import { readRiskProfile } from './risk-profile.ts';

const AT = new Date('2026-03-04T05:06:07Z');
const RUN = { workflowExecutionId: 'run', stepResultId: 'step' };
const NOTHING: KnownRisk = { factors: [], override: null };
const profile = readRiskProfile(`
profileName: default
levels: [{ level: LOW, from: 0 }, { level: MEDIUM, from: 10 }, { level: HIGH, from: 20 }]
factors:
  - { factor: age, title: Age, handler: entity_age, scores: [{ max: 17, score: 15 }, { min: 80, score: 5 }], defaultScore: 1 }
  - { factor: country, title: Country, handler: address_country, scores: [{ value: FRA, score: 3 }, { regex: "^P", score: 12 }] }
  - { factor: listed, title: Score of the list, handler: matchlist_score, scoreMethod: value, aggregate: sum }`);

type Seen = Record<string, RiskObservation | undefined>;
const seen = (...values: string[]): RiskObservation => ({ values, derivedFrom: ['x'] });
const assess = (observations: Seen, known = NOTHING) =>
  assessRisk({ profile, observe: ({ factor }) => observations[factor], known, run: RUN, at: AT });

describe('assessRisk', () => {
  it('scores each factor by the first entry that fits, and says why', () => {
    const draft = assess({ age: seen('12'), country: seen('FRA', 'prk'), listed: seen('2', '5') });

    expect(
      draft.factors.map(({ factor, value, score, description }) => [
        factor,
        value,
        score,
        description,
      ]),
    ).toEqual([
      ['age', '12', 15, 'Age: 12 scores 15 (up to 17).'],
      [
        'country',
        'FRA, prk',
        12,
        'Country: prk scores 12 (fits a pattern of the profile), the max of 2 values.',
      ],
      [
        'listed',
        '2, 5',
        7,
        'Score of the list: 2 scores 2 (the value is the score); 5 scores 5 (the value is the score), the sum of 2 values.',
      ],
    ]);
    expect(draft).toMatchObject({ score: 34, level: 'HIGH' });
  });

  it('keeps what is known of a factor that the run could not see, and forgets what it saw is not so', () => {
    const first = assess({ age: seen('30'), country: seen('FRA') });
    const known = { factors: first.factors, override: null };
    const unseen = assess({ age: seen('30') }, known);
    expect(unseen.factors).toEqual(first.factors);
    expect(unseen.replaced).toEqual([]);
    const gone = assess({ age: seen('30'), country: seen() }, known);
    expect(gone.factors).toEqual(first.factors.slice(0, 1));
    expect(gone.replaced).toEqual([first.factors[1]?.riskFactorId]);
  });

  it('carries an override over while every factor stays as it is', () => {
    const override = { level: 'HIGH' as const, at: 'then', requestId: 'r', by: null };
    const { factors } = assess({ age: seen('30') });
    const known = { factors, override };
    expect(assess({ age: seen('30') }, known).override).toEqual(override);
    expect(assess({ age: seen('81') }, known).override).toBeNull();
    expect(assess({ age: seen('30'), country: seen('NZL') }, known).override).toBeNull();
    expect(assess({ age: seen() }, known).override).toBeNull();
  });

  it('takes a birthday within an age band for no news, but another country of the same score', () => {
    const override = { level: 'HIGH' as const, at: 'then', requestId: 'r', by: null };
    const { factors } = assess({ age: seen('30'), country: seen('AUS') });
    const known = { factors, override };
    const older = assess({ age: seen('31'), country: seen('AUS') }, known);
    expect(older.override).toEqual(override);
    expect(older.factors[0]?.value).toBe('31');
    expect(assess({ age: seen('30'), country: seen('NZL') }, known).override).toBeNull();
  });

  it('whatever is seen, adds up to what the factors say and reads as it was', () => {
    const anyValue = fc.oneof(fc.string(), fc.integer({ min: 0, max: 130 }).map(String));
    const anySeen = fc.option(
      fc.array(anyValue, { maxLength: 4 }).map((values) => seen(...values)),
      {
        nil: undefined,
      },
    );
    fc.assert(
      fc.property(
        fc.record({ age: anySeen, country: anySeen, listed: anySeen }),
        (observations) => {
          const draft = assess(observations);
          const sum = draft.factors.reduce((total, { score }) => total + score, 0);
          expect(draft.score).toBeCloseTo(sum, 1);
          expect(draft.factors.every(({ description }) => description.endsWith('.'))).toBe(true);
          const again = assess(observations, { factors: draft.factors, override: null });
          expect(again).toEqual({ ...draft, replaced: [] });
        },
      ),
    );
  });
});
