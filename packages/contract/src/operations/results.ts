import { z } from 'zod';
import { CommentInput } from '../comment.ts';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { PAGE_QUERY, PageMeta } from '../page.ts';
import {
  AmlManualStatusInput,
  DuplicateManualStatusInput,
  FraudManualStatusInput,
  IdvManualStatus,
  MatchlistManualStatusInput,
  ProcessResult,
} from '../process-result.ts';
import { filledText, NAME_LENGTH, several, Uuid } from '../wire/text.ts';
import { From, Until } from '../wire/time-filter.ts';
import { EntityPath, Nothing, TENANT_ERRORS } from './path.ts';

const tag = 'Process results';

/** Most results that one decision can be about. */
const RESULTS_OF_ONE_DECISION = 500;
const WORD_LENGTH = 64;

const words = several(filledText(WORD_LENGTH)).optional();

/** Lists what providers said about a person. */
export const listResults = {
  operationId: 'listResults',
  method: 'GET',
  path: '/v2/individuals/{entityId}/results',
  summary: 'List process results',
  description:
    'All filters must hold; of several values in one filter, one is enough. A value that is not known matches nothing.',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: z.object({
    profileName: filledText(NAME_LENGTH).optional().describe('Only results of this service.'),
    workflowName: filledText(NAME_LENGTH).optional().describe('Only results of this workflow.'),
    workflowExecutionId: filledText(WORD_LENGTH)
      .optional()
      .describe('Only results that this execution rests on.'),
    createdAtAfter: From.optional(),
    createdAtBefore: Until.optional(),
    updatedAtAfter: From.optional(),
    updatedAtBefore: Until.optional(),
    stepNames: words,
    stepTypes: words,
    objectTypes: words,
    classes: words,
    systemStatuses: words,
    manualStatuses: words,
    states: words,
    results: words,
    ...PAGE_QUERY,
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      processResults: z.array(ProcessResult),
      meta: PageMeta,
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;

const decision = {
  method: 'PATCH',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: Nothing,
  bodyPresence: 'required',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, processResults: z.array(ProcessResult) }) },
  errors: [...TENANT_ERRORS, 409],
} as const;

const EFFECT =
  'Sets `manualStatus` on all of the results or on none. Nothing runs again: execute the workflow to see the effect.';

function decisionBody<Status extends z.ZodType>(manualStatus: Status) {
  return z.object({
    processResults: z
      .array(Uuid)
      .min(1)
      .max(RESULTS_OF_ONE_DECISION)
      .describe('Ids of results of this person, all of this kind.'),
    manualStatus,
    comment: CommentInput.optional(),
  });
}

/** Keeps what an officer says about AML hits, all of them or none. */
export const decideAmlResults = {
  ...decision,
  operationId: 'decideAmlResults',
  path: '/v2/individuals/{entityId}/results/aml',
  summary: 'Decide about AML hits',
  description: EFFECT,
  body: decisionBody(AmlManualStatusInput),
} satisfies Operation;

/** Keeps what an officer says about matchlist hits. */
export const decideMatchlistResults = {
  ...decision,
  operationId: 'decideMatchlistResults',
  path: '/v2/individuals/{entityId}/results/matchlist',
  summary: 'Decide about matchlist hits',
  description: EFFECT,
  body: decisionBody(MatchlistManualStatusInput),
} satisfies Operation;

/** Keeps what an officer says about people who may be one. */
export const decideDuplicateResults = {
  ...decision,
  operationId: 'decideDuplicateResults',
  path: '/v2/individuals/{entityId}/results/duplicate',
  summary: 'Decide about duplicates',
  description: EFFECT,
  body: decisionBody(DuplicateManualStatusInput),
} satisfies Operation;

/** Keeps what an officer says about signs of fraud. */
export const decideFraudResults = {
  ...decision,
  operationId: 'decideFraudResults',
  path: '/v2/individuals/{entityId}/results/fraud',
  summary: 'Decide about signs of fraud',
  description: EFFECT,
  body: decisionBody(FraudManualStatusInput),
} satisfies Operation;

/** Keeps what an officer says about checks of document and face. */
export const decideIdvResults = {
  ...decision,
  operationId: 'decideIdvResults',
  path: '/v2/individuals/{entityId}/results/idv',
  summary: 'Decide about checks of document and face',
  description: EFFECT,
  body: decisionBody(IdvManualStatus),
} satisfies Operation;
