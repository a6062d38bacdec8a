import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { Instant, Uuid } from '../wire/text.ts';
import { OPERATOR_ERRORS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: audit';

const tenant = {
  customerId: z.string(),
  customerChildId: z.string().optional(),
};

export const AuditFinding = named(
  'Admin-Audit-Finding',
  'Something in the audit that is not as the server wrote it.',
  z.object({
    kind: z
      .enum(['altered', 'inserted', 'moved', 'removed', 'checkpoint'])
      .describe(
        '`altered`: not what the server wrote; `inserted`: where another stands, or beyond the end; `moved`: written at another place; `removed`: gone; `checkpoint`: about what was signed.',
      ),
    ...tenant,
    entityId: z.string().optional().describe('Whose chain it is; absent for the tenant’s own.'),
    place: z.int().optional().describe('In the chain, from 1; for a checkpoint its number.'),
    toPlace: z.int().optional().describe('The last of several in a row.'),
    eventId: z.string().optional(),
    because: z.string(),
  }),
);
export type AuditFinding = z.infer<typeof AuditFinding>;

export const AuditProof = named(
  'Admin-Audit-Proof',
  'What became of one tenant’s audit.',
  z.object({
    ...tenant,
    events: z.int(),
    chains: z.int().describe('One for each person, and the tenant’s own.'),
    unmarked: z.int().describe('Events from before each was marked; their chains vouch for them.'),
    checkpoints: z.int(),
    newestCheckpoint: z
      .object({
        number: z.int(),
        takenAt: Instant,
        events: z.int().describe('Events that it vouches for; newer ones wait for the next.'),
        root: z.string().describe('Base64.'),
        signature: z.string().describe('Ed25519, base64. Keep it elsewhere to be sure of it.'),
      })
      .optional(),
    findings: z.int(),
  }),
);
export type AuditProof = z.infer<typeof AuditProof>;

/** Proves that the audit is what the server wrote. */
export const verifyAudit = {
  operationId: 'verifyAudit',
  method: 'POST',
  path: '/admin/v1/audit/verify',
  summary: 'Verify the audit',
  description:
    'Recomputes every mark, every chain and every signed checkpoint, and names each event that was altered, inserted, moved or removed.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({
    customerId: Uuid.optional().describe('Only this tenant; every tenant when absent.'),
    customerChildId: Uuid.optional(),
  }),
  bodyPresence: 'optional',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      outcome: z.enum(['intact', 'broken']),
      tenants: z.array(AuditProof),
      findings: z.array(AuditFinding).describe('The first thousand.'),
      publicKey: z.string().describe('PEM; whoever has it can verify the checkpoints.'),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
