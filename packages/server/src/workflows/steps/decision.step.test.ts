import { describe, expect, it } from 'vitest';
import { NO_PROVIDERS } from '../step-type.ts';
import { AT, amlEnd, askNobody, hit, RUN, waitForNothing } from '../test-run.ts';
import { decisionStep } from './decision.step.ts';
import { finishStep } from './finish.step.ts';
import { startStep } from './start.step.ts';

const input = (type: string, hits: Parameters<typeof amlEnd>[0] = []) => ({
  step: { name: type, type },
  run: RUN,
  individual: {},
  earlier: [amlEnd(hits)],
  priorResults: async () => [],
  resultRow: () => ({}),
  capabilities: NO_PROVIDERS,
  ask: askNobody,
  wait: waitForNothing,
  now: () => AT,
  signal: AbortSignal.timeout(60_000),
});

describe('the DECISION step', () => {
  it('concludes the run and says by which row', async () => {
    const given = input('DECISION', [hit(null)]);
    const { end, rows } = await decisionStep.run({ ...given, configuration: {} });

    expect(end).toMatchObject({
      step: {
        result: 'COMPLETE',
        summary: { stepName: 'DECISION', workflowExecutionResult: 'REVIEW' },
        errors: [],
      },
      facts: { outcome: 'REVIEW', row: 'review' },
    });
    expect(rows).toEqual({});
  });

  it('keeps the tables of two configurations apart', async () => {
    const given = input('DECISION');
    const rows = [{ row: 'own', when: 'aml.hits == 0', outcome: 'MONITOR' as const }];
    for (const configuration of [{ rows }, {}, { rows }]) {
      const { end } = await decisionStep.run({ ...given, configuration });
      expect(end.facts.outcome).toBe('rows' in configuration ? 'MONITOR' : 'PASS');
    }
  });

  it('tells as an error what kept its table from deciding', async () => {
    const rows = [{ row: 'typo', when: 'aml.hitz > 0', outcome: 'PASS' as const }];
    const { end } = await decisionStep.run({ ...input('DECISION'), configuration: { rows } });

    expect(end.facts).toEqual({ outcome: 'REVIEW', row: 'typo' });
    expect(end.step.errors).toMatchObject([{ code: 'CHECK-0422', location: 'typo' }]);
  });
});

describe('the frame of a run', () => {
  it.each([startStep, finishStep])('is complete when $type has run', async (step) => {
    const { end } = await step.run({ ...input(step.type), configuration: {} });
    expect(end.step).toMatchObject({ result: 'COMPLETE', summary: { stepName: step.type } });
    expect(end.facts).toEqual({});
  });

  it('opens with the id of the run', async () => {
    const { end } = await startStep.run({ ...input('START'), configuration: {} });
    expect(end.step.summary).toMatchObject({ workflowExecutionId: RUN.workflowExecutionId });
  });
});
