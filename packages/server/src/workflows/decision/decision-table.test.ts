import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import { AML_MANUAL_STATUSES } from '@probity/contract/process-result';
import { STEP_OUTCOMES } from '@probity/contract/workflow-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../features/executions/execution-report.ts';
import type { StepEnd } from '../../features/executions/step-result.ts';
import { amlMeaning } from '../../features/results/aml-status.ts';
import { amlEnd, hit, RUN, stepEnd } from '../test-run.ts';
import { decisionFactsOf } from './decision-facts.ts';
import { DEFAULT_DECISION, type DecisionChanges, decisionTableOf } from './decision-table.ts';
import { FACT_VARIABLES, factDefaults, typeOfVariable } from './fact-defaults.ts';

type Phase = 'ONBOARDING' | 'MONITORING';
const START = stepEnd('COMPLETE', { name: 'START', type: 'START' });

const factsOf = (ends: readonly StepEnd[], lifecyclePhase: Phase = 'ONBOARDING') =>
  decisionFactsOf([START, ...ends], { ...RUN, lifecyclePhase }, { nationality: 'NZL' });

const decide = (
  ends: readonly StepEnd[],
  { phase, ...changes }: DecisionChanges & { phase?: Phase } = {},
) => decisionTableOf(changes).decide(factsOf(ends, phase));

const clean = amlEnd([]);

describe('the default decision', () => {
  it.each<{ when: string; ends: StepEnd[]; phase?: Phase; outcome: Outcome; row: string }>([
    { when: 'nobody is listed', ends: [clean], outcome: 'PASS', row: 'pass' },
    {
      when: 'nobody is listed',
      ends: [clean],
      phase: 'MONITORING',
      outcome: 'CLEAR',
      row: 'clear',
    },
    {
      when: 'KYC matches and AML is clear',
      ends: [stepEnd('MATCH'), clean],
      outcome: 'PASS',
      row: 'pass',
    },
    {
      when: 'KYC matches and a hit is open',
      ends: [stepEnd('MATCH'), amlEnd([hit(null)])],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'KYC finds nobody',
      ends: [stepEnd('NO_MATCH'), clean],
      outcome: 'FAIL',
      row: 'failed-check',
    },
    {
      when: 'a sanction is undecided',
      ends: [amlEnd([hit(null)])],
      phase: 'MONITORING',
      outcome: 'URGENT',
      row: 'urgent',
    },
    {
      when: 'an office is undecided',
      ends: [amlEnd([hit(null, ['PEP'])])],
      phase: 'MONITORING',
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a sanction was cleared',
      ends: [amlEnd([hit('FALSE_POSITIVE')])],
      phase: 'MONITORING',
      outcome: 'CLEAR',
      row: 'clear',
    },
    {
      when: 'every hit was cleared',
      ends: [amlEnd([hit('FALSE_POSITIVE'), hit('FALSE_POSITIVE')])],
      outcome: 'PASS',
      row: 'pass',
    },
    {
      when: 'one hit of two is open',
      ends: [amlEnd([hit('FALSE_POSITIVE'), hit(null)])],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a true positive remains',
      ends: [amlEnd([hit('TRUE_POSITIVE')])],
      outcome: 'FAIL',
      row: 'true-positive',
    },
    {
      when: 'a hit was accepted',
      ends: [amlEnd([hit('TRUE_POSITIVE_ACCEPT')])],
      outcome: 'PASS',
      row: 'pass',
    },
    {
      when: 'a hit was rejected',
      ends: [amlEnd([hit('TRUE_POSITIVE_REJECT')])],
      outcome: 'FAIL',
      row: 'rejected',
    },
    {
      when: 'an unknown was rejected',
      ends: [amlEnd([hit('UNKNOWN_REJECT')])],
      outcome: 'FAIL',
      row: 'rejected',
    },
    {
      when: 'an unknown was accepted',
      ends: [amlEnd([hit('UNKNOWN_ACCEPT')])],
      outcome: 'PASS',
      row: 'pass',
    },
    {
      when: 'an officer does not know',
      ends: [amlEnd([hit('UNKNOWN')])],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a hit is open beside a rejected one',
      ends: [amlEnd([hit(null), hit('UNKNOWN_REJECT')])],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a list was silent',
      ends: [amlEnd([], { isSilent: true })],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a list was silent',
      ends: [amlEnd([], { isSilent: true })],
      phase: 'MONITORING',
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a list was silent and the other hit',
      ends: [amlEnd([hit(null)], { isSilent: true, isMandatory: false })],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a list was silent and the other was rejected',
      ends: [amlEnd([hit('UNKNOWN_REJECT')], { isSilent: true, isMandatory: false })],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'the name is missing',
      ends: [stepEnd('MISSING_DATA', { type: 'AML' })],
      outcome: 'INCOMPLETE',
      row: 'incomplete',
    },
    {
      when: 'a check never ran',
      ends: [stepEnd('UNCHECKED')],
      outcome: 'INCOMPLETE',
      row: 'incomplete',
    },
    {
      when: 'a check is clear with reserve',
      ends: [stepEnd('CLEAR_REVIEW')],
      outcome: 'REVIEW',
      row: 'review',
    },
    {
      when: 'a paper has lapsed',
      ends: [stepEnd('EXPIRED')],
      outcome: 'FAIL',
      row: 'failed-check',
    },
    {
      when: 'an optional check failed',
      ends: [stepEnd('FAIL', { isMandatory: false })],
      outcome: 'PASS',
      row: 'pass',
    },
    {
      when: 'a failed check comes with an open hit',
      ends: [stepEnd('FAIL'), amlEnd([hit(null)])],
      outcome: 'REVIEW',
      row: 'review',
    },
  ])('is $outcome by $row when $when', ({ ends, phase, outcome, row }) => {
    expect(decide(ends, phase ? { phase } : {})).toEqual({ outcome, row });
  });

  it('is BLOCKED by an open issue that blocks, and not by a cleared one', () => {
    const blocking = (isCleared: boolean) =>
      stepEnd('CLEAR', {
        issues: [
          { category: 'BLOCKLISTED', issue: 'MATCHED_INTERNAL', severity: 'BLOCK', isCleared },
        ],
      });

    expect(decide([blocking(false)]).outcome).toBe('BLOCKED');
    expect(decide([blocking(true)]).outcome).toBe('PASS');
  });

  it('adds up the hits of several screening steps', () => {
    const second = amlEnd([hit('TRUE_POSITIVE')], { name: 'AML_MEDIA' });
    expect(decide([clean, second]).row).toBe('true-positive');
    expect(decide([second, clean]).row).toBe('true-positive');
  });
});

const own = (when: string, outcome: Outcome) => [{ row: 'own', when, outcome }];

describe('a decision of one’s own', () => {
  it('is asked before the default, in the order of its rows', () => {
    const rows = [
      ...own('aml.hits > 5', 'FAIL'),
      { row: 'second', when: 'true', outcome: 'MONITOR' as const },
    ];
    expect(decide([clean], { rows })).toEqual({ outcome: 'MONITOR', row: 'second' });
  });

  it.each([
    { knows: 'the person', when: 'individual.nationality == "NZL"' },
    { knows: 'the workflow', when: 'workflow.type == "aml_screening"' },
    { knows: 'steps by name', when: 'steps.exists(s, s.name == "AML" && s.result == "CLEAR")' },
    { knows: 'issues', when: 'issues.size() == 0' },
    { knows: 'risk', when: 'risk.level == "UNKNOWN"' },
    { knows: 'steps by name and fact', when: 'facts.AML.hits == 0 && facts.AML.result == "CLEAR"' },
    { knows: 'kinds of steps that did not run', when: 'fraud.emailAddress == "UNKNOWN"' },
  ])('may ask about $knows', ({ when }) => {
    expect(decide([clean], { rows: own(when, 'NEEDS_APPROVAL') }).outcome).toBe('NEEDS_APPROVAL');
  });

  it('changes the outcome or the condition of a default row and keeps the other', () => {
    const positive = amlEnd([hit('TRUE_POSITIVE')]);
    expect(decide([positive], { changes: { 'true-positive': { outcome: 'REVIEW' } } })).toEqual({
      outcome: 'REVIEW',
      row: 'true-positive',
    });
    expect(
      decide([positive], { changes: { 'true-positive': { when: 'aml.truePositives > 1' } } }).row,
    ).toBe('review');
  });

  it('passes on to the next row where one is switched off', () => {
    const off = { changes: { 'true-positive': { isOff: true } } };
    expect(decide([amlEnd([hit('TRUE_POSITIVE')])], off).row).toBe('review');
  });

  it('asks for a review where no row is left to hold', () => {
    const changes = Object.fromEntries(DEFAULT_DECISION.map(({ row }) => [row, { isOff: true }]));
    expect(decide([clean], { changes })).toMatchObject({ outcome: 'REVIEW', row: 'none' });
  });

  it.each([
    'aml.noSuchCount > 0',
    'steps[7].result == "CLEAR"',
    'individual.nationality',
    '1 / 0 > 1',
  ])('asks for a review, and says by which row, when %s cannot be answered', (when) => {
    const decision = decide([clean], { rows: own(when, 'PASS') });
    expect(decision).toMatchObject({ outcome: 'REVIEW', row: 'own', because: expect.any(String) });
  });

  it('says whose silence kept a pass from standing', () => {
    const silent = amlEnd([], { isSilent: true, name: 'SCREEN' });
    expect(decide([silent], { rows: own('true', 'PASS') })).toEqual({
      outcome: 'REVIEW',
      row: 'own',
      because: 'Step SCREEN ended as ERROR, so PASS cannot stand',
    });
  });
});

describe('the stated data points', () => {
  const kyc = (result: StepEnd['step']['result'], how: { isMandatory?: boolean } = {}) =>
    stepEnd(result, { name: 'KYC', type: 'KYC', ...how });
  const findings = (type: string, counts: Record<string, number>, result: 'HIT' | 'CLEAR') =>
    stepEnd(result, { name: type, type, facts: counts });
  const toggle = stepEnd('NOT_APPLICABLE', { name: 'TOGGLE_MONITORING', type: 'MONITOR_TOGGLE' });

  it('1: KYC that matches with clean screening passes, with a hit it waits, without a match it fails', () => {
    expect(decide([kyc('MATCH'), clean]).outcome).toBe('PASS');
    expect(decide([kyc('MATCH'), amlEnd([hit(null)])]).outcome).toBe('REVIEW');
    expect(decide([kyc('NO_MATCH'), clean]).outcome).toBe('FAIL');
  });

  it('2: an undecided sanction is URGENT while monitoring, REVIEW before', () => {
    const sanctioned = amlEnd([hit(null, ['SANCTION'])]);
    expect(decide([sanctioned], { phase: 'MONITORING' }).outcome).toBe('URGENT');
    expect(decide([sanctioned]).outcome).toBe('REVIEW');
  });

  it('3: somebody who may be there already is reviewed', () => {
    const duplicate = findings('DUPLICATE', { hits: 1, open: 1, rejected: 0 }, 'HIT');
    expect(decide([duplicate, kyc('MATCH'), clean])).toEqual({ outcome: 'REVIEW', row: 'review' });
  });

  it('4: a list that blocks stops the person, and rejection keeps the check failed', () => {
    const blocking = stepEnd('HIT', {
      name: 'MATCHLIST',
      type: 'BLOCKLIST',
      facts: { hits: 1, open: 1 },
      issues: [
        {
          category: 'BLOCKLISTED',
          issue: 'MATCHED_INTERNAL',
          severity: 'BLOCK',
          isCleared: false,
        },
      ],
    });
    expect(decide([blocking, clean]).outcome).toBe('BLOCKED');
    const rejected = stepEnd('HIT_REJECTED', {
      name: 'MATCHLIST',
      type: 'BLOCKLIST',
      facts: { hits: 1, open: 0, rejected: 1 },
    });
    expect(decide([rejected, clean])).toEqual({ outcome: 'FAIL', row: 'rejected' });
  });

  it('5: a failed step that is optional does not fail the workflow', () => {
    const idv = stepEnd('FAIL', { name: 'IDV', type: 'IDV', isMandatory: false });
    expect(decide([kyc('MATCH'), idv, clean, toggle]).outcome).toBe('PASS');
  });

  it.each([
    { level: 'LOW', outcome: 'PASS' },
    { level: 'MEDIUM', outcome: 'PASS' },
    { level: 'HIGH', outcome: 'REVIEW' },
    { level: 'UNACCEPTABLE', outcome: 'FAIL' },
  ])('a risk of $level ends in $outcome', ({ level, outcome }) => {
    const risk = stepEnd('COMPLETE', { name: 'RISK', type: 'RISK', facts: { level, score: 1 } });
    expect(decide([kyc('MATCH'), clean, risk]).outcome).toBe(outcome);
  });

  it.each([
    { type: 'IDV', result: 'FAIL' as const, facts: { rejected: 1 } },
    { type: 'DUPLICATE', result: 'HIT' as const, facts: { hits: 2, open: 1, rejected: 1 } },
    { type: 'FRAUD', result: 'HIT_REJECTED' as const, facts: { hits: 1, rejected: 1 } },
  ])('what an officer rejected of $type fails the person', ({ type, result, facts }) => {
    const end = stepEnd(result, { name: type, type, facts, isMandatory: false });
    expect(decide([kyc('MATCH'), clean, end])).toEqual({ outcome: 'FAIL', row: 'rejected' });
  });

  it('a document that looks suspicious is reviewed', () => {
    const idv = stepEnd('CLEAR_REVIEW', { name: 'IDV', type: 'IDV', facts: { suspected: 1 } });
    expect(decide([kyc('MATCH'), idv, clean]).outcome).toBe('REVIEW');
  });

  it('a run that branches led past every check does not pass', () => {
    const past = { ...kyc('SKIPPED'), isRoutedAround: true };
    expect(decide([past], { rows: [{ row: 'own', when: 'true', outcome: 'PASS' }] })).toMatchObject(
      { outcome: 'REVIEW', because: expect.stringContaining('past every mandatory check') },
    );
    expect(decide([past, clean]).outcome).toBe('PASS');
    expect(decide([kyc('SKIPPED')]).outcome).toBe('PASS');
  });
});

describe('whatever the table', () => {
  const PASSES: readonly string[] = ['PASS', 'CLEAR', 'APPROVED', 'COMPLETE'];
  const AGAINST: readonly string[] = [
    ...['ERROR', 'UNCHECKED', 'MISSING_DATA', 'INCOMPLETE'],
    ...['NO_MATCH', 'PARTIAL', 'EXPIRED', 'FAIL'],
  ];

  const anyHit = fc
    .tuple(
      fc.constantFrom(null, 'NO_SUCH_WORD', ...AML_MANUAL_STATUSES),
      fc.subarray(['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'] as const, { minLength: 1 }),
    )
    .map(([status, kinds]) => hit(status, kinds));
  const anyAml = fc
    .tuple(fc.array(anyHit, { maxLength: 4 }), fc.boolean(), fc.boolean())
    .map(([hits, isSilent, isMandatory]) => amlEnd(hits, { isSilent, isMandatory }));
  const anyType = fc.constantFrom(
    ...['KYC', 'ID', 'IDV', 'DUPLICATE', 'BLOCKLIST', 'FRAUD', 'VISA', 'RISK', 'OTHER', 'NEW_KIND'],
  );
  const anyCounts = fc.record(
    { hits: fc.nat(3), open: fc.nat(2), rejected: fc.nat(2) },
    { requiredKeys: [] },
  );
  const anyStep = fc
    .record({
      result: fc.constantFrom(...STEP_OUTCOMES),
      isMandatory: fc.boolean(),
      type: anyType,
      facts: anyCounts,
      isRoutedAround: fc.boolean(),
    })
    .map(({ result, isRoutedAround, ...how }) => ({
      ...stepEnd(result, { ...how, name: how.type }),
      ...(result === 'SKIPPED' && { isRoutedAround }),
    }));
  const anyEnds = fc.array(fc.oneof(anyStep, anyAml), { maxLength: 5 });
  const anyPhase = fc.constantFrom<Phase>('ONBOARDING', 'MONITORING');

  const anyOutcome = fc.constantFrom(
    ...EXECUTION_OUTCOMES.filter((outcome) => outcome !== 'IN_PROGRESS'),
  );
  const anyWhen = fc.constantFrom(
    'true',
    'false',
    'aml.hits == 0',
    'aml.open > 0',
    'aml.typo > 0',
    'steps.all(s, s.result != "HIT")',
    'steps.exists(s, s.result == "ERROR")',
    'workflow.lifecyclePhase == "MONITORING"',
  );
  const anyTable: fc.Arbitrary<DecisionChanges> = fc.record({
    rows: fc.array(fc.record({ row: fc.constant('own'), when: anyWhen, outcome: anyOutcome }), {
      maxLength: 3,
    }),
    changes: fc.dictionary(
      fc.constantFrom(...DEFAULT_DECISION.map(({ row }) => row)),
      fc.record({ when: anyWhen, outcome: anyOutcome, isOff: fc.boolean() }, { requiredKeys: [] }),
    ),
  });

  it('a mandatory check that is missing, failed or silent never passes', () => {
    fc.assert(
      fc.property(anyEnds, anyPhase, anyTable, (ends, phase, table) => {
        const isAgainst = ends.some(
          ({ step, isMandatory }) => isMandatory && AGAINST.includes(step.result),
        );
        const { outcome } = decide(ends, { ...table, phase });
        return !isAgainst || !PASSES.includes(outcome);
      }),
      { numRuns: 2_000 },
    );
  });

  it('findings of whatever step that are open or rejected never pass, unless it is said aloud', () => {
    const isHeldUp = ({ step, facts }: StepEnd) =>
      Number(facts.open ?? 0) > 0 ||
      Number(facts.rejected ?? 0) > 0 ||
      ['HIT', 'HIT_REJECTED', 'CLEAR_REVIEW'].includes(step.result);
    fc.assert(
      fc.property(anyEnds, anyPhase, anyTable, (ends, phase, table) => {
        const { outcome } = decide(ends, { ...table, phase });
        return !ends.some(isHeldUp) || !PASSES.includes(outcome);
      }),
      { numRuns: 2_000 },
    );
    const passAll = { letsOpenHitsPass: true, rows: own('true', 'PASS') };
    expect(decide([amlEnd([hit(null)])], passAll).outcome).toBe('PASS');
  });

  it('every variable of a condition can be asked about, whichever steps ran', () => {
    const asks = FACT_VARIABLES.flatMap((variable) =>
      Object.entries(factDefaults(typeOfVariable(variable))).map(([fact, value]) => {
        const text = typeof value === 'string' ? `"${value}"` : value;
        return `${variable}.${fact} == ${text} && ${variable}.result == "UNCHECKED"`;
      }),
    );
    for (const when of asks) {
      expect(decide([clean], { rows: own(`!(${when})`, 'FAIL') })).not.toHaveProperty('because');
    }
  });

  it('an open or rejected hit never passes by the default', () => {
    const anyHits = fc.array(anyHit, { minLength: 1, maxLength: 3 });
    const anyRun = fc.record({
      others: anyEnds,
      hits: anyHits,
      isSilent: fc.boolean(),
      isMandatory: fc.boolean(),
      phase: anyPhase,
    });
    fc.assert(
      fc.property(anyRun, ({ others, hits, phase, ...how }) => {
        const stops = hits.some(({ manualStatus }) =>
          ['open', 'rejected'].includes(amlMeaning(manualStatus).disposition),
        );
        const { outcome } = decide([...others, amlEnd(hits, how)], { phase });
        return !stops || !PASSES.includes(outcome);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the default decides the same run in the same way, always with a known outcome', () => {
    fc.assert(
      fc.property(anyEnds, anyPhase, (ends, phase) => {
        const decision = decide(ends, { phase });
        expect(decide(ends, { phase })).toEqual(decision);
        expect(decision).not.toHaveProperty('because');
        expect(EXECUTION_OUTCOMES).toContain(decision.outcome);
      }),
    );
  });
});

describe('decisionFactsOf', () => {
  it('tells nothing of a person but the facts it names', () => {
    const individual = {
      name: { familyName: 'Canary' },
      dateOfBirth: { year: '1980' },
      nationality: 'NZL',
      addresses: [{ country: 'AUS', streetName: 'Canary Street' }],
      documents: { IDENTITY: [{ type: 'PASSPORT' as const, primaryIdentifier: 'CANARY-1' }] },
      consents: [{ type: 'GENERAL' as const }],
    };
    const facts = decisionFactsOf([], RUN, individual);

    expect(facts.individual).toEqual({
      entityType: 'INDIVIDUAL',
      nationality: 'NZL',
      countries: ['AUS'],
      documentTypes: ['PASSPORT'],
      consents: ['GENERAL'],
    });
    expect(JSON.stringify(facts)).not.toMatch(/canary|1980/i);
    expect(facts.aml.hits).toBe(0);
  });
});
