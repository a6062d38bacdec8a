import { z } from 'zod';
import { RequestId } from '../error.ts';
import { DOCUMENT_TYPES } from '../evidence/document-type.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';
import { OPERATOR_ERRORS, TENANT_FIELDS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: verification by hand';
const MOST_COMBINATIONS = 50;
const MOST_RANKS = 10;
const MOST_DOCUMENTS = 20;

const combination = z
  .array(
    z.strictObject({
      types: z.array(z.enum(DOCUMENT_TYPES)).min(1),
      count: z.int().min(1).max(MOST_DOCUMENTS).default(1),
    }),
  )
  .min(1)
  .max(MOST_RANKS)
  .describe('So many documents of each group of types, all groups together.');

export const ManualKycPolicy = named(
  'Admin-Manual-Kyc-Policy',
  'Which documents suffice to verify somebody by hand.',
  z.strictObject({
    combinations: z
      .array(combination)
      .min(1)
      .max(MOST_COMBINATIONS)
      .describe('One of them has to be met. No document counts twice within one.'),
    acceptsExpired: z
      .boolean()
      .default(true)
      .describe('Whether a document counts whose expiry date has passed.'),
  }),
);
export type ManualKycPolicy = z.output<typeof ManualKycPolicy>;

export const PublishedManualKycPolicy = named(
  'Admin-Published-Manual-Kyc-Policy',
  'A policy in force for one tenant.',
  z.object({
    version: z.string().describe('`shipped` where the tenant has published none.'),
    publishedAt: Instant.optional(),
    policy: ManualKycPolicy,
  }),
);

/** Shows which documents a tenant's officers need. */
export const showManualKycPolicy = {
  operationId: 'showManualKycPolicy',
  method: 'GET',
  path: '/admin/v1/manual-kyc-policies',
  summary: 'Show which documents suffice for a verification by hand',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object(TENANT_FIELDS),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, manualKycPolicy: PublishedManualKycPolicy }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Publishes a version of the policy; verifications from then on are held against it. */
export const publishManualKycPolicy = {
  operationId: 'publishManualKycPolicy',
  method: 'POST',
  path: '/admin/v1/manual-kyc-policies',
  summary: 'Publish which documents suffice for a verification by hand',
  description: 'Verifications that were made stay as they are; versions never change.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({ ...TENANT_FIELDS, policy: ManualKycPolicy }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: z.object({ requestId: RequestId, manualKycPolicy: PublishedManualKycPolicy }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
