import { randomInt } from 'node:crypto';
import type {
  PublishedContract,
  PublishedOperation,
} from '../packages/server/test/published-contract.ts';
import type { Answer, Exchange, Request } from './exchange.ts';
import type { Served } from './served.ts';

export const MATCHLIST = 'Conformance';
export const SERVICE = 'KYC';
/** A workflow with every check whose hits an officer decides on. */
export const EVERYTHING = 'Everything';
const DEFINITION = `
serviceName: ${SERVICE}
workflowName: ${EVERYTHING}
workflowId: conformance-everything
type: everything
monitoringTypes: [AML]
steps:
  - { name: START, type: START }
  - { name: DUPLICATE, type: DUPLICATE, dependsOn: [START] }
  - { name: MATCHLIST, type: BLOCKLIST, dependsOn: [DUPLICATE] }
  - { name: FRAUD, type: FRAUD, dependsOn: [MATCHLIST] }
  - { name: AML, type: AML, configuration: { lists: ["*"] }, dependsOn: [FRAUD] }
  - { name: RISK, type: RISK, dependsOn: [AML] }
  - { name: DECISION, type: DECISION, dependsOn: [RISK] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;

export const comment = { text: 'Looked at' };

/** What the requests are about: people, results and lists of one tenant on a running server. */
export type World = {
  readonly contract: PublishedContract;
  readonly exchange: Exchange;
  /** Sends a request; throws where the answer is no good one, saying which. */
  ask(operationId: string, request?: Request): Promise<AnswerBody>;
  /** A new person; with `change` put over what everybody has. */
  person(change?: object): Promise<Person>;
  /** Somebody who was screened: a hit of every class. */
  screened(): Promise<Person>;
};

type Id<Name extends string> = { readonly [name in Name]: string };
export type DocumentIds = Id<'documentId'> & {
  readonly attachments?: readonly Id<'attachmentId'>[];
};
/** A person as kept, as far as requests need to know. */
export type Kept = Id<'entityId'> & {
  readonly name: object;
  readonly alternateNames?: readonly Id<'nameId'>[];
  readonly alternateDatesOfBirth?: readonly Id<'dateOfBirthId'>[];
  readonly addresses?: readonly Id<'addressId'>[];
  readonly emailAddresses?: readonly Id<'emailAddressId'>[];
  readonly phoneNumbers?: readonly Id<'phoneNumberId'>[];
  readonly externalReferences?: readonly Id<'referenceId'>[];
  readonly documents?: {
    readonly IDENTITY?: readonly DocumentIds[];
    readonly SUPPORTING?: readonly DocumentIds[];
  };
};
export type Person = Id<'entityId'> & { readonly individual: Kept };
/** An answer, as far as requests need to know. */
export type AnswerBody = {
  readonly individual?: Kept;
  readonly processResults?: readonly Id<'processResultId'>[];
  readonly workflowResult?: Id<'workflowExecutionId'>;
  readonly workflowResults?: readonly Id<'workflowExecutionId'>[];
  readonly entries?: readonly Id<'entryId'>[];
  readonly token?: string;
};

/** The first of what has to be there. */
export function first<T>(values: readonly T[] | undefined): T {
  const [one] = values ?? [];
  if (one === undefined) throw new Error('There is none.');
  return one;
}

export function operationOf(contract: PublishedContract, operationId: string): PublishedOperation {
  const found = contract.operations.find((one) => one.operationId === operationId);
  if (!found) throw new Error(`The contract has no ${operationId}.`);
  return found;
}

const HALVES = [
  'Abernethy Adeyemi Almqvist Ashgrove Baptiste Barrowclough Castellanos Chaudhry Dragomir Duquesne',
  'Eriksen Fairweather Fontaine Gallagher Gunnarsson Haugland Hernandez Iwasaki Jorgensen Kapoor',
  'Kowalczyk Lachlan Lindqvist Macdonald Marlowe Nakagawa Nwosu Okonkwo Oyelaran Papadakis Quinlan',
  'Ravensdale Rosenberg Saarinen Somerville Tanaka Thackeray Ulriksen Vasiliev Whitlock Yamamoto Zielinski',
].flatMap((line) => line.split(' '));

/** A name that hardly anybody else has: what is alike by chance is not what is tried. */
export function word(): string {
  const half = () => HALVES[randomInt(HALVES.length)];
  return `${half()}-${half()}`;
}

/** A picture with a passport's colours and nothing on it: enough to be a file. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

function anyDay() {
  return {
    year: `${1950 + randomInt(40)}`,
    month: `${1 + randomInt(12)}`,
    day: `${1 + randomInt(28)}`,
  };
}

/** Somebody with everything that requests are about, like nobody else. */
export function individual(change: object = {}): object {
  const own = word();
  return {
    name: { givenName: word(), middleName: 'passall', familyName: own },
    alternateNames: [{ familyName: word(), type: 'ALIAS' }],
    dateOfBirth: anyDay(),
    alternateDatesOfBirth: [anyDay()],
    gender: { gender: 'FEMALE' },
    nationality: 'AUS',
    addresses: [
      {
        type: 'RESIDENTIAL',
        streetNumber: `${randomInt(1, 999)}`,
        streetName: own,
        locality: word(),
        subdivision: 'NSW',
        postalCode: `${randomInt(2_000, 2_999)}`,
        country: 'AUS',
      },
    ],
    emailAddresses: [{ email: `${own}@mailinator.com` }],
    phoneNumbers: [{ number: `+6141${randomInt(2_000_000, 9_999_999)}` }],
    consents: ['GENERAL', 'DOCS', 'CREDITHEADER'].map((type) => ({ type })),
    externalReferences: [{ name: 'crm', value: own, type: 'CUSTOMER' }],
    documents: {
      IDENTITY: [
        {
          type: 'PASSPORT',
          country: 'AUS',
          primaryIdentifier: `N${randomInt(1_000_000, 9_999_999)}`,
          expiryDate: { year: '2031', month: '01', day: '31' },
          attachments: [{ filename: 'front.png', side: 'FRONT', data: { base64: PNG } }],
        },
      ],
      SUPPORTING: [
        { type: 'UTILITY_BILL', country: 'AUS', attachments: [{ data: { base64: PNG } }] },
      ],
    },
    ...change,
  };
}

/** What makes anybody a hit of the shipped list of invented people. */
const LISTED = {
  alternateNames: [
    { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar', type: 'ALIAS' },
  ],
  dateOfBirth: { year: '1961', month: '03', day: '14' },
};

export async function newWorld(
  contract: PublishedContract,
  { exchange, served }: { exchange: Exchange; served: Served },
): Promise<World> {
  const { customerId, customerChildId } = served.tenant;
  const tenant = customerChildId ?? customerId;
  await served.operate('POST', '/admin/v1/workflows', {
    customerId: tenant,
    definition: DEFINITION,
  });
  await served.operate('POST', '/admin/v1/matchlists', {
    customerId: tenant,
    name: MATCHLIST,
    action: 'REVIEW',
  });
  const ask: World['ask'] = async (operationId, request) => {
    const answer: Answer = await exchange.send(operationOf(contract, operationId), request);
    if (answer.status >= 200 && answer.status < 300) return answer.body as AnswerBody;
    throw new Error(`${operationId} answered ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const person: World['person'] = async (change) => {
    const body = { individual: individual(change) };
    const { individual: kept } = await ask('createIndividuals', { body });
    if (!kept) throw new Error('Nobody was kept.');
    return { entityId: kept.entityId, individual: kept };
  };
  const screened: World['screened'] = async () => {
    const whole = individual(LISTED);
    await person(whole);
    const one = await person(whole);
    const path = { entityId: one.entityId };
    await ask('addMatchlistEntity', {
      path: { matchlistName: MATCHLIST },
      body: { entityId: one.entityId, entityType: 'INDIVIDUAL', reasons: ['FRAUD'], comment },
    });
    await ask('executeWorkflow', {
      path: { ...path, serviceName: SERVICE, workflowName: EVERYTHING },
    });
    return one;
  };
  return { contract, exchange, ask, person, screened };
}

/** Ids of a person's undecided results of one class. */
export async function resultsOf(world: World, entityId: string, klass: string): Promise<string[]> {
  const { processResults = [] } = await world.ask('getAllPROs', {
    path: { entityId },
    query: { classes: klass, limit: '100' },
  });
  return processResults.map(({ processResultId }) => processResultId);
}
