import { describe, expect, it } from 'vitest';
import { RouteRefused } from '../../features/workflow-definitions/route.ts';
import { NO_PROVIDERS, type StepInput } from '../step-type.ts';
import { AT, askNobody, RUN, stepEnd, waitForNothing } from '../test-run.ts';
import { branchStep } from './branch.step.ts';
import { BranchConfiguration } from './branch-configuration.ts';

/** Only ways are asked for here. */
const recordsWith = (
  routeTo: () => Promise<typeof ROUTE>,
): NonNullable<StepInput<unknown>['records']> => ({
  routeTo,
  riskProfile: async () => undefined,
  knownRisk: async () => ({ factors: [], override: null, previousLevel: null }),
  attempts: async () => 1,
  subscriptions: async () => [],
  monitoringRow: () => ({}),
  captures: {
    now: askNobody,
    images: askNobody,
    keepBegun: askNobody,
    keepSubmitted: askNobody,
    resultRow: () => ({}),
  },
});
const ROUTE = { workflowId: 'w', workflowName: 'Strict', workflowKey: 'strict', version: 3 };

function input(
  configuration: object,
  level = 'LOW',
  records?: StepInput<unknown>['records'],
): StepInput<BranchConfiguration> {
  return {
    step: { name: 'BY_RISK', type: 'BRANCH' },
    configuration: BranchConfiguration.parse(configuration),
    run: RUN,
    individual: { nationality: 'NZL' },
    earlier: [stepEnd('COMPLETE', { name: 'RISK', type: 'RISK', facts: { level, score: 4 } })],
    priorResults: async () => [],
    resultRow: () => ({}),
    capabilities: NO_PROVIDERS,
    ...(records && { records }),
    ask: askNobody,
    wait: waitForNothing,
    now: () => AT,
    signal: AbortSignal.timeout(60_000),
  };
}

const BY_RISK = {
  ways: [
    { way: 'low', when: 'risk.level == "LOW"', steps: ['VISA'] },
    { way: 'high', when: 'facts.RISK.level == "HIGH"', steps: ['VISA', 'IDV'] },
    { way: 'worse', when: 'risk.level == "UNACCEPTABLE"', workflow: 'Strict' },
  ],
};

describe('the BRANCH step', () => {
  it.each([
    { level: 'LOW', way: 'low', skips: ['IDV'] },
    { level: 'HIGH', way: 'high', skips: [] },
    { level: 'MEDIUM', way: 'otherwise', skips: ['VISA', 'IDV'] },
  ])('at risk $level takes way $way and leads past $skips', async ({ level, way, skips }) => {
    const { end } = await branchStep.run(input(BY_RISK, level));
    expect(end).toMatchObject({
      step: { result: 'COMPLETE', notes: { way: { value: way } } },
      facts: { way, skips },
    });
  });

  it('leads into another workflow, in the version that is found', async () => {
    const { end } = await branchStep.run(
      input(
        BY_RISK,
        'UNACCEPTABLE',
        recordsWith(async () => ROUTE),
      ),
    );
    expect(end.facts).toEqual({ way: 'worse', skips: [], route: ROUTE });
  });

  it.each([
    {
      why: 'cannot evaluate a condition',
      configuration: { ways: [{ way: 'typo', when: 'risk.levl == "LOW"', steps: [] }] },
    },
    {
      why: 'is refused the workflow',
      configuration: { ways: [{ way: 'on', when: 'true', workflow: 'Gone' }] },
    },
  ])('is ERROR and leads past nothing when it $why', async ({ configuration }) => {
    const { end } = await branchStep.run(
      input(
        configuration,
        'LOW',
        recordsWith(async () => {
          throw new RouteRefused('There is no workflow Gone in KYC');
        }),
      ),
    );
    expect(end.step.result).toBe('ERROR');
    expect(end.isMandatory).toBe(true);
    expect(end.facts).toEqual({});
    expect(end.issues).toMatchObject([{ category: 'SYSTEM', severity: 'ERROR' }]);
  });

  it('fails as a task where looking the workflow up fails, so that it is tried again', async () => {
    const records = recordsWith(async () => {
      throw new Error('the database is away');
    });
    await expect(branchStep.run(input(BY_RISK, 'UNACCEPTABLE', records))).rejects.toThrow('away');
  });

  it('says in words where it leads', () => {
    const configuration = BranchConfiguration.parse({ ...BY_RISK, otherwise: { steps: ['IDV'] } });
    expect(branchStep.explain(configuration)).toEqual([
      'Way low, when risk.level == "LOW": VISA run.',
      'Way high, when facts.RISK.level == "HIGH": VISA, IDV run.',
      'Way worse, when risk.level == "UNACCEPTABLE": the run goes on in workflow Strict.',
      'Otherwise: IDV run.',
      expect.stringContaining('REVIEW'),
    ]);
    expect(branchStep.leadsTo?.(configuration)).toEqual({
      steps: ['VISA', 'IDV'],
      workflows: ['Strict'],
    });
  });
});
