import type { Client } from '@probity/contract/client';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { decideAmlResults } from '@probity/contract/operations/results';
import type { AmlManualStatus } from '@probity/contract/process-result';
import type { WorkflowResult } from '@probity/contract/workflow-result';
import { expectStatus, hitIdsOf, tellExecution } from './execution-in-words.ts';
import { DemoFailed, type Point, type Story } from './story.ts';

/** The workflow that the demo executes: one that every tenant has. */
export const DEMO_WORKFLOW = { serviceName: 'KYC', workflowName: 'AML-Screening' } as const;

/** What the parts of the demo play with. */
export type Stage = {
  readonly story: Story;
  /** Calls as the demo tenant. */
  readonly client: Client;
};

/** An execution of the demo's workflow that has a status to expect. */
export type Expected = { readonly entityId: string; readonly status: string };

/** Executes the workflow on a person and tells how it ended. */
export async function execute(
  { client }: Stage,
  point: Point,
  { entityId, status }: Expected,
): Promise<WorkflowResult> {
  const answer = await client.call(executeWorkflow, { path: { entityId, ...DEMO_WORKFLOW } });
  if (answer.status !== 200) throw new DemoFailed(`The answer is ${answer.status}, not 200.`);
  const { workflowResult, serviceProfile } = answer.body;
  if (!workflowResult) throw new DemoFailed('The answer has no workflow result.');
  tellExecution(point, workflowResult);
  point.fact('profile', serviceProfile?.state);
  expectStatus(point, status, workflowResult);
  return workflowResult;
}

/** A decision of an officer about every hit of an execution. */
export type Decision = {
  readonly execution: WorkflowResult;
  readonly manualStatus: AmlManualStatus;
  readonly comment: string;
};

/** Decides about all hits of an execution at once, and tells it. */
export async function decide(
  { client }: Stage,
  point: Point,
  { execution, manualStatus, comment }: Decision,
): Promise<void> {
  const processResults = hitIdsOf(execution);
  const { body } = await client.call(decideAmlResults, {
    path: { entityId: execution.entityId },
    body: { processResults, manualStatus, comment: { text: comment } },
  });
  point.fact('decision', manualStatus);
  point.fact('hits', processResults.length);
  point.fact('comment', comment);
  point.expect('the number of results', processResults.length, body.processResults.length);
  for (const result of body.processResults) {
    point.expect('the manual status of a hit', manualStatus, result.manualStatus);
  }
}
