import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { filledText, Instant, text } from '../wire/text.ts';
import { OPERATOR_ERRORS, TENANT_FIELDS } from './admin-tenants.ts';
import { DEFINITION_LENGTH } from './admin-workflows.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: risk';

export const PublishedRiskProfile = named(
  'Admin-Risk-Profile',
  'How risk is scored for one tenant.',
  z.object({
    profileName: z.string(),
    version: z.string().describe('`shipped` where the tenant has published none of this name.'),
    publishedAt: Instant.optional(),
    profile: z.record(z.string(), z.unknown()).describe('Factors, scores and levels.'),
  }),
);
export type PublishedRiskProfile = z.infer<typeof PublishedRiskProfile>;

/** Shows the profile by which a tenant's people are scored. */
export const showRiskProfile = {
  operationId: 'showRiskProfile',
  method: 'GET',
  path: '/admin/v1/risk-profiles',
  summary: 'Show the risk profile of a tenant',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object({
    ...TENANT_FIELDS,
    profileName: filledText(100)
      .default('default')
      .describe('Name of the profile. Case does not matter.'),
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, riskProfile: PublishedRiskProfile }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Publishes a version of a risk profile; executions from then on score by it. */
export const publishRiskProfile = {
  operationId: 'publishRiskProfile',
  method: 'POST',
  path: '/admin/v1/risk-profiles',
  summary: 'Publish a risk profile',
  description:
    'Takes effect with the next execution. Assessments that were made stay as they are; versions never change.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({
    ...TENANT_FIELDS,
    profile: text(DEFINITION_LENGTH).describe('The profile as YAML or JSON text.'),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: z.object({ requestId: RequestId, riskProfile: PublishedRiskProfile }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
