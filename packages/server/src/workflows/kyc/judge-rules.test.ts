import { KycSummary } from '@probity/contract/execution/kyc-summary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentitySubject } from '../../providers/identity-provider.ts';
import {
  type ConsultedSource,
  judgeRulesets,
  type KycEvidence,
  ruleSummaryOf,
} from './judge-rules.ts';
import { type Ruleset, SHIPPED_RULESETS } from './ruleset.ts';

const SUBJECT: IdentitySubject = {
  entityId: 'e',
  names: [
    { objectId: 'n1', standing: 'current', full: 'Ada Quill' },
    { objectId: 'n2', standing: 'previous', full: 'Ada Thorn' },
  ],
  births: [{ objectId: 'b1', standing: 'current', date: '1990-05-05' }],
  addresses: [
    { objectId: 'a1', standing: 'current' },
    { objectId: 'a2', standing: 'previous' },
  ],
  gender: 'FEMALE',
  documents: [
    { objectId: 'd1', type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'P1' },
    {
      objectId: 'd2',
      type: 'DRIVERS_LICENSE',
      country: 'AUS',
      primaryIdentifier: 'L1',
      expiresOn: '2020-01-01',
    },
  ],
  consents: [],
};
const RULESETS = Object.entries(SHIPPED_RULESETS).map(
  ([name, ruleset]): Ruleset => ({ name, ...ruleset }),
);
const rule = (name: keyof typeof SHIPPED_RULESETS, over: Partial<Ruleset> = {}): Ruleset => ({
  name,
  ...SHIPPED_RULESETS[name],
  ...over,
});

type Said = Partial<Record<'n1' | 'n2' | 'b1' | 'a1' | 'a2' | 'd1' | 'd2', string>>;

const ATTRIBUTES = { n: 'name', b: 'dob', a: 'address' } as const;

function source(name: string, said: Said, strengths: Record<string, number> = {}): ConsultedSource {
  const entries = Object.entries(said);
  return {
    provider: `provider of ${name}`,
    source: name,
    sourceName: name.toUpperCase(),
    attributes: entries
      .filter(([id]) => !id.startsWith('d'))
      .map(([objectId, result]) => ({
        attribute: ATTRIBUTES[objectId.charAt(0) as 'n'],
        objectId,
        result: result as 'MATCH',
        strengths: objectId.startsWith('n') ? strengths : {},
      })),
    documents: entries
      .filter(([id]) => id.startsWith('d'))
      .map(([documentId, result]) => ({ documentId, result: result as 'MATCH', strengths })),
  };
}

function judge(rulesets: readonly Ruleset[], sources: readonly ConsultedSource[]) {
  const evidence: KycEvidence = {
    subject: SUBJECT,
    sources,
    today: '2026-03-04',
    leastNameStrength: 80,
  };
  return judgeRulesets(rulesets, evidence);
}
const met = (ruleset: Ruleset, ...sources: ConsultedSource[]) =>
  judge([ruleset], sources)[0]?.isMet;

const M = 'MATCH';

describe('one_plus', () => {
  it('is met by a name and a birth date, or an address', () => {
    expect(met(rule('one_plus'), source('x', { n1: M, b1: M }))).toBe(true);
    expect(met(rule('one_plus'), source('x', { n1: M, a1: M }))).toBe(true);
    expect(met(rule('one_plus'), source('x', { n1: M }))).toBe(false);
    expect(met(rule('one_plus'), source('x', { b1: M, a1: M }))).toBe(false);
  });

  it('counts a birth date only where the same source knows the name', () => {
    const apart = [source('x', { n1: M }), source('y', { n1: 'NO_MATCH', b1: M })];
    expect(met(rule('one_plus'), ...apart)).toBe(false);
    const weak = source('x', { n1: M, b1: M }, { fullName: 79 });
    expect(met(rule('one_plus'), weak)).toBe(false);
  });

  it('counts what is from before only where the ruleset says so', () => {
    const before = source('x', { n2: M, a2: M });
    expect(met(rule('one_plus'), before)).toBe(false);
    expect(met(rule('one_plus', { previousNames: true }), before)).toBe(false);
    const both = { previousNames: true, previousAddresses: true };
    expect(met(rule('one_plus', both), before)).toBe(true);
  });
});

describe('two_plus', () => {
  it('wants two sources of the name, and counts a source once for each attribute', () => {
    const whole = { n1: M, b1: M, a1: M };
    expect(met(rule('two_plus'), source('x', whole))).toBe(false);
    expect(met(rule('two_plus'), source('x', whole), source('x', whole))).toBe(false);
    expect(met(rule('two_plus'), source('x', whole), source('y', { n1: M }))).toBe(true);
    const all = { previousNames: true, previousAddresses: true };
    const twice = source('x', { n1: M, n2: M, a1: M, a2: M, b1: M });
    expect(met(rule('two_plus', all), twice)).toBe(false);
  });

  it('says one source by two providers once', () => {
    const one = { ...source('x', { n1: M, b1: M, a1: M }), provider: 'p' };
    const same = { ...source('x', { n1: M, b1: M, a1: M }), provider: 'q' };
    expect(met(rule('two_plus'), one, same)).toBe(false);
  });
});

describe('government documents', () => {
  it('confirm by themselves, where they are theirs and in force', () => {
    expect(met(rule('gov_id_only'), source('dvs', { d1: M }))).toBe(true);
    expect(met(rule('gov_id_only'), source('dvs', { d2: M }))).toBe(false);
    expect(met(rule('gov_id_only'), source('dvs', { d1: 'INVALID_MATCH' }))).toBe(false);
    expect(met(rule('gov_id_only'), source('dvs', { d1: M }, { name: 30 }))).toBe(false);
    expect(met(rule('gov_id_only'), source('dvs', { d1: M }, { dateOfBirth: 0 }))).toBe(false);
    const blocked = source('dvs', { d1: M });
    const documents = blocked.documents.map((one) => ({ ...one, isBlocked: true }));
    expect(met(rule('gov_id_only'), { ...blocked, documents })).toBe(false);
  });

  it('never count as the name, however strongly it agrees', () => {
    const strong = source('dvs', { d1: M }, { name: 100, dateOfBirth: 100 });
    expect(met(rule('one_plus_gov_id'), strong)).toBe(false);
    expect(met(rule('one_plus_gov_id'), strong, source('x', { n1: M, b1: M }))).toBe(true);
  });
});

describe('age', () => {
  it('is met by a confirmed birth date within bounds', () => {
    const born = source('x', { n1: M, b1: M });
    expect(met(rule('age'), born)).toBe(true);
    expect(met(rule('age', { minimumAge: 36 }), born)).toBe(false);
    expect(met(rule('age', { minimumAge: 35, maximumAge: 35 }), born)).toBe(true);
    expect(met(rule('age', { maximumAge: 34 }), born)).toBe(false);
  });
});

it('wants required sources among those that match', () => {
  const [first, ...others] = SHIPPED_RULESETS.one_plus.groups;
  const groups = [{ ...first, requiredSources: ['au-elec-roll'] }, ...others] as Ruleset['groups'];
  const own = { ...rule('one_plus'), groups };
  const elsewhere = source('bank', { n1: M, b1: M });
  const [judged] = judge([own], [elsewhere]);
  expect(judged?.groups[0]?.shown).toMatchObject({
    matchCount: 1,
    hasAllRequiredSourcesMatched: false,
    requiredSourcesMatched: [],
    requiredSourcesNotMatched: ['au-elec-roll'],
    isVerified: false,
  });
  expect(met(own, elsewhere, source('au-elec-roll', { n1: M }))).toBe(true);
});

it('shows what matched where, in the shape of the contract', () => {
  const sources = [
    source('bank', { n1: M, b1: 'NO_MATCH', a1: M }),
    source('roll', { n1: M, a1: 'PARTIAL_MATCH' }),
    source('bureau', { n1: 'NO_MATCH', b1: 'NO_MATCH' }),
  ];
  const summary = ruleSummaryOf(judge([rule('one_plus'), rule('two_plus')], sources));
  const read = KycSummary.parse({ stepName: 'KYC', ...summary });
  expect(read.matchedRules).toMatchObject([{ ruleName: 'one_plus', ruleOrder: 1 }]);
  expect(read.unmatchedRules).toMatchObject([{ ruleName: 'two_plus', ruleOrder: 2 }]);
  expect(read.matchedRules?.[0]?.ruleMatches).toEqual([
    {
      matchTypes: {
        name: {
          objectId: 'n1',
          objectType: 'curr_name',
          matchCount: 2,
          matchSources: ['bank', 'roll'],
          nonMatchSources: ['bureau'],
          isChecked: true,
          isVerified: true,
        },
      },
      matchCount: 2,
      matchCountRequired: 1,
      hasAllRequiredSourcesMatched: true,
      requiredSourcesMatched: [],
      requiredSourcesNotMatched: [],
      isVerified: true,
      matchDetails: [
        { provider: 'provider of bank', source: 'bank', attributesMatched: ['name'] },
        { provider: 'provider of roll', source: 'roll', attributesMatched: ['name'] },
      ],
      nonMatchDetails: [
        { provider: 'provider of bureau', source: 'bureau', attributesMatched: [] },
      ],
    },
    expect.objectContaining({
      matchTypes: {
        address: expect.objectContaining({ objectType: 'curr_addr', matchSources: ['bank'] }),
        dob: { isChecked: true },
      },
      matchCount: 1,
    }),
  ]);
});

const result = fc.constantFrom('MATCH', 'PARTIAL_MATCH', 'NO_MATCH', 'BAD_DATA');
const anySource = fc
  .record({
    name: fc.constantFrom('roll', 'bank', 'bureau', 'dvs'),
    said: fc.record(
      { n1: result, n2: result, b1: result, a1: result, a2: result, d1: result, d2: result },
      { requiredKeys: [] },
    ),
    fullName: fc.integer({ min: 50, max: 100 }),
  })
  .map(({ name, said, fullName }) => source(name, said, { fullName }));
const anySources = fc.array(anySource, { maxLength: 5 });
const anyRulesets = fc.constantFrom(
  RULESETS,
  RULESETS.map((one) => ({ ...one, previousNames: true, previousAddresses: true })),
);
const namesMet = (rulesets: readonly Ruleset[], sources: readonly ConsultedSource[]) =>
  judge(rulesets, sources)
    .filter(({ isMet }) => isMet)
    .map(({ ruleset }) => ruleset.name);

describe('whatever sources say', () => {
  it('another source never takes a ruleset away', () => {
    fc.assert(
      fc.property(anyRulesets, anySources, anySource, (rulesets, sources, more) => {
        const after = namesMet(rulesets, [...sources, more]);
        expect(after).toEqual(expect.arrayContaining(namesMet(rulesets, sources)));
      }),
    );
  });

  it('the order of sources makes no difference', () => {
    const shuffled = anySources.chain((sources) =>
      fc.tuple(fc.constant(sources), fc.shuffledSubarray(sources, { minLength: sources.length })),
    );
    fc.assert(
      fc.property(anyRulesets, shuffled, (rulesets, [sources, others]) => {
        expect(ruleSummaryOf(judge(rulesets, others))).toEqual(
          ruleSummaryOf(judge(rulesets, sources)),
        );
      }),
    );
  });

  it('no ruleset is met without the matches that it wants, counted from the sources themselves', () => {
    fc.assert(
      fc.property(anyRulesets, anySources, (rulesets, sources) => {
        for (const { ruleset, isMet, groups } of judge(rulesets, sources)) {
          for (const { group, shown } of groups) {
            const counts = group.counted.map((counted) => mostMatches(counted, sources));
            const most = counts.reduce((sum, count) => sum + count, 0);
            expect(shown.matchCount).toBeLessThanOrEqual(most);
            if (isMet) expect(shown.matchCount).toBeGreaterThanOrEqual(group.matches);
          }
          expect(isMet, ruleset.name).toBe(groups.every(({ shown }) => shown.isVerified));
        }
      }),
    );
  });

  it('a source that says nothing adds nothing', () => {
    fc.assert(
      fc.property(anyRulesets, anySources, (rulesets, sources) => {
        const silent = [...sources, source('silent', {})];
        expect(namesMet(rulesets, silent)).toEqual(namesMet(rulesets, sources));
      }),
    );
  });
});

/** Sources that match this at all, each once. */
function mostMatches(counted: string, sources: readonly ConsultedSource[]): number {
  const matching = sources.filter(({ attributes, documents }) =>
    counted === 'gov_id'
      ? documents.some(({ result: one }) => one === 'MATCH')
      : attributes.some(({ attribute, result: one }) => attribute === counted && one === 'MATCH'),
  );
  return new Set(matching.map(({ source: name }) => name)).size;
}
