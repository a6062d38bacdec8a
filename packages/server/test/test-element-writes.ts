import { updateAndExecuteWorkflow } from '@probity/contract/operations/executions';
import { getIDVToken, initBiometrics } from '@probity/contract/operations/idv/captures';
import { getHostedUrl } from '@probity/contract/operations/idv/hosted-url';
import {
  deleteAddress,
  deleteConsent,
  deleteDateOfBirth,
  deleteEmailAddress,
  deleteExternalReference,
  deleteName,
  deletePhoneNumber,
} from '@probity/contract/operations/individuals/elements';
import { updateProfile } from '@probity/contract/operations/profiles';
import { comment, PLAIN, SCREENING, type Write } from './test-writes.ts';

/** What takes single elements from a person, sets profiles aside, and captures document and face. */
export const ELEMENT_WRITES: readonly Write[] = [
  {
    operation: updateAndExecuteWorkflow,
    call: ({ entityId }) => ({
      path: { ...SCREENING, entityId },
      body: { individual: { placeOfBirth: { locality: PLAIN, country: 'AUS' } }, comment },
    }),
    leaves: ['ENTITY_UPDATE', 'WORKFLOW_EVENT', 'WORKFLOW_COMPLETE'],
  },
  {
    operation: getIDVToken,
    call: ({ entityId }) => ({ path: { entityId }, body: { country: 'AUS', comment } }),
    leaves: ['OTHER'],
  },
  {
    operation: initBiometrics,
    call: ({ entityId }) => ({ path: { entityId }, body: { comment } }),
    leaves: ['OTHER'],
  },
  {
    operation: getHostedUrl,
    call: ({ entityId }) => ({ body: { entityId, consent: true, comment } }),
    leaves: ['OTHER'],
  },
  {
    operation: updateProfile,
    call: ({ entityId }) => ({
      path: { entityId, serviceName: 'KYC' },
      body: { serviceProfile: { assignee: `${PLAIN}@example.org`, state: 'ARCHIVED' }, comment },
    }),
    leaves: ['SERVICE_PROFILE_UPDATE', 'SERVICE_PROFILE_STATE_CHANGE'],
  },
  ...[
    deleteName,
    deleteDateOfBirth,
    deleteAddress,
    deleteEmailAddress,
    deletePhoneNumber,
    deleteConsent,
    deleteExternalReference,
  ].map(
    (operation): Write => ({
      operation,
      call: (path) => ({ path }),
      leaves: ['ENTITY_UPDATE'],
    }),
  ),
];
