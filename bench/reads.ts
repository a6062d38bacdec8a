/**
 * What reading costs over HTTP with many people stored: a person, an execution, and searches.
 *
 * `npm run -s bench:reads [-- --people <n> --requests <n>]`. The people are invented from a fixed seed and
 * created over HTTP. The floor, measured in the same run, is `/ruok`: a request and one statement.
 */
import { parseArgs } from 'node:util';
import { DEMO_CUSTOMER_ID } from '../packages/server/src/demo-tenant.ts';
import { systemClock } from '../packages/server/src/kernel/clock.ts';
import { systemStatement } from '../packages/server/src/kernel/statement.ts';
import { settleSampleList } from '../packages/server/src/sample-list.ts';
import { generatedPeople } from './duplicates-people.ts';
import { percentile } from './screening-timing.ts';
import { withServedApp } from './served-app.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '500' },
  },
});
const PEOPLE = Number(values.people);
const REQUESTS = Number(values.requests);
const AT_ONCE = 16;
const WARM_UP = 50;
const EXECUTED = 100;
const SEARCH = '/v2/search/serviceprofiles?limit=20';

type Known = { readonly entityId: string; readonly given: string; readonly family: string };

await withServedApp(
  (system) => settleSampleList(system, systemClock),
  async ({ url, apiKey, database }) => {
    const send = sender(url, apiKey);

    const startedAt = performance.now();
    const known = await createPeople(send);
    const createSeconds = (performance.now() - startedAt) / 1_000;
    const executions = await executeOn(send, known.slice(0, EXECUTED));
    await database.system.all(systemStatement('bench-vacuum', 'vacuum analyze'));

    const one = (at: number) => known[(at * 7_919) % known.length] ?? fail();
    const search = (type: string, term: string) =>
      send('POST', SEARCH, { search: { type, terms: [{ field: 'NAME', term }] } });
    const floor = await timesOf(() => send('GET', '/ruok'));
    const routes = {
      individual: (at: number) => send('GET', `/v2/individuals/${one(at).entityId}`),
      execution: (at: number) => send('GET', executions[at % executions.length] ?? fail()),
      exact: (at: number) => search('EXACT', `${one(at).given} ${one(at).family}`),
      fuzzy: (at: number) => search('FUZZY', `${one(at).given} ${swapped(one(at).family)}`),
    };
    const report: Record<string, unknown> = {
      people: PEOPLE,
      createdPerSecond: Math.round(PEOPLE / createSeconds),
      floorP50Ms: round(percentile(floor, 0.5)),
    };
    for (const [name, request] of Object.entries(routes)) {
      const times = await timesOf(request);
      const p50 = percentile(times, 0.5);
      report[name] = {
        p50Ms: round(p50),
        p99Ms: round(percentile(times, 0.99)),
        ratioToFloor: round(p50 / percentile(floor, 0.5)),
      };
    }
    process.stdout.write(`${JSON.stringify(report)}\n`);
  },
);

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

function sender(url: string, apiKey: string): Send {
  return async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        api_key: apiKey,
        'X-Frankie-CustomerID': DEMO_CUSTOMER_ID,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const read: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return read;
  };
}

async function createPeople(send: Send): Promise<Known[]> {
  const people = generatedPeople(PEOPLE);
  const known: Known[] = [];
  const worker = async () => {
    for (let next = people.next(); !next.done; next = people.next()) {
      const { name, dateOfBirth, addresses, emailAddresses } = next.value;
      const { givenName = '', familyName = '' } = name ?? {};
      const individual = {
        name: { givenName, familyName },
        dateOfBirth: { year: dateOfBirth?.year, month: dateOfBirth?.month, day: dateOfBirth?.day },
        addresses: addresses?.map(({ streetName, locality, postalCode }) => {
          return { streetName, locality, postalCode, country: 'AUS' };
        }),
        emailAddresses: emailAddresses?.map(({ email }) => ({ email })),
      };
      const body = { individual, serviceName: 'KYC' };
      const kept = (await send('POST', '/v2/individuals', body)) as { individual: Known };
      known.push({ entityId: kept.individual.entityId, given: givenName, family: familyName });
      if (known.length % 20_000 === 0) process.stderr.write(`${known.length} people\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return known;
}

/** Paths of executions of a workflow of five steps between START and FINISH. */
async function executeOn(send: Send, people: readonly Known[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { entityId } of people) {
    const path = `/v2/individuals/${entityId}/serviceprofiles/KYC/workflows/Risk-Screening`;
    const done = (await send('POST', `${path}/execute`, {})) as {
      workflowResult: { workflowExecutionId: string };
    };
    paths.push(`${path}/executions/${done.workflowResult.workflowExecutionId}`);
  }
  return paths;
}

async function timesOf(request: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < WARM_UP + REQUESTS; at += 1) {
    const startedAt = performance.now();
    await request(at);
    if (at >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return times;
}

/** A slip of the pen: two letters in the middle change places. */
function swapped(text: string): string {
  const at = Math.floor(text.length / 2);
  return (
    text.slice(0, at - 1) + text.slice(at, at + 1) + text.slice(at - 1, at) + text.slice(at + 1)
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function fail(): never {
  throw new Error('Nobody was created.');
}
