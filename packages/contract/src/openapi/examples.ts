import type { Operation } from '../operation.ts';
import recorded from './recorded-answers.json' with { type: 'json' };

const ENTITY_ID = '5d2f8c31-7b0e-4f6e-9a53-0c1d2e3f4a5b';
const RESULT_ID = '9f1c2d3e-4b5a-4c6d-8e7f-102938475610';
const CUSTOMER_ID = '00000000-0000-4000-8000-000000000001';
const REQUEST_ID = '01J9Z3M5T7V9X1B3D5F7H9K1M3';

const individual = {
  name: { givenName: 'Amara', familyName: 'Okonkwo-Lindqvist' },
  dateOfBirth: { year: '1984', month: '07', day: '19' },
  nationality: 'SWE',
  addresses: [{ type: 'RESIDENTIAL', streetName: 'Storgatan', locality: 'Umeå', country: 'SWE' }],
  consents: [{ type: 'GENERAL' }],
};

/** Bodies that the reference page shows, by operation; each is one that its operation takes. */
export const BODY_EXAMPLES: Readonly<Record<string, unknown>> = {
  createIndividual: { individual, serviceName: 'KYC', comment: { text: 'Applied at the branch.' } },
  updateIndividual: {
    individual: { nationality: 'NGA', emailAddresses: [{ email: 'amara@example.org' }] },
  },
  createAndExecuteWorkflow: { individual },
  executeWorkflow: { comment: { text: 'After the passport was renewed.' } },
  updateAndExecuteWorkflow: {
    individual: { nationality: 'NGA' },
    comment: { text: 'After the passport was renewed.' },
  },
  updateProfile: {
    serviceProfile: { assignee: 'ada@example.org', reviewer: 'bo@example.org' },
    comment: { text: 'Ada is back from leave.' },
  },
  overrideExecution: {
    status: 'PASS',
    comment: { text: 'Confirmed against the original documents.' },
  },
  decideAmlResults: {
    processResults: [RESULT_ID],
    manualStatus: 'FALSE_POSITIVE',
    comment: { text: 'Born in another decade.' },
  },
  decideDuplicateResults: {
    processResults: [RESULT_ID],
    manualStatus: 'TRUE_POSITIVE_ACCEPT',
    comment: { text: 'Opened twice; this one is kept.' },
  },
  decideMatchlistResults: {
    processResults: [RESULT_ID],
    manualStatus: 'FALSE_POSITIVE',
    comment: { text: 'Another person of that name.' },
  },
  createMatchlistEntries: {
    batchName: 'Chargebacks of March',
    entries: [
      {
        attributes: [
          { type: 'IND_FAMILY_NAME', value: 'Okonkwo-Lindqvist' },
          { type: 'IND_DATE_OF_BIRTH', value: '1984-07-19' },
        ],
        reasons: ['CHARGEBACK'],
      },
    ],
  },
  addMatchlistEntity: { entityId: ENTITY_ID, entityType: 'INDIVIDUAL', reasons: ['FRAUD'] },
  searchMatchlists: {
    search: { type: 'FUZZY', attributes: [{ type: 'IND_FAMILY_NAME', value: 'Okonkwo' }] },
    filter: { listScope: 'ALL' },
  },
  searchProfiles: {
    search: { type: 'FUZZY', terms: [{ field: 'NAME', term: 'Okonkwo' }] },
    filters: { states: ['AUTO'], workflowExecutionScope: 'LAST' },
  },
  createMatchlist: { customerId: CUSTOMER_ID, name: 'Watch', action: 'REVIEW', riskScore: 20 },
  decideFraudResults: { processResults: [RESULT_ID], manualStatus: 'FALSE_POSITIVE_ACCEPT' },
  decideIdvResults: {
    processResults: [RESULT_ID],
    manualStatus: 'CLEAR',
    comment: { text: 'The photo was blurred; seen at the branch.' },
  },
  getHostedUrl: { entityId: ENTITY_ID, consent: true },
  getIDVToken: { country: 'SWE', documentType: 'PASSPORT' },
  createTenant: { name: 'Fjällbank', isSandbox: true },
  createKey: { customerId: CUSTOMER_ID },
  validateWorkflow: { definition: 'serviceName: KYC\nworkflowName: AML-Screening\nsteps: []\n' },
};

/** What a running server answered: written by `npm run -s conformance -- --answers`, never by hand. */
const RECORDED: Readonly<Record<string, unknown>> = recorded;

/** An answer that the reference page shows; a real one, where an operation of the published contract gave one. */
export function answerExample(
  { operationId, method, path }: Pick<Operation, 'operationId' | 'method' | 'path'>,
  status: number,
): unknown {
  return RECORDED[`${method} ${path} ${status}`] ?? ANSWER_EXAMPLES[operationId]?.[status];
}

/** Answers of operations that the published contract does not have, by operation and status. */
const ANSWER_EXAMPLES: Readonly<Record<string, Readonly<Record<number, unknown>>>> = {
  deleteIndividual: { 200: { requestId: REQUEST_ID, entityId: ENTITY_ID } },
  executeWorkflow: {
    202: {
      requestId: REQUEST_ID,
      workflowExecutionId: '01J9Z3M5TAQ6W8E0R2T4Y6V8P0',
      entityId: ENTITY_ID,
      serviceName: 'KYC',
    },
  },
  getHealth: {
    200: {
      status: 'ok',
      isBusy: false,
      version: '0.1.0',
      database: { isReachable: true, latencyMs: 0.8 },
      lists: [
        {
          name: 'sample',
          source: 'ofac-sdn',
          version: 1,
          importedAt: '2026-01-05T04:00:00.000Z',
          confirmedAt: '2026-01-05T04:00:00.000Z',
          ageHours: 6.5,
          isStale: false,
          isLoaded: true,
        },
      ],
    },
  },
};

/** What an error looks like. */
export const ERROR_EXAMPLE = {
  errorCode: 'API-0400',
  errorMsg: 'Request is not valid',
  details: [
    {
      issue: 'Must be at most 28 in that month',
      issueLocation: 'body.individual.dateOfBirth.day',
      issueType: 'invalid',
    },
  ],
  requestId: REQUEST_ID,
};
