import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { filledText, Instant, NAME_LENGTH, Uuid } from '../wire/text.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: tenants and keys';

/** Error statuses that every operation of the operator documents. */
export const OPERATOR_ERRORS = [400, 401, 404, 409, 413, 500, 503] as const;

/** The tenant an operator's request is about: a customer, or one child of it. */
export const TENANT_FIELDS = {
  customerId: Uuid.describe('The customer, as in `X-Frankie-CustomerID`.'),
  customerChildId: Uuid.optional().describe('One child of the customer.'),
};

const tenantFields = {
  customerId: z.string(),
  customerChildId: z.string().optional().describe('Present when the tenant is a child.'),
};

export const Tenant = named(
  'Admin-Tenant',
  'A customer, or one child of a customer.',
  z.object({
    ...tenantFields,
    name: z.string(),
    isSandbox: z.boolean().describe('Whether only made-up people belong here.'),
    createdAt: Instant,
  }),
);
export type Tenant = z.infer<typeof Tenant>;

export const NewApiKey = named(
  'Admin-New-Api-Key',
  'A key that was just made. The key itself is told once, here, and kept only as a hash.',
  z.object({ keyId: z.string(), apiKey: z.string() }),
);
export type NewApiKey = z.infer<typeof NewApiKey>;

/** Makes a customer, or a child of one, with its first key. */
export const createTenant = {
  operationId: 'createTenant',
  method: 'POST',
  path: '/admin/v1/tenants',
  summary: 'Create a tenant',
  description: 'Makes a customer, or a child of one, together with its first API key.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({
    name: filledText(NAME_LENGTH),
    parentCustomerId: Uuid.optional().describe('Makes the tenant a child of this customer.'),
    isSandbox: z.boolean().default(false).describe('Whether only made-up people belong here.'),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: z.object({ requestId: RequestId, tenant: Tenant, apiKey: NewApiKey }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Lists every tenant of the installation. */
export const listTenants = {
  operationId: 'listTenants',
  method: 'GET',
  path: '/admin/v1/tenants',
  summary: 'List tenants',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, tenants: z.array(Tenant) }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Makes another key for a tenant; the others stay in force. */
export const createKey = {
  operationId: 'createKey',
  method: 'POST',
  path: '/admin/v1/keys',
  summary: 'Create an API key',
  description: 'Makes another key for a tenant. Keys that it has already stay in force.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object(TENANT_FIELDS),
  bodyPresence: 'required',
  background: false,
  answers: {
    201: z.object({
      requestId: RequestId,
      key: NewApiKey.extend({ ...tenantFields, createdAt: Instant }),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Puts a key out of force, for good. */
export const revokeKey = {
  operationId: 'revokeKey',
  method: 'DELETE',
  path: '/admin/v1/keys/{keyId}',
  summary: 'Revoke an API key',
  description: 'Puts a key out of force for good; servers notice within seconds.',
  tag,
  access: 'operator',
  parameters: z.object({ keyId: filledText(NAME_LENGTH).describe('The key, not its text.') }),
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({ requestId: RequestId, keyId: z.string(), revokedAt: Instant }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
