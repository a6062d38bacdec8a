import type {
  PublishedContract,
  PublishedOperation,
} from '../packages/server/test/published-contract.ts';
import { type Answer, type Exchange, exchangeWith, keyOf, type Request } from './exchange.ts';
import { EXPLAINED } from './explained.ts';
import { fuzz } from './fuzz.ts';
import { choicesOf, OWN_REFUSALS, refusalsOf } from './refused-requests.ts';
import { serve } from './served.ts';
import { VALID_REQUESTS, type Valid } from './valid-requests.ts';
import { newWorld, type World } from './world.ts';

export type Conformance = {
  readonly figures: {
    readonly operations: number;
    readonly operationsCovered: number;
    readonly statusesDocumented: number;
    readonly statusesCovered: number;
    readonly responsesChecked: number;
    readonly violations: number;
    readonly fuzzRequests: number;
    readonly fuzz500: number;
  };
  readonly violations: readonly string[];
  /** Documented statuses below 500 that no request brought about, and that nobody has explained. */
  readonly unreached: readonly string[];
  readonly explained: readonly string[];
  /** What the server answered where all was well, by `METHOD path status`. */
  readonly answers: Readonly<Record<string, unknown>>;
};

/** Starts a server, drives it through all of the contract, and stops it. */
export async function conform(
  contract: PublishedContract,
  { requests, seed }: { requests: number; seed: number },
): Promise<Conformance> {
  const served = await serve();
  try {
    const exchange = exchangeWith(contract, served.url, served.tenant);
    const world = await newWorld(contract, { exchange, served });
    const failures: string[] = [];
    for (const operation of contract.operations) failures.push(...(await drive(world, operation)));
    const answers = Object.fromEntries(exchange.answers);
    const fuzzRequests = await fuzz(world, { requests, seed });
    return { ...reportOf(contract, { exchange, failures, fuzzRequests }), answers };
  } finally {
    await served.close();
  }
}

/** Every valid request, each of them spoilt in every way; says what did not go as it must. */
async function drive(world: World, operation: PublishedOperation): Promise<string[]> {
  const { exchange } = world;
  const failures: string[] = [];
  const made = VALID_REQUESTS[nameOf(operation)] ?? [];
  if (made.length === 0) failures.push(`${keyOf(operation)}: no request is known`);
  const prepare = async (make: Valid) =>
    make(world).catch((error: unknown) => {
      failures.push(`${keyOf(operation)}: ${String(error)}`);
    });
  for (const [at, make] of made.entries()) {
    // What is spoilt is not what is granted: some of it is granted all the same.
    const toSpoil = at === 0 ? await prepare(make) : undefined;
    if (toSpoil) failures.push(...(await spoil(world, operation, toSpoil)));
    const request = await prepare(make);
    if (!request) continue;
    const { status, body } = await exchange.send(operation, request);
    if (status >= 300) failures.push(`${keyOf(operation)}: ${status} ${JSON.stringify(body)}`);
  }
  const own = await OWN_REFUSALS[nameOf(operation)]?.(world);
  if (own) {
    const { status, body } = await exchange.send(operation, own.request);
    if (status !== own.status)
      failures.push(
        `${keyOf(operation)}: ${own.because} is answered ${status} ${JSON.stringify(body)}`,
      );
  }
  return failures;
}

async function spoil({ exchange }: World, operation: PublishedOperation, valid: Request) {
  const failures: string[] = [];
  const answered = (because: string, { status, body }: Answer) =>
    failures.push(`${keyOf(operation)}: ${because} is answered ${status} ${JSON.stringify(body)}`);
  for (const { name, query } of choicesOf(operation)) {
    const answer = await exchange.send(operation, {
      ...valid,
      query: { ...valid.query, ...query },
    });
    const said = JSON.stringify(answer.body ?? '');
    if (answer.status === 400 && said.includes(`query.${name}`)) answered(name, answer);
  }
  for (const { status, because, request } of refusalsOf(operation, valid)) {
    const answer = await exchange.send(operation, request);
    if (status === 401 && answer.status !== 401) answered(because, answer);
  }
  return failures;
}

/** Both parts of the contract publish the search of profiles, under two names. */
function nameOf({ operationId }: PublishedOperation): string {
  return operationId === 'searchProfiles' ? 'searchIndividuals' : operationId;
}

type Driven = {
  readonly exchange: Exchange;
  readonly failures: readonly string[];
  readonly fuzzRequests: number;
};

function reportOf(
  { operations }: PublishedContract,
  { exchange, failures, fuzzRequests }: Driven,
): Omit<Conformance, 'answers'> {
  const came = (operation: PublishedOperation) => exchange.came.get(keyOf(operation)) ?? new Set();
  const documented = operations.flatMap((operation) =>
    [...operation.answers.keys()]
      .filter((status) => status < 500)
      .map((status) => ({ status, operation, line: `${keyOf(operation)} ${status}` })),
  );
  const missing = documented.filter(({ status, operation }) => !came(operation).has(status));
  const violations = [...failures, ...exchange.violations];
  return {
    figures: {
      operations: operations.length,
      operationsCovered: operations.filter((one) => [...came(one)].some((status) => status < 300))
        .length,
      statusesDocumented: documented.length,
      statusesCovered: documented.length - missing.length,
      responsesChecked: exchange.counts.responses,
      violations: violations.length,
      fuzzRequests,
      fuzz500: exchange.counts.fuzz500,
    },
    violations,
    unreached: missing.map(({ line }) => line).filter((line) => !EXPLAINED[line]),
    explained: missing.flatMap(({ line }) =>
      EXPLAINED[line] ? `${line}: ${EXPLAINED[line]}` : [],
    ),
  };
}
