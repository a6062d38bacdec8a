import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { filledText, Instant, NAME_LENGTH } from '../wire/text.ts';
import { OPERATOR_ERRORS, TENANT_FIELDS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: reference sources';
const SOURCE_LENGTH = 64;

const source = filledText(SOURCE_LENGTH)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be lower-case letters, digits, dots, hyphens, underscores')
  .describe('The canonical code under which rulesets count it, such as `au-elec-roll`.');

const tenantFields = {
  customerId: z.string(),
  customerChildId: z.string().optional().describe('Present when it belongs to a child.'),
};

export const ReferenceSource = named(
  'Admin-Reference-Source',
  'A register of people that the operator trusts, as it is in service for one tenant.',
  z.object({
    source: z.string(),
    name: z.string(),
    ...tenantFields,
    peopleCount: z.int().min(1),
    importedAt: Instant,
  }),
);
export type ReferenceSource = z.infer<typeof ReferenceSource>;

const query = z.object({ ...TENANT_FIELDS, source });

/** Puts a register of people in service for one tenant, in place of what it held before. */
export const importReference = {
  operationId: 'importReference',
  method: 'POST',
  path: '/admin/v1/references/import',
  summary: 'Import a reference source',
  description:
    'Reads one CSV of people, and a mapping of its columns where it has other names, and replaces what the source held before, whole or not at all. Rows are sealed; they are found by keyed hashes.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: query.extend({
    name: filledText(NAME_LENGTH).optional().describe('What people call it; its code if absent.'),
  }),
  body: Nothing,
  bodyPresence: 'files',
  background: false,
  answers: { 201: z.object({ requestId: RequestId, reference: ReferenceSource }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Lists the registers of people of one tenant. */
export const listReferences = {
  operationId: 'listReferences',
  method: 'GET',
  path: '/admin/v1/references',
  summary: 'Show reference sources',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object(TENANT_FIELDS),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, references: z.array(ReferenceSource) }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Removes a register of people and everything that it held. */
export const removeReference = {
  operationId: 'removeReference',
  method: 'DELETE',
  path: '/admin/v1/references',
  summary: 'Remove a reference source',
  tag,
  access: 'operator',
  parameters: Nothing,
  query,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, source: z.string() }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
