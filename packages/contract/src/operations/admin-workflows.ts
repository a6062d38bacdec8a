import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { Instant, text } from '../wire/text.ts';
import { LifecyclePhase, MonitoringType } from '../workflow.ts';
import { OPERATOR_ERRORS, TENANT_FIELDS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: workflows';

/** Longest definition of a workflow, in characters. */
export const DEFINITION_LENGTH = 500_000;

const definition = text(DEFINITION_LENGTH).describe('The definition as YAML or JSON text.');

export const PublishedWorkflow = named(
  'Admin-Workflow',
  'A workflow as it is published for one tenant.',
  z.object({
    serviceName: z.string(),
    workflowId: z.string(),
    workflowName: z.string(),
    type: z.string(),
    lifecyclePhase: LifecyclePhase,
    monitoringTypes: z.array(MonitoringType),
    version: z.string().describe('An execution keeps the version it started with.'),
    publishedAt: Instant,
    definition: z.record(z.string(), z.unknown()).describe('The definition as it was published.'),
  }),
);
export type PublishedWorkflow = z.infer<typeof PublishedWorkflow>;

export const DefinitionProblem = named(
  'Admin-Workflow-Problem',
  'One thing that is wrong with a definition.',
  z.object({
    step: z.string().optional().describe('The step it is about.'),
    issue: z.string(),
    issueLocation: z.string().describe('A path within the definition, such as `steps[2].type`.'),
  }),
);
export type DefinitionProblem = z.infer<typeof DefinitionProblem>;

/** Lists what a tenant can execute, with definitions. */
export const listPublishedWorkflows = {
  operationId: 'listPublishedWorkflows',
  method: 'GET',
  path: '/admin/v1/workflows',
  summary: 'List the workflows of a tenant',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object(TENANT_FIELDS),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({ requestId: RequestId, workflows: z.array(PublishedWorkflow) }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Says what is wrong with a definition, and what it would do; publishes nothing. */
export const validateWorkflow = {
  operationId: 'validateWorkflow',
  method: 'POST',
  path: '/admin/v1/workflows/validate',
  summary: 'Check a workflow definition',
  description:
    'Answers 200 whether or not the definition holds; `isValid` says which. Publishes nothing.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({ definition }),
  bodyPresence: 'required',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      isValid: z.boolean(),
      problems: z.array(DefinitionProblem),
      explanation: z.array(z.string()).describe('What the workflow does, a sentence each.'),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Publishes a version of a workflow for a tenant; versions never change afterwards. */
export const publishWorkflow = {
  operationId: 'publishWorkflow',
  method: 'POST',
  path: '/admin/v1/workflows',
  summary: 'Publish a workflow',
  description:
    'Publishes a new version for one tenant. What was published before never changes, and executions keep the version they started with.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({ ...TENANT_FIELDS, definition }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: z.object({ requestId: RequestId, workflow: PublishedWorkflow }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
