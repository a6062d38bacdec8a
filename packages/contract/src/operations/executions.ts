import { z } from 'zod';
import { CommentInput } from '../comment.ts';
import { RequestId } from '../error.ts';
import {
  EXECUTION_OUTCOMES,
  EXECUTION_STATES,
  ExecutionOutcome,
} from '../execution/execution-outcome.ts';
import { Individual, IndividualInput, IndividualPatch } from '../individual.ts';
import type { Operation } from '../operation.ts';
import { PAGE_QUERY, PageMeta } from '../page.ts';
import { ServiceProfile } from '../service-profile.ts';
import { From, Until } from '../wire/time-filter.ts';
import { WorkflowResult } from '../workflow-result.ts';
import { Level, LevelOfContent } from './level.ts';
import { EntityWorkflowPath, ExecutionPath, Nothing, TENANT_ERRORS, WorkflowPath } from './path.ts';

const tag = 'Executions';
const EXECUTION_ERRORS = [...TENANT_ERRORS, 422] as const;

const ExecutedAnswer = z.object({
  requestId: RequestId,
  workflowResult: WorkflowResult.optional().describe('Left out with `level=id`.'),
  serviceProfile: ServiceProfile.optional().describe('Left out with `level=id`.'),
  individual: Individual.optional().describe('Left out with `level=id`.'),
  entityId: z.string().optional().describe('With `level=id`.'),
  workflowExecutionId: z.string().optional().describe('With `level=id`.'),
  status: ExecutionOutcome.optional().describe('With `level=id`.'),
});

const AcceptedAnswer = z.object({
  requestId: RequestId,
  workflowExecutionId: z.string().describe('The execution to ask for.'),
  entityId: z.string(),
  serviceName: z.string().optional(),
});

/** Keeps a new person and executes a workflow on them, both or neither. */
export const createAndExecuteWorkflow = {
  operationId: 'createAndExecuteWorkflow',
  method: 'POST',
  path: '/v2/individuals/new/serviceprofiles/{serviceName}/workflows/{workflowName}/execute',
  summary: 'Create an individual and execute a workflow',
  description:
    'Answers when the execution has ended, or with 202 at once when `X-Frankie-Background` is 1.',
  tag,
  access: 'tenant',
  parameters: WorkflowPath,
  query: z.object({ level: Level }),
  body: z.object({ individual: IndividualInput, comment: CommentInput.optional() }),
  bodyPresence: 'required',
  background: true,
  answers: { 200: ExecutedAnswer, 202: AcceptedAnswer },
  errors: EXECUTION_ERRORS,
} satisfies Operation;

/** Executes a workflow on a person who is known already. */
export const executeWorkflow = {
  operationId: 'executeWorkflow',
  method: 'POST',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/execute',
  summary: 'Execute a workflow',
  description:
    'Runs the workflow on what is on record. Every call is a new execution; evidence that still holds is used again, and so are the decisions of officers. Answers when the execution has ended, or with 202 at once when `X-Frankie-Background` is 1.',
  tag,
  access: 'tenant',
  parameters: EntityWorkflowPath,
  query: z.object({ level: Level }),
  body: z.object({ comment: CommentInput.optional() }),
  bodyPresence: 'optional',
  background: true,
  answers: { 200: ExecutedAnswer, 202: AcceptedAnswer },
  errors: EXECUTION_ERRORS,
} satisfies Operation;

/** Changes a person and executes a workflow on what they are then, both or neither. */
export const updateAndExecuteWorkflow = {
  operationId: 'updateAndExecuteWorkflow',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/execute',
  summary: 'Change an individual and execute a workflow',
  description:
    'As a change followed by an execution, kept together or not at all. Answers when the execution has ended, or with 202 at once when `X-Frankie-Background` is 1.',
  tag,
  access: 'tenant',
  parameters: EntityWorkflowPath,
  query: z.object({ level: Level }),
  body: z.object({ individual: IndividualPatch.optional(), comment: CommentInput.optional() }),
  bodyPresence: 'optional',
  background: true,
  answers: { 200: ExecutedAnswer, 202: AcceptedAnswer },
  errors: EXECUTION_ERRORS,
} satisfies Operation;

/** Lists the executions of a workflow for a person, newest first. */
export const listExecutions = {
  operationId: 'listExecutions',
  method: 'GET',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/executions',
  summary: 'List executions',
  tag,
  access: 'tenant',
  parameters: EntityWorkflowPath,
  query: z.object({
    workflowResults: z
      .array(z.enum(EXECUTION_OUTCOMES))
      .max(EXECUTION_OUTCOMES.length)
      .optional()
      .describe('Only executions with one of these results.'),
    workflowExecutionStates: z
      .array(z.enum(EXECUTION_STATES))
      .max(EXECUTION_STATES.length)
      .optional()
      .describe('Only executions in one of these states.'),
    startedAtAfter: From.optional(),
    startedAtBefore: Until.optional(),
    endedAtAfter: From.optional(),
    endedAtBefore: Until.optional(),
    ...PAGE_QUERY,
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      workflowResults: z.array(WorkflowResult),
      meta: PageMeta,
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Reads one execution, also while it runs. */
export const getExecution = {
  operationId: 'getExecution',
  method: 'GET',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/executions/{workflowExecutionId}',
  summary: 'Read an execution',
  description:
    'While the execution runs, an interim `102 Processing` is followed by 200 with state and status IN_PROGRESS.',
  tag,
  access: 'tenant',
  parameters: ExecutionPath,
  query: z.object({ level: LevelOfContent }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      workflowResult: WorkflowResult,
      individual: Individual,
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Puts an officer's outcome in place of the automatic one, which is kept beside it. */
export const overrideExecution = {
  operationId: 'overrideExecution',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/executions/{workflowExecutionId}',
  summary: 'Override the status of an execution',
  description:
    'Sets `status`; `result` keeps the automatic outcome. Nothing runs again, and a later execution starts from its own result.',
  tag,
  access: 'tenant',
  parameters: ExecutionPath,
  query: z.object({ level: LevelOfContent }),
  body: z.object({
    status: ExecutionOutcome.default('UNCHECKED'),
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, workflowResult: WorkflowResult }) },
  errors: TENANT_ERRORS,
} satisfies Operation;
