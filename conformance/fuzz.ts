import fc from 'fast-check';
import type {
  PublishedContract,
  PublishedOperation,
} from '../packages/server/test/published-contract.ts';
import { arbitraryOf } from './arbitrary-of-schema.ts';
import type { Request } from './exchange.ts';
import { EVERYTHING, MATCHLIST, SERVICE, type World } from './world.ts';

const AT_ONCE = 6;
/** So that requests meet people who are there and of a handy size. */
const RENEWED_AFTER = 300;

type Known = Readonly<Record<string, readonly string[]>>;

/** Sends so many requests made from the contract's schemas. Says how many were sent. */
export async function fuzz(world: World, { requests, seed }: { requests: number; seed: number }) {
  const { contract, exchange } = world;
  const made = new Map(contract.operations.map((one) => [one, requestsFor(one, contract)]));
  let sent = 0;
  for (let round = 0; sent < requests; round += 1) {
    const known = await knownIds(world);
    const size = Math.min(RENEWED_AFTER, requests - sent);
    const draws = fc.sample(
      fc.tuple(
        fc.constantFrom(...contract.operations),
        fc.integer(),
        fc.infiniteStream(fc.nat(1_000)),
      ),
      { numRuns: size, seed: seed + round },
    );
    const queue = draws.map(([operation, own]) => ({
      operation,
      request:
        fc.sample((made.get(operation) ?? requestsFor(operation, contract))(known), {
          numRuns: 1,
          seed: own,
        })[0] ?? {},
    }));
    sent += queue.length;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.pop(); next; next = queue.pop()) {
          await exchange.send(next.operation, next.request);
        }
      }),
    );
  }
  return sent;
}

function requestsFor(operation: PublishedOperation, contract: PublishedContract) {
  const { part, parameters, requestSchema, path } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const queries = parameters.filter((one) => one.in === 'query');
  const body = requestSchema
    ? arbitraryOf(requestSchema, { contract, part })
    : fc.constant(undefined);
  return (known: Known): fc.Arbitrary<Request> =>
    fc.record({
      path: fc.record(Object.fromEntries(names.map((name) => [name, idOf(name, known)]))),
      query: fc
        .record(
          Object.fromEntries(
            queries.map(({ name, schema }) => [name, arbitraryOf(schema, { contract, part })]),
          ),
          { requiredKeys: [] },
        )
        .map(inWords),
      body: fc.oneof(
        { weight: 9, arbitrary: body.map((one) => about(one, known)) },
        { weight: 1, arbitrary: body },
      ),
      headers: fc.record(
        {
          'X-Frankie-Background': fc.constantFrom('0', '1', '0', 'x'),
          'X-Frankie-Channel': fc.constantFrom('API', 'PORTAL'),
        },
        { requiredKeys: [] },
      ),
    });
}

function inWords(query: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    pairs.map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

function idOf(name: string, known: Known): fc.Arbitrary<string> {
  const there = known[name] ?? [];
  const junk = fc.oneof(
    fc.uuid(),
    fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme-ascii' }),
  );
  return there.length > 0
    ? fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: junk })
    : junk;
}

/** Puts ids that are there where a body has any. */
function about(body: unknown, known: Known): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const put = { ...(body as Record<string, unknown>) };
  for (const name of ['entityId', 'documentId']) {
    if (name in put) put[name] = known[name]?.[0] ?? put[name];
  }
  if ('processResults' in put) put.processResults = known.processResultId;
  if ('approvedDocuments' in put) put.approvedDocuments = known.documentId;
  return put;
}

/** Ids of somebody new, of everything that belongs to them, and of lists. */
async function knownIds(world: World): Promise<Known> {
  const { entityId, individual } = await world.screened();
  const { processResults = [] } = await world.ask('getAllPROs', { path: { entityId } });
  const { workflowResults = [] } = await world.ask('getResults', {
    path: { entityId, serviceName: SERVICE, workflowName: EVERYTHING },
  });
  const { entries = [] } = await world.ask('getMatchlistEntries', {
    path: { matchlistName: MATCHLIST },
  });
  const ids = <Name extends string>(
    values: readonly { readonly [name in Name]: string }[] | undefined,
    name: Name,
  ) => (values ?? []).map((one) => one[name]);
  const documents = [
    ...(individual.documents?.IDENTITY ?? []),
    ...(individual.documents?.SUPPORTING ?? []),
  ];
  return {
    entityId: [entityId],
    serviceName: [SERVICE],
    workflowName: [EVERYTHING],
    matchlistName: [MATCHLIST],
    consentType: ['GENERAL', 'DOCS'],
    processResultId: ids(processResults, 'processResultId'),
    workflowExecutionId: ids(workflowResults, 'workflowExecutionId'),
    entryId: ids(entries, 'entryId'),
    nameId: ids(individual.alternateNames, 'nameId'),
    dateOfBirthId: ids(individual.alternateDatesOfBirth, 'dateOfBirthId'),
    addressId: ids(individual.addresses, 'addressId'),
    emailAddressId: ids(individual.emailAddresses, 'emailAddressId'),
    phoneNumberId: ids(individual.phoneNumbers, 'phoneNumberId'),
    referenceId: ids(individual.externalReferences, 'referenceId'),
    documentId: ids(documents, 'documentId'),
    attachmentId: documents.flatMap((one) => ids(one.attachments, 'attachmentId')),
  };
}
