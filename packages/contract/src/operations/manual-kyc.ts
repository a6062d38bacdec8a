import { z } from 'zod';
import { CommentInput } from '../comment.ts';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { ProcessResult } from '../process-result.ts';
import { filledText, NAME_LENGTH, several, Uuid } from '../wire/text.ts';
import { EntityPath, Nothing, TENANT_ERRORS } from './path.ts';

const manual = {
  method: 'POST',
  tag: 'Process results',
  access: 'tenant',
  parameters: EntityPath,
  query: Nothing,
  background: false,
  answers: { 200: z.object({ requestId: RequestId, processResults: z.array(ProcessResult) }) },
  errors: TENANT_ERRORS,
} as const;

/** Most documents that one verification rests on. */
const MOST_DOCUMENTS = 50;

/** Records that an officer has verified a person by their documents. */
export const verifyManually = {
  ...manual,
  operationId: 'manualKYC',
  path: '/v2/individuals/{entityId}/results/mkyc',
  summary: 'Verify a person by hand',
  description:
    'Records that an officer has verified name, birth date and address by documents of the person. Enough are one photographic document (DRIVERS_LICENSE, PASSPORT), two others of the first rank (BIRTH_CERT, CITIZENSHIP), or one of those with one of the second (VISA, IMMIGRATION, NATIONAL_HEALTH_ID, NAME_CHANGE, MARRIAGE_CERT). Nothing runs: the next execution counts it in place of electronic verification.',
  bodyPresence: 'required',
  body: z.object({
    approvedBy: filledText(NAME_LENGTH).describe('Who verified the person.'),
    approvedDocuments: several(Uuid)
      .refine((ids) => ids.length > 0 && ids.length <= MOST_DOCUMENTS, {
        message: `must have 1 to ${MOST_DOCUMENTS} documents`,
      })
      .describe('Ids of documents of this person.'),
    comment: CommentInput.optional(),
  }),
} satisfies Operation;

/** Takes back an officer's verification. */
export const invalidateManual = {
  ...manual,
  operationId: 'manualKYCinvalidation',
  path: '/v2/individuals/{entityId}/results/mkyc/invalidate',
  summary: 'Take back a verification by hand',
  description:
    'Marks what officers have verified by hand as invalid, so that the next execution asks sources again. Answers 400 where there is nothing to take back.',
  bodyPresence: 'optional',
  body: z.object({ comment: CommentInput.optional() }),
} satisfies Operation;
