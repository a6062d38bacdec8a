import { z } from 'zod';
import { RequestId } from '../../error.ts';
import { Matchlist, MatchlistState } from '../../lists/matchlist.ts';
import type { Operation } from '../../operation.ts';
import { MatchlistAction } from '../../step-summary.ts';
import { filledText, NAME_LENGTH, text } from '../../wire/text.ts';
import { OPERATOR_ERRORS, TENANT_FIELDS } from '../admin-tenants.ts';
import { Nothing } from '../path.ts';

const tag = 'Operator: matchlists';
const name = filledText(NAME_LENGTH).describe('What paths call it. Case does not matter.');
const MOST_RISK = 1_000;
const riskScore = z
  .int()
  .min(0)
  .max(MOST_RISK)
  .describe('What being on it adds to the risk, unless the risk profile says otherwise.');

/** Lists the matchlists of a tenant, archived ones as well. */
export const listTenantMatchlists = {
  operationId: 'listTenantMatchlists',
  method: 'GET',
  path: '/admin/v1/matchlists',
  summary: 'List the matchlists of a tenant',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object(TENANT_FIELDS),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, matchlists: z.array(Matchlist) }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Sets up another matchlist for a tenant. */
export const createMatchlist = {
  operationId: 'createMatchlist',
  method: 'POST',
  path: '/admin/v1/matchlists',
  summary: 'Set up a matchlist',
  description: 'Every tenant begins with the default list “Blocklist”, which blocks.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({
    ...TENANT_FIELDS,
    name,
    description: text().default(''),
    action: MatchlistAction,
    riskScore: riskScore.default(0),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: z.object({ requestId: RequestId, matchlist: Matchlist }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Changes what a matchlist means, or takes it out of use. */
export const updateMatchlist = {
  operationId: 'updateMatchlist',
  method: 'PATCH',
  path: '/admin/v1/matchlists',
  summary: 'Change a matchlist',
  description: 'Archiving a list expires its active entries. The default list is always in use.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({
    ...TENANT_FIELDS,
    name,
    description: text().optional(),
    action: MatchlistAction.optional(),
    riskScore: riskScore.optional(),
    state: MatchlistState.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, matchlist: Matchlist }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
