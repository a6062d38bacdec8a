import type { Operation } from '@probity/contract/operation';
import {
  createDocument,
  decideDocument,
  deleteAttachment,
  deleteDocument,
  updateDocument,
} from '@probity/contract/operations/documents';
import {
  createAndExecuteWorkflow,
  executeWorkflow,
  overrideExecution,
} from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { invalidateManual, verifyManually } from '@probity/contract/operations/manual-kyc';
import {
  addMatchlistEntity,
  createMatchlistEntries,
  removeMatchlistEntity,
  updateMatchlistEntry,
} from '@probity/contract/operations/matchlists/matchlists';
import { overrideRiskLevel, toggleMonitoring } from '@probity/contract/operations/profiles';
import { decideAmlResults } from '@probity/contract/operations/results';
import type { TestCall } from './test-app.ts';
import { ELEMENTS, type ElementPath } from './test-element-requests.ts';

/** Ids of somebody who has one of everything. */
export type Whom = Readonly<
  Record<
    | 'entityId'
    | 'workflowExecutionId'
    | 'processResultId'
    | 'documentId'
    | 'passportId'
    | 'attachmentId'
    | 'entryId',
    string
  >
> &
  ElementPath;

/** What is said with every change, and what nobody may find in what the audit says of it. */
export const SAID = 'said with the change';
export const PLAIN = 'Unmistakable';
export const comment = { text: SAID };

const bill = {
  type: 'UTILITY_BILL',
  country: 'AUS',
  primaryIdentifier: PLAIN,
  attachments: [{ filename: `${PLAIN}.pdf`, data: { base64: 'JVBERi0xLjcK' } }],
};

export const SOMEBODY = {
  ...ELEMENTS,
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
  addresses: [{ streetName: PLAIN, country: 'AUS' }],
  documents: {
    SUPPORTING: [bill],
    IDENTITY: [{ type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'PA4445' }],
  },
};

export const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const SCORED = { serviceName: 'KYC', workflowName: 'GLB-AMLMedia' };

export type Write = {
  readonly operation: Operation;
  readonly call: (whom: Whom) => TestCall;
  /** Which types of event it leaves, among others. */
  readonly leaves: readonly string[];
};

/** In an order in which each has something to change. */
export const WRITES: readonly Write[] = [
  {
    operation: createIndividual,
    call: () => ({ body: { individual: SOMEBODY, serviceName: 'KYC', comment } }),
    leaves: ['ENTITY_CREATE', 'SERVICE_PROFILE_CREATE'],
  },
  {
    operation: createAndExecuteWorkflow,
    call: () => ({ path: SCREENING, body: { individual: SOMEBODY, comment } }),
    leaves: [
      'ENTITY_CREATE',
      'SERVICE_PROFILE_CREATE',
      'WORKFLOW_EVENT',
      'WORKFLOW_COMPLETE',
      'WORKFLOW_STATUS_CHANGE',
      'SERVICE_PROFILE_STATE_CHANGE',
    ],
  },
  {
    operation: decideAmlResults,
    call: ({ entityId, processResultId }) => ({
      path: { entityId },
      body: { processResults: [processResultId], manualStatus: 'FALSE_POSITIVE', comment },
    }),
    leaves: ['ENTITY_RESULT_UPDATE'],
  },
  {
    operation: decideAmlResults,
    call: ({ entityId, processResultId }) => ({
      path: { entityId },
      body: { processResults: [processResultId], manualStatus: 'FALSE_POSITIVE', comment },
    }),
    leaves: ['OTHER'],
  },
  {
    operation: executeWorkflow,
    call: ({ entityId }) => ({ path: { ...SCORED, entityId }, body: { comment } }),
    leaves: ['WORKFLOW_EVENT', 'WORKFLOW_COMPLETE', 'WORKFLOW_RISK_CHANGE'],
  },
  {
    operation: overrideExecution,
    call: ({ entityId, workflowExecutionId }) => ({
      path: { ...SCREENING, entityId, workflowExecutionId },
      body: { status: 'FAIL', comment },
    }),
    leaves: ['WORKFLOW_STATUS_CHANGE'],
  },
  {
    operation: overrideRiskLevel,
    call: ({ entityId }) => ({
      path: { entityId, serviceName: 'KYC' },
      body: { riskLevel: 'UNACCEPTABLE', comment },
    }),
    leaves: ['RISK_OVERRIDE', 'WORKFLOW_RISK_CHANGE'],
  },
  {
    operation: toggleMonitoring,
    call: ({ entityId }) => ({
      path: { entityId },
      query: { enabled: 'true' },
      body: { comment },
    }),
    leaves: ['SERVICE_PROFILE_UPDATE'],
  },
  {
    operation: toggleMonitoring,
    call: ({ entityId }) => ({
      path: { entityId },
      query: { enabled: 'true' },
      body: { comment },
    }),
    leaves: ['SERVICE_PROFILE_UPDATE'],
  },
  {
    operation: createDocument,
    call: ({ entityId }) => ({
      path: { entityId },
      body: { document: { class: 'OTHER', ...bill }, comment },
    }),
    leaves: ['ENTITY_UPDATE'],
  },
  {
    operation: decideDocument,
    call: ({ entityId, documentId }) => ({
      path: { entityId, documentId },
      body: { manualStatus: 'APPROVED', comment },
    }),
    leaves: ['ENTITY_RESULT_UPDATE'],
  },
  {
    operation: updateDocument,
    call: ({ entityId, documentId }) => ({
      path: { entityId, documentId },
      body: { document: { primaryIdentifier: `${PLAIN}-2` }, comment },
    }),
    leaves: ['ENTITY_UPDATE'],
  },
  {
    operation: deleteAttachment,
    call: ({ entityId, documentId, attachmentId }) => ({
      path: { entityId, documentId, attachmentId },
    }),
    leaves: ['ENTITY_UPDATE'],
  },
  {
    operation: deleteDocument,
    call: ({ entityId, documentId }) => ({ path: { entityId, documentId } }),
    leaves: ['ENTITY_UPDATE'],
  },
  {
    operation: verifyManually,
    call: ({ entityId, passportId }) => ({
      path: { entityId },
      body: { approvedBy: 'officer', approvedDocuments: [passportId], comment },
    }),
    leaves: ['ENTITY_RESULT_UPDATE'],
  },
  {
    operation: invalidateManual,
    call: ({ entityId }) => ({ path: { entityId }, body: { comment } }),
    leaves: ['ENTITY_RESULT_INVALIDATE'],
  },
  {
    operation: createMatchlistEntries,
    call: () => ({
      path: { matchlistName: 'Blocklist' },
      body: {
        entries: [
          { attributes: [{ type: 'IND_FAMILY_NAME', value: PLAIN }] },
          { attributes: [{ type: 'IND_FAMILY_NAME', value: `${PLAIN}er` }] },
        ],
        comment,
      },
    }),
    leaves: ['MATCHLIST_ENTRY'],
  },
  {
    operation: updateMatchlistEntry,
    call: ({ entryId }) => ({
      path: { matchlistName: 'Blocklist', entryId },
      body: { entry: { reasons: ['FRAUD'] }, comment },
    }),
    leaves: ['MATCHLIST_ENTRY'],
  },
  {
    operation: addMatchlistEntity,
    call: ({ entityId }) => ({
      path: { matchlistName: 'Blocklist' },
      body: { entityId, entityType: 'INDIVIDUAL', reasons: ['FRAUD'], comment },
    }),
    leaves: ['MATCHLIST_ENTRY', 'SERVICE_PROFILE_STATE_CHANGE'],
  },
  {
    operation: removeMatchlistEntity,
    call: ({ entityId }) => ({
      path: { matchlistName: 'Blocklist' },
      body: { entityId, comment },
    }),
    leaves: ['MATCHLIST_ENTRY', 'SERVICE_PROFILE_STATE_CHANGE'],
  },
  {
    operation: updateIndividual,
    call: ({ entityId }) => ({
      path: { entityId },
      body: { individual: { addresses: [{ streetName: PLAIN, country: 'NZL' }] }, comment },
    }),
    leaves: ['ENTITY_UPDATE'],
  },
];

/** The last of them. */
export const PURGE: Write = {
  operation: deleteIndividual,
  call: ({ entityId }) => ({ path: { entityId } }),
  leaves: ['ENTITY_PURGE'],
};
