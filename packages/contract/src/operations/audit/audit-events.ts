import { z } from 'zod';
import { Audit, AuditChannel } from '../../audit/audit-event.ts';
import { RequestId } from '../../error.ts';
import type { Operation } from '../../operation.ts';
import { PAGE_QUERY, PageMeta } from '../../page.ts';
import { RiskLevel } from '../../risk.ts';
import { filledText, NAME_LENGTH, several, Uuid } from '../../wire/text.ts';
import { From, Until } from '../../wire/time-filter.ts';
import { Nothing, TENANT_ERRORS } from '../path.ts';

const REQUEST_ID_LENGTH = 64;

/** Lists what happened. */
export const listAuditEvents = {
  operationId: 'listAuditEvents',
  method: 'GET',
  path: '/v2/audit',
  summary: 'List audit events',
  description:
    'Everything that happened to people and settings of the tenant, people who were deleted among them. All filters must hold; of several values in one filter, one is enough. Whoever reads a deleted person’s events sees that they happened, when, in which request and about what, but no longer who did it, the comments and the details.',
  tag: 'Audit',
  access: 'tenant',
  parameters: Nothing,
  query: z.object({
    entityId: Uuid.optional().describe('Only what is about this person, also when deleted.'),
    workflowNames: several(filledText(NAME_LENGTH)).optional().describe('Case does not matter.'),
    workflowRiskLevels: several(RiskLevel)
      .optional()
      .describe('Only events that carry one of these levels of risk.'),
    sources: several(filledText(NAME_LENGTH))
      .optional()
      .describe('Who did it, as in `X-Frankie-Username`, or `system`. Case does not matter.'),
    requestId: filledText(REQUEST_ID_LENGTH).optional().describe('Only what this request left.'),
    afterTimestamp: From.optional(),
    beforeTimestamp: Until.optional(),
    channels: several(AuditChannel).optional(),
    level: z
      .int()
      .min(1)
      .max(3)
      .optional()
      .describe(
        'Only events of this level and of those before it: 1 leaves out steps and sources.',
      ),
    ...PAGE_QUERY,
    sortFields: z
      .array(z.enum(['timestamp']))
      .max(1)
      .default(['timestamp'])
      .describe('Events are sorted by their time.'),
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, meta: PageMeta, events: z.array(Audit) }) },
  errors: TENANT_ERRORS,
} satisfies Operation;
