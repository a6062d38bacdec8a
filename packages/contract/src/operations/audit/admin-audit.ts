import { z } from 'zod';
import { Audit } from '../../audit/audit-event.ts';
import { RequestId } from '../../error.ts';
import type { Operation } from '../../operation.ts';
import { named } from '../../wire/named.ts';
import { Instant, Uuid } from '../../wire/text.ts';
import { OPERATOR_ERRORS } from '../admin-tenants.ts';
import { Nothing } from '../path.ts';

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
    unmarked: z
      .int()
      .describe('Events from before each was marked; only chains and checkpoints vouch for them.'),
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

export const AuditRecord = named(
  'Admin-Audit-Record',
  'Everything about one person: what was asked, what was found, and who decided what when.',
  z.object({
    individual: z.looseObject({}).optional().describe('As they are now; absent when deleted.'),
    executions: z
      .array(z.looseObject({}))
      .describe('Each run with the person as they were then, its steps and its issues.'),
    results: z
      .array(
        z.looseObject({
          processResultId: z.string(),
          class: z.string(),
          result: z.string(),
          asked: z.looseObject({}).optional().describe('What was looked for.'),
          matched: z
            .array(
              z.object({
                list: z.string(),
                foundBy: z.string().optional(),
                listVersion: z
                  .union([z.int(), z.string()])
                  .describe('A number where the list is kept here.'),
                publishedOn: z.string().optional(),
                importedAt: Instant.optional(),
                reference: z.string().describe('The publisher’s own number.'),
                name: z.string(),
                match: z.number(),
                because: z.array(z.string()),
              }),
            )
            .describe('The list entries that fitted, and why.'),
          decision: z
            .object({ status: z.string(), at: Instant, by: z.string().nullable() })
            .optional(),
        }),
      )
      .describe('What each source said.'),
    comments: z.array(z.looseObject({ at: Instant, text: z.string() })),
    events: z
      .array(Audit.extend({ place: z.int(), hash: z.string() }))
      .describe('The audit, with the place of each event in its chain.'),
  }),
);
export type AuditRecord = z.infer<typeof AuditRecord>;

/** Exports everything about one person. */
export const exportAudit = {
  operationId: 'exportAudit',
  method: 'POST',
  path: '/admin/v1/audit/export',
  summary: 'Export the record of a person',
  description:
    'For an examiner: what was asked, of which version of which list, what matched and why, who decided what when, every comment and every event. Contains personal data. That it was exported is an event itself. Of a person who was deleted only events are left.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({
    customerId: Uuid,
    customerChildId: Uuid.optional(),
    entityId: Uuid,
    format: z.enum(['json', 'csv']).default('json'),
  }),
  bodyPresence: 'required',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      ...tenant,
      entityId: z.string(),
      exportedAt: Instant,
      record: AuditRecord.optional(),
      csv: z.string().optional().describe('One line an event, a matching list entry, a comment.'),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
