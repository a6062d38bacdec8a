import {
  createAndExecuteWorkflow,
  overrideExecution,
} from '@probity/contract/operations/executions';
import type { WorkflowResult } from '@probity/contract/workflow-result';
import { type Customer, customerInWords } from './customer.ts';
import {
  amlStepOf,
  expectHitOn,
  expectStatus,
  tellExecution,
  tellHits,
} from './execution-in-words.ts';
import { DEMO_WORKFLOW, decide, execute, type Stage } from './stage.ts';
import { DemoFailed } from './story.ts';

/** The status that stands after the override. */
export const OVERRIDDEN_STATUS = 'APPROVED';

/** A customer who is the listed person: rejected, let through by override, then accepted. */
export async function rejectTruePositive(
  stage: Stage,
  customer: Customer,
): Promise<{ readonly failed: WorkflowResult }> {
  const { story } = stage;
  const first = await createAndExecute(stage, customer);
  const { entityId } = first;
  await story.point('An officer decides: the listed person, rejected', async (point) => {
    await decide(stage, point, {
      execution: first,
      manualStatus: 'TRUE_POSITIVE_REJECT',
      comment: 'Name, birth date and passport agree with the list.',
    });
  });
  const failed = await story.point('The workflow runs again and fails', async (point) => {
    const execution = await execute(stage, point, { entityId, status: 'FAIL' });
    point.expect('the AML step', 'HIT_REJECTED', amlStepOf(execution).result);
    return execution;
  });
  await override(stage, failed);
  return { failed };
}

/** The same person, accepted with eyes open: the workflow passes with the hit on record. */
export async function acceptTruePositive(stage: Stage, execution: WorkflowResult): Promise<void> {
  const { story } = stage;
  await story.point('A senior officer accepts the listed person', async (point) => {
    await decide(stage, point, {
      execution,
      manualStatus: 'TRUE_POSITIVE_ACCEPT',
      comment: 'A licence covers the business with this person.',
    });
  });
  await story.point('The workflow runs again and lets the person pass', async (point) => {
    const { entityId } = execution;
    const passed = await execute(stage, point, { entityId, status: 'PASS' });
    point.expect('the AML step', 'HIT_ACCEPTED', amlStepOf(passed).result);
  });
}

async function createAndExecute(
  { story, client }: Stage,
  customer: Customer,
): Promise<WorkflowResult> {
  return story.point('A second customer is created and screened in one call', async (point) => {
    const answer = await client.call(createAndExecuteWorkflow, {
      path: DEMO_WORKFLOW,
      body: { individual: customer.individual, comment: { text: 'Opened at the counter.' } },
    });
    const execution = answer.status === 200 ? answer.body.workflowResult : undefined;
    if (!execution) throw new DemoFailed('The answer has no workflow result.');
    point.fact('customer', customerInWords(customer));
    point.fact('entity', execution.entityId);
    tellExecution(point, execution);
    expectStatus(point, 'REVIEW', execution);
    tellHits(point, execution);
    expectHitOn(point, customer.listedAs, execution);
    return execution;
  });
}

async function override({ story, client }: Stage, failed: WorkflowResult): Promise<void> {
  await story.point('The failed execution is overridden, with a reason', async (point) => {
    const { entityId, workflowExecutionId } = failed;
    const comment = 'Approved by the committee until the licence is renewed.';
    const { body } = await client.call(overrideExecution, {
      path: { entityId, workflowExecutionId, ...DEMO_WORKFLOW },
      body: { status: OVERRIDDEN_STATUS, comment: { text: comment } },
    });
    const { status, result, statusOverrideAt } = body.workflowResult;
    point.fact('execution', workflowExecutionId);
    point.fact('status', status);
    point.fact('result', result);
    point.fact('overridden', statusOverrideAt);
    point.fact('comment', comment);
    point.expect('the status', OVERRIDDEN_STATUS, status);
    point.expect('the result', 'FAIL', result);
  });
}
