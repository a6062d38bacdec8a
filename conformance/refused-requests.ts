import { randomUUID } from 'node:crypto';
import type { PublishedOperation } from '../packages/server/test/published-contract.ts';
import type { Request } from './exchange.ts';
import { comment, EVERYTHING, individual, MATCHLIST, SERVICE, type World } from './world.ts';

/** Requests that must not be granted, by the status that says why. */
export type Refusal = {
  readonly status: number;
  /** What is wrong with it, in a few words. */
  readonly because: string;
  readonly request: Request;
};

/** What names nothing, where an id of another form than usual is wanted. */
const UNKNOWN: Readonly<Record<string, string>> = {
  consentType: 'PAYROLL',
  workflowExecutionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  serviceName: 'Nothing of this name',
  workflowName: 'Nothing of this name',
  matchlistName: 'Nothing of this name',
};

/** The valid request made wrong in every way that the operation has a status for. */
export function refusalsOf(operation: PublishedOperation, valid: Request): readonly Refusal[] {
  return [...withoutKey(valid), ...malformed(operation, valid), ...ofUnknown(operation, valid)];
}

/** Each value that a parameter of the query may have by the contract. */
export function choicesOf({ parameters }: PublishedOperation) {
  return parameters.flatMap(({ name, schema, in: place }) => {
    const { enum: own, items } = schema as { enum?: unknown; items?: { enum?: unknown } };
    const values = own ?? items?.enum;
    if (place !== 'query' || !Array.isArray(values)) return [];
    return values.map((value) => ({ name, query: { [name]: String(value) } }));
  });
}

function withoutKey(valid: Request): Refusal[] {
  const keys = [undefined, 'x'.repeat(40), '\u00e9'];
  return keys.map((api_key) => ({
    status: 401,
    because: api_key === undefined ? 'no key' : 'another key',
    request: { ...valid, headers: { ...valid.headers, api_key } },
  }));
}

function malformed(
  { parameters, requestSchema, method }: PublishedOperation,
  valid: Request,
): Refusal[] {
  const bodies = requestSchema
    ? [
        [],
        'x',
        7,
        {
          unknown: { deep: [1] },
          individual: 7,
          entry: 7,
          search: 7,
          processResults: 'x',
          comment: 7,
          document: 7,
          token: 7,
          entityId: 7,
          fileData: 7,
          serviceProfile: 7,
          country: 7,
          riskLevel: 7,
          status: 7,
          entries: 7,
        },
      ]
    : [];
  const queries = parameters
    .filter((one) => one.in === 'query')
    .flatMap(({ name, schema }) =>
      schema.type === 'integer' || Array.isArray(schema.enum) ? [{ [name]: 'x y' }] : [],
    );
  return [
    ...bodies.map((body) => ({
      status: 400,
      because: 'another body',
      request: { ...valid, body },
    })),
    ...queries.map((query) => ({
      status: 400,
      because: `${Object.keys(query).join()} of no kind`,
      request: { ...valid, query: { ...valid.query, ...query } },
    })),
    ...(method === 'GET' || !valid.path?.entityId
      ? []
      : [
          {
            status: 400,
            because: 'no customer',
            request: { ...valid, headers: { ...valid.headers, 'X-Frankie-CustomerID': undefined } },
          },
        ]),
    {
      status: 400,
      because: 'a background that is none',
      request: { ...valid, headers: { ...valid.headers, 'X-Frankie-Background': 'x' } },
    },
    {
      status: 400,
      because: 'a level that is none',
      request: { ...valid, query: { ...valid.query, level: 'x y' } },
    },
  ];
}

/** Each id of the path in turn is nobody's. */
function ofUnknown({ path, parameters }: PublishedOperation, valid: Request): Refusal[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const bodies = ['entityId'].filter((name) => name in Object(valid.body));
  const queries = parameters.filter(({ name }) => name === 'serviceName' || name === 'entityId');
  return [
    ...names.map((name) => ({
      status: 404,
      because: `unknown ${name}`,
      request: { ...valid, path: { ...valid.path, [name]: UNKNOWN[name] ?? randomUUID() } },
    })),
    ...bodies.map((name) => ({
      status: 404,
      because: `unknown ${name} in the body`,
      request: { ...valid, body: { ...Object(valid.body), [name]: randomUUID() } },
    })),
    ...queries.map(({ name }) => ({
      status: 404,
      because: `unknown ${name} in the query`,
      request: { ...valid, query: { ...valid.query, [name]: randomUUID() } },
    })),
  ];
}

/** What only some operations refuse, and what has to be done before they do. */
export const OWN_REFUSALS: Readonly<Record<string, (world: World) => Promise<Refusal>>> = {
  executeWorkflow: async (world) => ({
    status: 422,
    because: 'a duplicate of somebody else',
    request: {
      path: { ...(await retired(world)), serviceName: SERVICE, workflowName: EVERYTHING },
    },
  }),
  updateIndividualRiskLevel: async (world) => {
    const { entityId } = await world.person();
    const path = { entityId, serviceName: SERVICE, workflowName: 'AML-Screening' };
    await world.ask('executeWorkflow', { path });
    return {
      status: 409,
      because: 'nothing was assessed',
      request: { path, body: { riskLevel: 'HIGH', comment } },
    };
  },
  searchMatchlists: async () => ({
    status: 422,
    because: 'a list that is not there',
    request: {
      body: {
        search: { attributes: [{ type: 'IND_FAMILY_NAME', value: 'x' }] },
        filter: { listScope: 'CUSTOM', searchLists: [randomUUID()] },
      },
    },
  }),
  addMatchlistEntity: async (world) => {
    const { entityId } = await world.person();
    const request = {
      path: { matchlistName: MATCHLIST },
      body: { entityId, entityType: 'INDIVIDUAL', reasons: ['FRAUD'] },
    };
    await world.ask('addMatchlistEntity', request);
    return { status: 409, because: 'on the list already', request };
  },
};

/** Somebody whom an officer said to be a duplicate of another. */
async function retired(world: World): Promise<{ entityId: string }> {
  const whole = individual();
  await world.person(whole);
  const { entityId } = await world.person(whole);
  const path = { entityId, serviceName: SERVICE, workflowName: EVERYTHING };
  await world.ask('executeWorkflow', { path });
  const { processResults = [] } = await world.ask('getAllPROs', {
    path,
    query: { classes: 'DUPLICATE' },
  });
  const body = {
    processResults: processResults.map(({ processResultId }) => processResultId),
    manualStatus: 'TRUE_POSITIVE_REJECT',
  };
  await world.ask('updateDuplicate', { path: { entityId }, body });
  return { entityId };
}
