import { z } from 'zod';
import { CommentInput } from '../comment.ts';
import { RequestId } from '../error.ts';
import { Individual, IndividualInput, IndividualPatch } from '../individual.ts';
import type { Operation } from '../operation.ts';
import { ServiceProfile } from '../service-profile.ts';
import { filledText, NAME_LENGTH } from '../wire/text.ts';
import { Level, LevelOfContent } from './level.ts';
import { EntityPath, Nothing, TENANT_ERRORS } from './path.ts';

const tag = 'Individuals';

const IndividualAnswer = z.object({
  requestId: RequestId,
  individual: Individual,
  serviceProfiles: z.array(ServiceProfile),
});

/** Keeps a new person; runs nothing. */
export const createIndividual = {
  operationId: 'createIndividual',
  method: 'POST',
  path: '/v2/individuals',
  summary: 'Create an individual',
  description:
    'Keeps a new person. With `serviceName`, a service profile is created as well, and `workflowName` becomes its current workflow; no workflow is executed.',
  tag,
  access: 'tenant',
  parameters: Nothing,
  query: z.object({ level: Level }),
  body: z.object({
    individual: IndividualInput,
    serviceName: filledText(NAME_LENGTH).optional(),
    workflowName: filledText(NAME_LENGTH)
      .optional()
      .describe('Becomes the current workflow of the profile. Needs `serviceName`.'),
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: IndividualAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Reads a person with their service profiles. */
export const getIndividual = {
  operationId: 'getIndividual',
  method: 'GET',
  path: '/v2/individuals/{entityId}',
  summary: 'Read an individual',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: z.object({ level: LevelOfContent }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: IndividualAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Changes parts of a person; removes nothing. */
export const updateIndividual = {
  operationId: 'updateIndividual',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}',
  summary: 'Change an individual',
  description:
    'Changes the fields that are sent and leaves the rest. Elements of lists are addressed by their ids; one without an id is added. Results that rest on changed data become STALE.',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: z.object({ level: LevelOfContent }),
  body: z.object({ individual: IndividualPatch.optional(), comment: CommentInput.optional() }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: IndividualAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;

const DeletedAnswer = z.object({ requestId: RequestId, entityId: z.string() });

/** Destroys everything about a person but the skeleton of the audit trail. */
export const deleteIndividual = {
  operationId: 'deleteIndividual',
  method: 'DELETE',
  path: '/v2/individuals/{entityId}',
  summary: 'Delete an individual',
  description:
    'Destroys the key that opens the data of the person, and the data. The audit trail keeps ids, kinds and times.',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: true,
  answers: { 200: DeletedAnswer, 202: DeletedAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;
