import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { filledText, NAME_LENGTH } from '../wire/text.ts';
import { Workflow } from '../workflow.ts';
import { Nothing, TENANT_ERRORS } from './path.ts';

/** Lists the workflows that the caller can execute. */
export const listWorkflows = {
  operationId: 'listWorkflows',
  method: 'GET',
  path: '/v2/workflows',
  summary: 'List workflows',
  tag: 'Workflows',
  access: 'tenant',
  parameters: Nothing,
  query: z.object({
    serviceName: filledText(NAME_LENGTH).optional().describe('Only workflows of this service.'),
    include: z
      .array(z.enum(['workflowDefinition']))
      .max(1)
      .default([])
      .describe('What to add to each workflow.'),
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, workflows: z.array(Workflow) }) },
  errors: TENANT_ERRORS,
} satisfies Operation;
