import type { Request } from './exchange.ts';
import {
  type AnswerBody,
  comment,
  EVERYTHING,
  first,
  individual,
  MATCHLIST,
  type Person,
  PNG,
  resultsOf,
  SERVICE,
  type World,
} from './world.ts';

/** A request that has to be granted, made anew each time: what it changes is nobody else's. */
export type Valid = (world: World) => Promise<Request>;

const workflow = { serviceName: SERVICE, workflowName: EVERYTHING };
const page = { page: '1', limit: '2', sort: 'desc', sortFields: 'createdAt' };
const times = { createdAtAfter: '2020-01-01T00:00:00Z', createdAtBefore: '2099-01-01T00:00:00Z' };

/** Of somebody new, with these path parameters beside the entity's id. */
function aboutNew(request: (person: Person) => Request): Valid {
  return async (world) => {
    const one = await world.person();
    const asked = request(one);
    return { ...asked, path: { entityId: one.entityId, ...asked.path } };
  };
}

/** Of somebody whom the workflow has screened. */
function aboutScreened(request: (person: Person, run: AnswerBody) => Request): Valid {
  return async (world) => {
    const one = await world.person();
    const path = { entityId: one.entityId, ...workflow };
    const run = await world.ask('executeWorkflow', { path });
    const asked = request(one, run);
    return { ...asked, path: { ...path, ...asked.path } };
  };
}

/** An officer's word on all hits of one class. */
function deciding(klass: string, manualStatus: string): Valid {
  return async (world) => {
    const { entityId } = await world.screened();
    const processResults = await resultsOf(world, entityId, klass);
    return { path: { entityId }, body: { processResults, manualStatus, comment } };
  };
}

/** An officer's word on two who may be one. */
function aboutDuplicate(manualStatus: string): Valid {
  return async (world) => {
    const whole = individual();
    await world.person(whole);
    const { entityId } = await world.person(whole);
    await world.ask('executeWorkflow', { path: { entityId, ...workflow } });
    const processResults = await resultsOf(world, entityId, 'DUPLICATE');
    return { path: { entityId }, body: { processResults, manualStatus, comment } };
  };
}

const documentOf = ({ individual }: Person) => first(individual.documents?.IDENTITY);

async function entryOf(world: World): Promise<{ matchlistName: string; entryId: string }> {
  const path = { matchlistName: MATCHLIST };
  const { entries } = await world.ask('createMatchlistEntry', { path, body: newEntries() });
  return { ...path, entryId: first(entries).entryId };
}

function newEntries() {
  const attributes = [
    { type: 'ENTITY_TYPE', value: 'INDIVIDUAL' },
    { type: 'IND_FAMILY_NAME', value: `F${Math.random().toString(36).slice(2)}` },
    { type: 'IND_DATE_OF_BIRTH', value: '1980-01-01' },
  ];
  return {
    batchName: 'conformance',
    entries: [{ reference: 'x', reasons: ['FRAUD'], attributes }],
    comment,
  };
}

/** The face of the person and their document, examined and waiting for an officer. */
const examined: Valid = async (world) => {
  const { entityId } = await world.person({
    name: { givenName: 'A', middleName: 'idvsuspect', familyName: 'Suspected' },
  });
  const path = { entityId, serviceName: SERVICE, workflowName: 'AUS-Advanced1V-IDOnly' };
  await world.ask('getIDVToken', { path: { entityId }, body: {} });
  await world.ask('executeWorkflow', { path });
  for (let tries = 0; tries < 100; tries += 1) {
    const processResults = await resultsOf(world, entityId, 'IDV');
    if (processResults.length > 0) {
      return { path: { entityId }, body: { processResults, manualStatus: 'CLEAR', comment } };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('Nothing was examined.');
};

/** For each operation at least one request that has to be granted. */
export const VALID_REQUESTS: Readonly<Record<string, readonly Valid[]>> = {
  createIndividuals: [
    async () => ({ body: { individual: individual(), comment } }),
    async () => ({ body: { individual: { name: { familyName: 'Only' } } } }),
  ],
  updateIndividual: [
    aboutNew(() => ({ body: { individual: { nationality: 'NZL' }, comment } })),
    aboutNew(({ individual: { addresses } }) => ({
      body: {
        individual: { addresses: [{ addressId: first(addresses).addressId, country: 'NZL' }] },
      },
    })),
  ],
  getIndividual: ['meta', 'base64'].map((level) => aboutNew(() => ({ query: { level } }))),
  deleteIndividual: [
    aboutNew(() => ({})),
    aboutNew(() => ({ headers: { 'X-Frankie-Background': '1' } })),
  ],
  getWorkflows: [async () => ({}), async () => ({ query: { serviceName: SERVICE } })],
  createAndExecuteWorkflow: [
    async () => ({ path: workflow, body: { individual: individual(), comment } }),
    async () => ({
      path: workflow,
      body: { individual: individual() },
      headers: { 'X-Frankie-Background': '1' },
    }),
  ],
  executeWorkflow: [
    aboutNew(() => ({ path: workflow, body: { comment } })),
    aboutNew(() => ({ path: workflow, headers: { 'X-Frankie-Background': '1' } })),
  ],
  getResults: [aboutScreened(() => ({ query: page }))],
  getWorkflowExecutionResult: [
    aboutScreened((_, { workflowResult }) => ({
      path: { workflowExecutionId: workflowResult?.workflowExecutionId ?? '' },
    })),
  ],
  overrideWorkflowExecutionResult: [
    aboutScreened((_, { workflowResult }) => ({
      path: { workflowExecutionId: workflowResult?.workflowExecutionId ?? '' },
      body: { status: 'REJECTED', comment },
    })),
  ],
  updateProfile: [
    aboutScreened(() => ({ body: { serviceProfile: { assignee: 'an.officer' }, comment } })),
    aboutScreened(() => ({ body: { serviceProfile: { state: 'ARCHIVED' }, comment } })),
  ],
  getProfile: [aboutScreened(() => ({}))],
  manualKYC: [
    aboutNew((person) => ({
      body: {
        approvedBy: 'an.officer',
        approvedDocuments: [documentOf(person).documentId],
        comment,
      },
    })),
  ],
  manualKYCinvalidation: [
    async (world) => {
      const one = await world.person();
      const path = { entityId: one.entityId };
      const approvedDocuments = [documentOf(one).documentId];
      await world.ask('manualKYC', { path, body: { approvedBy: 'x', approvedDocuments } });
      return { path, body: { comment } };
    },
  ],
  updateAML: ['FALSE_POSITIVE', 'TRUE_POSITIVE_ACCEPT', 'TRUE_POSITIVE', 'UNKNOWN_REJECT'].map(
    (status) => deciding('AML', status),
  ),
  updateIDV: [examined],
  updateMatches: [deciding('MATCHLIST', 'FALSE_POSITIVE')],
  updateDuplicate: ['FALSE_POSITIVE', 'TRUE_POSITIVE_REJECT'].map(aboutDuplicate),
  updateFraud: [deciding('FRAUD', 'FALSE_POSITIVE_ACCEPT')],
  getAllPROs: [
    aboutScreened(() => ({ query: { ...page, ...times } })),
    aboutScreened(() => ({
      query: { classes: 'AML,DUPLICATE', objectTypes: 'INDIVIDUAL', stepTypes: 'AML' },
    })),
  ],
  deleteName: [
    aboutNew(({ individual: { alternateNames } }) => ({
      path: { nameId: first(alternateNames).nameId },
    })),
  ],
  deleteDob: [
    aboutNew(({ individual: { alternateDatesOfBirth } }) => ({
      path: { dateOfBirthId: first(alternateDatesOfBirth).dateOfBirthId },
    })),
  ],
  deleteAddress: [
    aboutNew(({ individual: { addresses } }) => ({
      path: { addressId: first(addresses).addressId },
    })),
  ],
  deleteEmailAddress: [
    aboutNew(({ individual: { emailAddresses } }) => ({
      path: { emailAddressId: first(emailAddresses).emailAddressId },
    })),
  ],
  deletePhoneNumber: [
    aboutNew(({ individual: { phoneNumbers } }) => ({
      path: { phoneNumberId: first(phoneNumbers).phoneNumberId },
    })),
  ],
  deleteConsent: [aboutNew(() => ({ path: { consentType: 'DOCS' } }))],
  getExternalReference: [aboutNew(() => ({}))],
  deleteExternalReference: [
    aboutNew(({ individual: { externalReferences } }) => ({
      path: { referenceId: first(externalReferences).referenceId },
    })),
  ],
  searchIndividuals: ['EXACT', 'FUZZY'].map((type) => async () => ({
    query: page,
    body: {
      search: { type, terms: [{ field: 'NAME', term: 'Zorvan Kaltezmar' }] },
      filters: { states: ['AUTO'], workflowExecutionScope: 'LAST' },
    },
  })),
  createDocuments: [
    aboutNew(() => ({
      body: {
        document: {
          class: 'SUPPORTING',
          type: 'BANK_STATEMENT',
          country: 'AUS',
          attachments: [{ data: { base64: PNG } }],
        },
        comment,
      },
    })),
  ],
  getDocuments: [aboutNew(() => ({})), aboutNew(() => ({ query: { level: 'base64' } }))],
  updateDocument: [
    aboutNew((person) => ({
      path: { documentId: documentOf(person).documentId },
      body: { document: { type: 'PASSPORT', country: 'NZL' }, comment },
    })),
  ],
  getDocument: ['meta', 'base64'].map((level) =>
    aboutNew((person) => ({
      path: { documentId: documentOf(person).documentId },
      query: { level },
    })),
  ),
  deleteDocument: [aboutNew((person) => ({ path: { documentId: documentOf(person).documentId } }))],
  deleteAttachments: [
    aboutNew((person) => ({
      path: {
        documentId: documentOf(person).documentId,
        attachmentId: first(documentOf(person).attachments).attachmentId,
      },
    })),
  ],
  updateIndividualRiskLevel: [aboutScreened(() => ({ body: { riskLevel: 'HIGH', comment } }))],
  patchMonitoring: [
    aboutScreened(() => ({
      query: { enabled: 'true', monitoringTypes: 'AML' },
      body: { comment },
    })),
  ],
  getIDVToken: [aboutNew(() => ({ body: { country: 'AUS', documentType: 'PASSPORT', comment } }))],
  processIDVOCR: [aboutNew((person) => ({ body: { documentId: documentOf(person).documentId } }))],
  initBiometrics: [
    async (world) => {
      const { entityId } = await world.person();
      const path = { entityId };
      const { token } = await world.ask('getIDVToken', { path, body: { country: 'AUS' } });
      return { path, body: { token: token, comment } };
    },
  ],
  getHostedUrl: [
    async (world) => ({
      body: { entityId: (await world.person()).entityId, consent: true, comment },
    }),
  ],
  listAuditEvents: [
    async (world) => ({
      query: { ...page, sortFields: 'timestamp', entityId: (await world.person()).entityId },
    }),
    async () => ({ query: { channels: 'API', afterTimestamp: '2020-01-01' } }),
  ],
  searchMatchlists: [
    async () => ({
      query: { limit: '5' },
      body: { search: { attributes: [{ type: 'IND_FAMILY_NAME', value: 'Kaltezmar' }] } },
    }),
  ],
  getMatchlist: [async () => ({})],
  createMatchlistEntry: [async () => ({ path: { matchlistName: MATCHLIST }, body: newEntries() })],
  getMatchlistEntries: [async () => ({ path: { matchlistName: MATCHLIST }, query: page })],
  updateMatchlistEntry: [
    async (world) => ({
      path: await entryOf(world),
      body: { entry: { reasons: ['OTHER'], state: 'EXPIRED' }, comment },
    }),
  ],
  getMatchlistEntry: [async (world) => ({ path: await entryOf(world) })],
  addMatchlistEntity: [
    aboutNew(({ entityId }) => ({
      path: { matchlistName: MATCHLIST },
      body: { entityId, entityType: 'INDIVIDUAL', reasons: ['FRAUD'], comment },
    })),
  ],
  removeMatchlistEntity: [
    async (world) => {
      const { entityId } = await world.person();
      const path = { matchlistName: MATCHLIST };
      const body = { entityId, entityType: 'INDIVIDUAL', comment };
      await world.ask('addMatchlistEntity', { path, body });
      return { path, body };
    },
  ],
};
