import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
  listExecutions,
  overrideExecution as overrideOperation,
  updateAndExecuteWorkflow,
} from '@probity/contract/operations/executions';
import { EngineStopped } from '../../engine/commit-failure.ts';
import type { TenantContext } from '../../http/caller.ts';
import {
  type Answer,
  DOCUMENT_BODY_LIMIT,
  type Interim,
  type Mount,
  mount,
} from '../../http/mount.ts';
import { endedWithin } from '../../kernel/ended-within.ts';
import { pageMetaOf, pageOf } from '../../kernel/page.ts';
import type { Level } from '../entities/individual-view.ts';
import { keyOfName, keyOfService } from '../workflow-definitions/workflow-definition.ts';
import { editAndStartExecution } from './edit-and-start-execution.command.ts';
import { executionView } from './execution-view.ts';
import { overrideExecution } from './override-execution.command.ts';
import { readExecution, readExecutions } from './read-execution.command.ts';
import { showEnded, showExecution } from './show-execution.command.ts';
import {
  createAndStartExecution,
  type Executor,
  type StartedExecution,
  startExecution,
} from './start-execution.command.ts';

/** How long a caller waits for a run before it is answered as if it had asked for the background. */
const LONGEST_WAIT_MS = 60_000;

/** Runs of workflows: start, read, override. */
export function executionRoutes(mounting: Mount<TenantContext>, executor: Executor): void {
  const { admit: _onlyStarts, ...reading } = mounting;
  startRoutes(mounting, executor);
  readRoutes(reading);
}

/** What starts runs: the one thing that a tenant can ask for too often. */
function startRoutes(mounting: Mount<TenantContext>, executor: Executor): void {
  const withDocuments = { ...mounting, bodyLimit: DOCUMENT_BODY_LIMIT };

  mount(
    withDocuments,
    createAndExecuteWorkflow,
    async (ctx, { parameters, query, body }, interim) => {
      const started = await createAndStartExecution(ctx, executor, { ...parameters, ...body });
      return answer(ctx, started, { level: query.level, interim });
    },
  );

  mount(mounting, executeWorkflow, async (ctx, { parameters, query, body }, interim) => {
    const started = await startExecution(ctx, executor, { ...parameters, ...body });
    return answer(ctx, started, { level: query.level, interim });
  });

  mount(
    withDocuments,
    updateAndExecuteWorkflow,
    async (ctx, { parameters, query, body }, interim) => {
      const started = await editAndStartExecution(ctx, executor, { ...parameters, ...body });
      return answer(ctx, started, { level: query.level, interim });
    },
  );
}

function readRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, listExecutions, async (ctx, { parameters, query }) => {
    const page = pageOf(query);
    const { executions, results, assessments, total } = await readExecutions(
      ctx,
      parameters.entityId,
      {
        ...query,
        serviceKey: keyOfService(parameters.serviceName),
        workflowKey: keyOfName(parameters.workflowName),
        page,
      },
    );
    const workflowResults = executions.map((execution) =>
      executionView(execution, results, assessments),
    );
    const meta = pageMetaOf(
      { ...page, sort: 'desc', sortField: 'created_at' },
      total,
      workflowResults.length,
    );
    return { status: 200, body: { requestId: ctx.requestId, workflowResults, meta } };
  });

  mount(mounting, getExecution, async (ctx, { parameters, query }, interim) => {
    const read = await readExecution(ctx, parameters);
    if (read.execution.state === 'IN_PROGRESS') interim.processing();
    const shown = await showExecution(ctx, read, query.level);
    return { status: 200, body: { requestId: ctx.requestId, ...shown } };
  });

  mount(mounting, overrideOperation, async (ctx, { parameters, body }) => {
    const { status, comment } = body;
    await overrideExecution(ctx, { path: parameters, status, comment });
    const { execution, results, assessments } = await readExecution(ctx, parameters);
    const workflowResult = executionView(execution, results, assessments);
    return { status: 200, body: { requestId: ctx.requestId, workflowResult } };
  });
}

async function answer(
  ctx: TenantContext,
  started: StartedExecution,
  { level, interim }: { readonly level: Level; readonly interim: Interim },
): Promise<Answer> {
  const { requestId } = ctx;
  const { entityId, workflowExecutionId, serviceName } = started.execution;
  const accepted = { requestId, workflowExecutionId, entityId, serviceName };
  if (ctx.isBackground || !(await interim.waitFor(hasEnded(started)))) {
    return { status: 202, body: accepted };
  }
  return { status: 200, body: { requestId, ...(await showEnded(ctx, started, level)) } };
}

/** False when the run takes too long, waits for something outside, or goes on elsewhere because this server stops. */
async function hasEnded({ whenEnded }: StartedExecution): Promise<boolean> {
  try {
    let isWaiting = false;
    const ended = whenEnded.then((ending) => {
      isWaiting = ending === 'waiting';
    });
    return (await endedWithin(ended, LONGEST_WAIT_MS)) && !isWaiting;
  } catch (error) {
    if (error instanceof EngineStopped) return false;
    throw error;
  }
}
