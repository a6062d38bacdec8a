import { describe, expect, it } from 'vitest';
import { RISK_HANDLERS, RiskProfileRefused, readRiskProfile } from './risk-profile.ts';
import { shippedRiskProfile } from './shipped-risk-profile.command.ts';

const FACTOR = '{ factor: age, title: Age, handler: entity_age }';
const text = (factors: string, levels = '[{ level: LOW, from: 0 }]') =>
  `profileName: mine\nlevels: ${levels}\nfactors: [${factors}]`;

function problems(written: string): string[] {
  try {
    readRiskProfile(written);
    return [];
  } catch (error) {
    if (!(error instanceof RiskProfileRefused)) throw error;
    return error.details.map(({ issueLocation, issue }) => `${issueLocation}: ${issue}`);
  }
}

describe('readRiskProfile', () => {
  it('reads what is shipped, which looks at nearly everything that can be seen', async () => {
    const { profile } = await shippedRiskProfile();
    const unused = RISK_HANDLERS.filter(
      (handler) => !profile.factors.some((factor) => factor.handler === handler),
    );
    expect(unused).toEqual([
      'custom_attribute',
      'sanction_count',
      'watchlist_count',
      'sanction_country',
      'media_country',
    ]);
  });

  it('fills in what may be left out', () => {
    expect(readRiskProfile(text(FACTOR))).toMatchObject({
      aggregation: 'sum',
      factors: [{ aggregate: 'max', scoreMethod: 'lookup', scores: [], defaultScore: 0 }],
    });
  });

  it.each([
    { why: 'no YAML', written: '[: nothing', at: 'profile' },
    { why: 'empty', written: '', at: 'profile' },
    { why: 'too deep', written: '['.repeat(500), at: 'profile' },
    { why: 'a factor twice', written: text(`${FACTOR}, ${FACTOR}`), at: 'factors.1.factor' },
    {
      why: 'levels that do not rise',
      written: text(FACTOR, '[{ level: HIGH, from: 0 }, { level: LOW, from: 9 }]'),
      at: 'levels.1',
    },
    {
      why: 'a handler nobody knows',
      written: text('{ factor: a, title: A, handler: horoscope }'),
      at: 'factors.0.handler',
    },
    {
      why: 'a custom attribute without its name',
      written: text('{ factor: a, title: A, handler: custom_attribute }'),
      at: 'factors.0.attribute',
    },
    {
      why: 'a range upside down',
      written: text(FACTOR.replace(' }', ', scores: [{ min: 9, max: 1, score: 1 }] }')),
      at: 'factors.0.scores.0',
    },
    ...['(a+)+$', '(a|aa)*b', 'a*a*a*a*b', '(', '(a)\\\\1'].map((pattern) => ({
      why: `the pattern ${pattern}`,
      written: text(FACTOR.replace(' }', `, scores: [{ regex: "${pattern}", score: 1 }] }`)),
      at: 'factors.0.scores.0',
    })),
  ])('refuses $why', ({ written, at }) => {
    expect(problems(written).some((problem) => problem.startsWith(at))).toBe(true);
  });
});
