import { z } from 'zod';
import { filledText, NAME_LENGTH, Uuid } from '../wire/text.ts';

/** Longest execution id that is looked up; ours are ULIDs of 26 characters. */
const EXECUTION_ID_LENGTH = 64;

const serviceName = filledText(NAME_LENGTH).describe('Name of the service. Case does not matter.');
const workflowName = filledText(NAME_LENGTH).describe(
  'Name of the workflow. Case does not matter.',
);

/** Addresses one person. */
export const EntityPath = z.object({ entityId: Uuid.describe('The person.') });

/** Addresses a workflow of a service. */
export const WorkflowPath = z.object({ serviceName, workflowName });

/** Addresses a workflow for one person. */
export const EntityWorkflowPath = EntityPath.extend(WorkflowPath.shape);

/** Addresses one execution. */
export const ExecutionPath = EntityWorkflowPath.extend({
  workflowExecutionId: filledText(EXECUTION_ID_LENGTH).describe('The execution.'),
});

/** Takes no parameters, or no body. */
export const Nothing = z.object({});

/** Error statuses that every operation of a tenant documents. */
export const TENANT_ERRORS = [400, 401, 403, 404, 413, 429, 500, 503] as const;
