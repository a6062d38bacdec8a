import type { StepEnd, StepResultValue } from '../features/executions/step-result.ts';
import { type AmlHit, amlCounts } from '../features/results/aml-counts.ts';
import { amlStepResult } from '../features/results/aml-status.ts';
import type { RunFacts } from './step-type.ts';

export const AT = new Date('2026-03-04T05:06:07Z');

export const RUN: RunFacts = {
  tenantId: '5f0e9b5e-0c8e-4a53-9d2e-1f6a6c0f7b10',
  workflowExecutionId: '01JRUN00000000000000000000',
  requestId: '01JREQ00000000000000000000',
  entityId: '00000000-0000-4000-8000-00000000e001',
  serviceKey: 'kyc',
  workflowKey: 'aml-screening',
  workflowType: 'aml_screening',
  lifecyclePhase: 'ONBOARDING',
  isSandbox: true,
};

type Ended = {
  readonly name?: string;
  readonly type?: string;
  readonly isMandatory?: boolean;
  readonly facts?: StepEnd['facts'];
  readonly issues?: readonly Pick<
    StepEnd['issues'][number],
    'category' | 'issue' | 'severity' | 'isCleared'
  >[];
};

/** The end of a step, as earlier steps of a run leave it. */
export function stepEnd(result: StepResultValue, ended: Ended = {}): StepEnd {
  const { name = 'CHECK', type = 'OTHER', isMandatory = true, facts = {}, issues = [] } = ended;
  const at = AT.toISOString();
  const stepResultId = `result of ${name}`;
  return {
    step: {
      stepResultId,
      stepName: name,
      stepType: type,
      result,
      startedAt: at,
      endedAt: at,
      serviceProviders: [],
      errors: [],
      processResultIds: [],
      restsOn: [],
    },
    isMandatory,
    issues: issues.map((issue, position) => ({
      ...issue,
      issueId: `issue ${position}`,
      stepResultId,
      processResultIds: [],
      restsOn: [],
      createdAt: at,
    })),
    facts,
  };
}

/** A hit as counting sees it: for sanctions unless it says other kinds. */
export function hit(
  manualStatus: string | null,
  kinds: readonly AmlHit['listings'][number]['kind'][] = ['SANCTION'],
): AmlHit {
  const listings = kinds.map((kind) => ({ kind, authority: 'Somebody', programmes: [] }));
  return { processResultId: crypto.randomUUID(), manualStatus, listings };
}

/** The end of a screening step that found these hits; `isSilent` when a list did not answer. */
export function amlEnd(
  hits: readonly AmlHit[],
  { isSilent = false, isMandatory = true, name = 'AML' } = {},
): StepEnd {
  const result = isSilent ? 'ERROR' : amlStepResult(hits.map(({ manualStatus }) => manualStatus));
  return stepEnd(result, { name, type: 'AML', isMandatory, facts: amlCounts(hits) });
}

/** What a step that asks nobody outside is given for asking. */
export async function askNobody(): Promise<never> {
  throw new Error('Nobody outside is asked here.');
}

/** What a step that waits for nothing is given for waiting. */
export function waitForNothing(): never {
  throw new Error('Nothing is waited for here.');
}

/** Asks at once and remembers nothing: enough for a step that runs through. */
export async function askAtOnce<Answer>(
  name: string,
  send: (call: { signal: AbortSignal; idempotencyKey: string }) => Promise<Answer>,
): Promise<Answer> {
  return send({
    signal: AbortSignal.timeout(60_000),
    idempotencyKey: `${RUN.workflowExecutionId}/${name}`,
  });
}
