import { z } from 'zod';
import { CONSENT_TYPES } from '../../consent.ts';
import { RequestId } from '../../error.ts';
import type { Operation } from '../../operation.ts';
import { ExternalReference } from '../../person/external-reference.ts';
import { Uuid } from '../../wire/text.ts';
import { EntityPath, Nothing, TENANT_ERRORS } from '../path.ts';

const tag = 'Individuals';

const EFFECT =
  'Results that rest on it become STALE, and a profile whose latest execution rests on it is no longer ACTIVE.';

const removal = {
  method: 'DELETE',
  tag,
  access: 'tenant',
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  errors: TENANT_ERRORS,
} as const;

const removed = { requestId: RequestId, entityId: Uuid };

/** Removes an alternate name. */
export const deleteName = {
  ...removal,
  operationId: 'deleteName',
  path: '/v2/individuals/{entityId}/names/{nameId}',
  summary: 'Remove a name',
  description: `An alternate one: the name itself stays, and is changed with PATCH. ${EFFECT}`,
  parameters: EntityPath.extend({ nameId: Uuid.describe('The name.') }),
  answers: { 200: z.object({ ...removed, nameId: Uuid }) },
} satisfies Operation;

/** Removes a date of birth, the main one or another. */
export const deleteDateOfBirth = {
  ...removal,
  operationId: 'deleteDateOfBirth',
  path: '/v2/individuals/{entityId}/datesOfBirth/{dateOfBirthId}',
  summary: 'Remove a date of birth',
  description: `The date of birth itself or an alternate one; none takes the place of another. ${EFFECT}`,
  parameters: EntityPath.extend({ dateOfBirthId: Uuid.describe('The date of birth.') }),
  answers: { 200: z.object({ ...removed, dateOfBirthId: Uuid }) },
} satisfies Operation;

/** Removes an address. */
export const deleteAddress = {
  ...removal,
  operationId: 'deleteAddress',
  path: '/v2/individuals/{entityId}/addresses/{addressId}',
  summary: 'Remove an address',
  description: `The place of birth is an address too. ${EFFECT}`,
  parameters: EntityPath.extend({ addressId: Uuid.describe('The address.') }),
  answers: { 200: z.object({ ...removed, addressId: Uuid }) },
} satisfies Operation;

/** Removes an e-mail address. */
export const deleteEmailAddress = {
  ...removal,
  operationId: 'deleteEmailAddress',
  path: '/v2/individuals/{entityId}/emailaddresses/{emailAddressId}',
  summary: 'Remove an e-mail address',
  description: EFFECT,
  parameters: EntityPath.extend({ emailAddressId: Uuid.describe('The e-mail address.') }),
  answers: { 200: z.object({ ...removed, emailAddressId: Uuid }) },
} satisfies Operation;

/** Removes a telephone number. */
export const deletePhoneNumber = {
  ...removal,
  operationId: 'deletePhoneNumber',
  path: '/v2/individuals/{entityId}/phonenumbers/{phoneNumberId}',
  summary: 'Remove a telephone number',
  description: EFFECT,
  parameters: EntityPath.extend({ phoneNumberId: Uuid.describe('The telephone number.') }),
  answers: { 200: z.object({ ...removed, phoneNumberId: Uuid }) },
} satisfies Operation;

/** Withdraws a consent. */
export const deleteConsent = {
  ...removal,
  operationId: 'deleteConsent',
  path: '/v2/individuals/{entityId}/consents/{consentType}',
  summary: 'Withdraw a consent',
  description:
    'What was found while the consent was given stays. A profile whose latest execution needed a consent is no longer ACTIVE.',
  parameters: EntityPath.extend({
    consentType: z.enum(CONSENT_TYPES).describe('What the person agreed to.'),
  }),
  answers: { 200: z.object({ ...removed, consentType: z.enum(CONSENT_TYPES) }) },
} satisfies Operation;

/** Lists how other systems call a person. */
export const listExternalReferences = {
  ...removal,
  method: 'GET',
  operationId: 'listExternalReferences',
  path: '/v2/individuals/{entityId}/externalreferences',
  summary: 'List external references',
  description: 'What other systems call this person.',
  parameters: EntityPath,
  answers: {
    200: z.object({ requestId: RequestId, externalReferences: z.array(ExternalReference) }),
  },
} satisfies Operation;

/** Removes what another system calls a person. */
export const deleteExternalReference = {
  ...removal,
  operationId: 'deleteExternalReference',
  path: '/v2/individuals/{entityId}/externalreferences/{referenceId}',
  summary: 'Remove an external reference',
  description: EFFECT,
  parameters: EntityPath.extend({ referenceId: Uuid.describe('The external reference.') }),
  answers: { 200: z.object({ ...removed, referenceId: Uuid }) },
} satisfies Operation;
