import { setTimeout as sleep } from 'node:timers/promises';
import { executeWorkflow, getExecution } from '@probity/contract/operations/executions';
import type { WorkflowResult } from '@probity/contract/workflow-result';
import { expectStatus, tellExecution } from './execution-in-words.ts';
import { DEMO_WORKFLOW, type Stage } from './stage.ts';
import { DemoFailed, type Point } from './story.ts';

const PATIENCE_MS = 60_000;
const EVERY_MS = 100;

/** Executes without waiting for the answer, and asks until the execution has ended. */
export async function runInBackground(stage: Stage, entityId: string): Promise<void> {
  const { story, client } = stage;
  await story.point('The first customer is screened in the background', async (point) => {
    const answer = await client.call(executeWorkflow, {
      path: { entityId, ...DEMO_WORKFLOW },
      background: true,
    });
    point.expect('the HTTP status', 202, answer.status);
    if (answer.status !== 202) return;
    const { workflowExecutionId, requestId } = answer.body;
    point.say(`202 Accepted, in request ${requestId}`);
    const ended = await untilEnded(stage, point, { entityId, workflowExecutionId });
    tellExecution(point, ended);
    expectStatus(point, 'PASS', ended);
  });
}

type Address = { readonly entityId: string; readonly workflowExecutionId: string };

async function untilEnded({ client }: Stage, point: Point, address: Address) {
  const givesUpAt = performance.now() + PATIENCE_MS;
  const seen: WorkflowResult['workflowExecutionState'][] = [];
  for (;;) {
    const { body } = await client.call(getExecution, { path: { ...address, ...DEMO_WORKFLOW } });
    const { workflowResult } = body;
    seen.push(workflowResult.workflowExecutionState);
    if (workflowResult.workflowExecutionState !== 'IN_PROGRESS') {
      point.say(`Asked ${seen.length} times: ${[...new Set(seen)].join(', then ')}`);
      return workflowResult;
    }
    if (performance.now() > givesUpAt) {
      throw new DemoFailed(`It is still in progress after ${PATIENCE_MS / 1000} s.`);
    }
    await sleep(EVERY_MS);
  }
}
