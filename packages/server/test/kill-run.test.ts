import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import { createTenant } from '../src/features/tenants/create-tenant.command.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { newUlid } from '../src/kernel/id.ts';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { type Parameter, systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { localListsProvider } from '../src/providers/local-lists/local-lists.provider.ts';
import type { WatchlistProvider } from '../src/providers/watchlist-provider.ts';
import { settleSampleList } from '../src/sample-list.ts';
import { LICENCE, SELFIE_DOCUMENT } from './test-idv.ts';

const masterKey = randomBytes(32);
const vaults = vaultsOf(masterKeyFrom(masterKey));
const OPERATOR_KEY = 'operator'.repeat(5);
const logger = pino({ level: 'silent' });
const PERSON = {
  name: { givenName: 'Aurelio', familyName: 'Castelmonde' },
  dateOfBirth: { year: '1958', month: '05', day: '05' },
  nationality: 'ITA',
};
const KYC = 'serviceprofiles/KYC/workflows/AML-Screening/execute';

let test: TestDatabase;
/** Prepares people and reads them back; takes up nobody's run. */
let desk: App;
let lists: WatchlistProvider;
const nodes: App[] = [];

beforeAll(async () => {
  test = await testDatabase({ poolSize: 20 });
  desk = await makeApp({});
  await settleSampleList(test.database.system, systemClock);
  await desk.lists.refresh();
  lists = localListsProvider(desk.lists, systemClock);
}, 120_000);
afterAll(async () => {
  await Promise.allSettled(nodes.map((node) => node.close()));
  await desk.close();
  await test.drop();
}, 120_000);

type Making = {
  readonly watchlists?: WatchlistProvider;
  readonly onBoundary?: (name: string) => void;
};

/** Leases are long: whoever dies is found out because the test turns the lease back. */
function makeApp({ watchlists, onBoundary }: Making): Promise<App> {
  return createApp({
    database: test.database,
    masterKey,
    operatorKey: OPERATOR_KEY,
    logger,
    ...(watchlists && { capabilities: { watchlists: [watchlists] } }),
    engine: {
      leaseMs: 60_000,
      // The first look, when a node opens, finds the run; a slow run is not worth another one.
      pollMs: 5_000,
      waiterPollMs: 10,
      retryBaseMs: 1,
      ...(onBoundary && { onBoundary }),
    },
  });
}

function query<Row>(text: string, parameters: readonly Parameter[]): Promise<Row[]> {
  const name = `kill-${text.replaceAll(/\W+/g, '-').slice(0, 50)}`;
  return test.database.system.all(systemStatement<Row>(name, text), parameters);
}

type Tenant = { readonly tenantId: string; readonly apiKey: string };

async function newTenant(): Promise<Tenant> {
  const { system } = test.database;
  const ctx = { system, vaults, requestId: newUlid(), now: systemClock };
  const made = await createTenant(ctx, desk.shipped, { name: 'A tenant', isSandbox: true });
  if (!made) throw new Error('There is a tenant already.');
  return { tenantId: made.tenant.tenantId, apiKey: made.key.apiKey };
}

type Asked = {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly body?: object;
  readonly background?: boolean;
};

async function send(app: App, tenant: Tenant, { method = 'POST', url, body, background }: Asked) {
  const response = await app.http.inject({
    method,
    url: `/v2/individuals${url}`,
    headers: {
      api_key: tenant.apiKey,
      'X-Frankie-CustomerID': tenant.tenantId,
      'X-Frankie-Username': 'officer@example.org',
      ...(background && { 'X-Frankie-Background': '1' }),
    },
    ...(body && { payload: body }),
  });
  return { status: response.statusCode, text: response.payload };
}

/** As {@link send} at the desk, where everything has to go well. */
async function have(tenant: Tenant, asked: Asked): Promise<string> {
  const { status, text } = await send(desk, tenant, asked);
  if (status >= 300) throw new Error(`${asked.url}: ${text}`);
  return text;
}

async function peopleOf({ tenantId }: Tenant): Promise<string[]> {
  const rows = await query<{ entity_id: string }>(
    'select entity_id from individual where tenant_id = $1::uuid',
    [tenantId],
  );
  return rows.map(({ entity_id }) => entity_id);
}

/** Ids and times differ from one life to the next; nothing else may. */
function anonymous(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, '<ulid>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}

/** The same whatever order its lists are in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sorted(inner)]));
}

/** Everything that is known of a tenant's people, as answers show it and as rows keep it. */
async function stateOf(tenant: Tenant) {
  const people = await peopleOf(tenant);
  const told = await Promise.all(
    people.flatMap((entityId) =>
      [`?level=base64`, '/results', '/serviceprofiles/KYC/workflows/AML-Screening/executions'].map(
        (path) => have(tenant, { method: 'GET', url: `/${entityId}${path}` }),
      ),
    ),
  );
  const kept = await Promise.all(people.map((entityId) => openedRows(tenant, entityId)));
  const leftovers = await query<{ n: number }>(
    `select (select count(*) from engine_run where tenant_id = $1::uuid)::int
      + (select count(*) from engine_memory where tenant_id = $1::uuid)::int as n`,
    [tenant.tenantId],
  );
  return sorted({
    told: told.map((text) => JSON.parse(anonymous(text)) as unknown),
    kept,
    leftovers: leftovers[0]?.n,
  });
}

type Sealed = { readonly place: string; readonly plain: string; readonly sealed: Buffer };

/** The audit and the comments about a person, with what is sealed in them. */
async function openedRows({ tenantId }: Tenant, entityId: string): Promise<unknown[]> {
  const [key] = await query<{ wrapped: Buffer }>(
    'select wrapped from keyring.entity_key where tenant_id = $1::uuid and entity_id = $2::uuid',
    [tenantId, entityId],
  );
  if (!key) throw new Error('A person without a key.');
  const vault = vaults.open(tenantId, entityId, key.wrapped);
  const rows = await query<Sealed>(
    `select 'audit_event/' || event_id as place, sealed, concat_ws(' ', type, level, event_status,
        channel, object_type, step_name, workflow_execution_id is not null, service_profile_id) as plain
       from audit_event where tenant_id = $1::uuid and entity_id = $2::uuid
     union all
     select 'comment/' || comment_id, sealed, object_type
       from comment where tenant_id = $1::uuid and entity_id = $2::uuid
     union all
     select 'attachment/' || attachment_id, null, size_bytes::text
       from attachment where tenant_id = $1::uuid and entity_id = $2::uuid`,
    [tenantId, entityId],
  );
  return rows.map(({ place, plain, sealed }) => {
    const opened = sealed && anonymous(JSON.stringify(vault.unseal(place, sealed)));
    return `${place.split('/')[0]} ${anonymous(plain)} ${opened}`;
  });
}

/** What is true of a tenant's rows whatever happened. */
async function expectNothingDoubled({ tenantId }: Tenant): Promise<void> {
  const doubled = await query(
    `select x.workflow_execution_id, count(*) from workflow_execution x
     join audit_event e on e.tenant_id = x.tenant_id
       and e.workflow_execution_id = x.workflow_execution_id and e.type = 'WORKFLOW_COMPLETE'
     where x.tenant_id = $1::uuid group by 1 having count(*) <> 1`,
    [tenantId],
  );
  const dangling = await query(
    `select workflow_execution_id from workflow_execution x where tenant_id = $1::uuid and (
       state <> 'COMPLETED' or sealed_report is null or cardinality(process_result_ids) <> (
         select count(*) from process_result p
         where p.tenant_id = x.tenant_id and p.process_result_id = any(x.process_result_ids)))`,
    [tenantId],
  );
  expect({ doubled, dangling }).toEqual({ doubled: [], dangling: [] });
}

type Scenario = {
  readonly title: string;
  /** What is there before the request that the node dies of. */
  readonly prepare: (tenant: Tenant) => Promise<Asked>;
  readonly watchlists?: () => WatchlistProvider;
  readonly acknowledged: number;
  /** Whether the node that takes the run over dies, too, at each of its boundaries. */
  readonly diesTwice: boolean;
};

async function newPerson(tenant: Tenant): Promise<string> {
  await have(tenant, { url: '', body: { individual: PERSON, serviceName: 'KYC' } });
  const [entityId = ''] = await peopleOf(tenant);
  return entityId;
}

/** Answers like the lists, except for the first so many times. */
function stumbling(failures: number): WatchlistProvider {
  let left = failures;
  return {
    ...lists,
    async search(asked, signal) {
      left -= 1;
      if (left >= 0) throw new Error('The provider stumbles.');
      return lists.search(asked, signal);
    },
  };
}

const frame = (checks: string) => `
  - { name: START, type: START }
${checks}
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;

/** A workflow that screens, and then goes on in another one that screens more loosely. */
const ROUTER = `
serviceName: KYC
workflowName: AML-Screening
workflowId: router
type: routing
steps:${frame(`
  - { name: AML, type: AML, configuration: { lists: ["*"] }, dependsOn: [START] }
  - name: BRANCH
    type: BRANCH
    configuration: { ways: [{ way: found, when: aml.hits > 0, workflow: Deeper }] }
    dependsOn: [AML]
  - { name: LATER, type: AML, configuration: { lists: ["*"] }, dependsOn: [BRANCH] }
  - { name: DECISION, type: DECISION, dependsOn: [LATER] }`)}`;

const deeper = (outcome: string) => `
serviceName: KYC
workflowName: Deeper
workflowId: deeper-${outcome}
type: routing
steps:${frame(`
  - { name: AML, type: AML, configuration: { lists: ["*"], fuzziness: 30 }, dependsOn: [START] }
  - name: DECISION
    type: DECISION
    configuration: { rows: [{ row: own, when: "true", outcome: ${outcome} }] }
    dependsOn: [AML]`)}`;

async function publish({ tenantId }: Tenant, definition: string): Promise<void> {
  const response = await desk.http.inject({
    method: 'POST',
    url: '/admin/v1/workflows',
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    payload: { customerId: tenantId, definition },
  });
  if (response.statusCode >= 300) throw new Error(response.payload);
}

async function routed(tenant: Tenant): Promise<Asked> {
  await publish(tenant, deeper('NEEDS_APPROVAL'));
  await publish(tenant, ROUTER);
  return { url: `/${await newPerson(tenant)}/${KYC}` };
}

/** Answers the first search, and fails at the second: what the branch said is committed meanwhile. */
function stumblingLater(): WatchlistProvider {
  let searches = 0;
  return {
    ...lists,
    async search(asked, signal) {
      searches += 1;
      if (searches === 2) throw new Error('The provider stumbles.');
      return lists.search(asked, signal);
    },
  };
}

const EXAMINED = `
serviceName: KYC
workflowName: AML-Screening
workflowId: examined
type: enhanced_kyc
steps:${frame(`
  - { name: IDV, type: IDV, dependsOn: [START] }
  - { name: DECISION, type: DECISION, dependsOn: [IDV] }`)}`;

/** Somebody whose document and face are there: a session is begun, and the images handed over. */
async function captured(tenant: Tenant): Promise<Asked> {
  await publish(tenant, EXAMINED);
  const documents = { IDENTITY: [LICENCE], OTHER: [SELFIE_DOCUMENT] };
  await have(tenant, { url: '', body: { individual: { ...PERSON, documents } } });
  const [entityId = ''] = await peopleOf(tenant);
  return { url: `/${entityId}/${KYC}` };
}

const SCENARIOS: readonly Scenario[] = [
  {
    title: 'an execution that has a document and a face examined',
    acknowledged: 200,
    diesTwice: true,
    prepare: captured,
  },
  {
    title: 'an execution that a branch leads into another workflow',
    acknowledged: 200,
    diesTwice: true,
    watchlists: stumblingLater,
    prepare: routed,
  },
  {
    title: 'an execution with hits',
    acknowledged: 200,
    diesTwice: true,
    prepare: async (tenant) => ({
      url: `/${await newPerson(tenant)}/${KYC}`,
      body: { comment: { text: 'please' } },
    }),
  },
  {
    title: 'a person created and executed in the background, with hits and a file',
    acknowledged: 202,
    diesTwice: true,
    prepare: async () => ({
      url: `/new/${KYC}`,
      background: true,
      body: {
        comment: { text: 'new here' },
        individual: {
          ...PERSON,
          documents: {
            IDENTITY: [
              {
                type: 'PASSPORT',
                country: 'ITA',
                primaryIdentifier: 'P1',
                attachments: [{ filename: 'p.txt', data: { base64: 'aGVsbG8=' } }],
              },
            ],
          },
        },
      },
    }),
  },
  {
    title: 'an execution after every hit was decided',
    acknowledged: 200,
    diesTwice: true,
    async prepare(tenant) {
      const entityId = await newPerson(tenant);
      await have(tenant, { url: `/${entityId}/${KYC}` });
      const rows = await query<{ process_result_id: string }>(
        'select process_result_id from process_result where tenant_id = $1::uuid',
        [tenant.tenantId],
      );
      await have(tenant, {
        method: 'PATCH',
        url: `/${entityId}/results/aml`,
        body: {
          processResults: rows.map(({ process_result_id }) => process_result_id),
          manualStatus: 'FALSE_POSITIVE',
          comment: { text: 'somebody else' },
        },
      });
      return { url: `/${entityId}/${KYC}` };
    },
  },
  {
    title: 'an execution whose provider stumbles once',
    acknowledged: 200,
    diesTwice: true,
    watchlists: () => stumbling(1),
    prepare: async (tenant) => ({ url: `/${await newPerson(tenant)}/${KYC}` }),
  },
  {
    title: 'an execution whose provider never answers',
    acknowledged: 200,
    diesTwice: false,
    watchlists: () => stumbling(Number.POSITIVE_INFINITY),
    prepare: async (tenant) => ({ url: `/${await newPerson(tenant)}/${KYC}` }),
  },
];

/** A node that dies at its n-th boundary; beats and look-ups come as they like and do not count. */
async function mortal(death: number, watchlists: WatchlistProvider) {
  const seen: string[] = [];
  const life = { isOver: false };
  const node = await makeApp({
    watchlists,
    onBoundary(name) {
      if (!/engine-(commit|claim|recall)/.test(name)) return;
      seen.push(name);
      if (seen.length !== death) return;
      life.isOver = true;
      throw new Error('Killed by the test.');
    },
  });
  nodes.push(node);
  /** Without the looks for work that find none, after the last commit. */
  const boundaries = () => seen.findLastIndex((name) => name.startsWith('after engine-commit')) + 1;
  return { node, life, boundaries };
}

async function isGone({ tenantId }: Tenant): Promise<boolean> {
  const rows = await query('select 1 from engine_run where tenant_id = $1::uuid', [tenantId]);
  return rows.length === 0;
}

/** Sends the request to a first node; each node dies at its boundary, and the last one lives. */
async function play(scenario: Scenario, deaths: readonly number[]) {
  const tenant = await newTenant();
  const asked = await scenario.prepare(tenant);
  const before = await stateOf(tenant);
  const watchlists = scenario.watchlists?.() ?? lists;
  const counted: number[] = [];
  let status = 0;
  for (const [index, death] of [...deaths, Number.POSITIVE_INFINITY].entries()) {
    const { node, life, boundaries } = await mortal(death, watchlists);
    if (index === 0) status = (await send(node, tenant, asked)).status;
    else node.engine.open();
    const givesUpAt = performance.now() + 25_000;
    while (!life.isOver && !(await isGone(tenant))) {
      if (performance.now() > givesUpAt) throw new Error('The run does not end.');
      await sleep(5);
    }
    counted.push(boundaries());
    await node.close().catch(() => undefined);
    await query('update engine_run set lease_until = now() where tenant_id = $1::uuid', [
      tenant.tenantId,
    ]);
  }
  await expectNothingDoubled(tenant);
  return { before, status, counted, state: await stateOf(tenant) };
}

describe('a node that dies at any boundary', () => {
  it.each(SCENARIOS)(
    'leaves $title to the next, and nobody can tell',
    async (scenario) => {
      const undisturbed = await play(scenario, []);
      expect(undisturbed.status).toBe(scenario.acknowledged);
      expect(undisturbed.state).not.toEqual(undisturbed.before);
      const [length = 0] = undisturbed.counted;
      expect(length).toBeGreaterThanOrEqual(4);

      let lives = 1;
      for (let first = 1; first <= length; first += 1) {
        const once = await play(scenario, [first]);
        lives += 1;
        // Before the first commit nothing was written, and the caller was not told otherwise.
        expect(once.state, `dead at ${first}`).toEqual(
          first === 1 ? once.before : undisturbed.state,
        );
        expect(first === 1 && once.status < 500).toBe(false);
        const seconds = scenario.diesTwice ? (once.counted[1] ?? 0) : 0;
        for (let second = 1; second <= seconds; second += 1) {
          const twice = await play(scenario, [first, second]);
          lives += 1;
          expect(twice.state, `dead at ${first} and ${second}`).toEqual(undisturbed.state);
        }
      }
      console.info(`${scenario.title}: ${length} boundaries, ${lives} lives`);
    },
    300_000,
  );
});

describe('a run that went over into another workflow', () => {
  it('keeps the version that was in force then, whatever is published while nobody holds it', async () => {
    const tenant = await newTenant();
    const asked = await routed(tenant);
    const remembered = () =>
      query<{ n: number }>(
        `select count(*)::int as n from engine_memory where tenant_id = $1::uuid
           and name = 'task/BRANCH'`,
        [tenant.tenantId],
      );
    let commits = 0;
    // The node dies as soon as it has committed what the branch said.
    const dying = await makeApp({
      watchlists: stumblingLater(),
      onBoundary(name) {
        commits += Number(name.startsWith('after engine-commit'));
        if (commits === 2) throw new Error('Killed by the test.');
      },
    });
    nodes.push(dying);
    await send(dying, tenant, { ...asked, background: true });
    const givesUpAt = performance.now() + 25_000;
    while ((await remembered())[0]?.n !== 1) {
      if (performance.now() > givesUpAt) throw new Error('The branch is not remembered.');
      await sleep(5);
    }
    await dying.close().catch(() => undefined);
    await publish(tenant, deeper('MONITOR'));
    await query('update engine_run set lease_until = now() where tenant_id = $1::uuid', [
      tenant.tenantId,
    ]);
    const { node } = await mortal(Number.POSITIVE_INFINITY, lists);
    node.engine.open();
    while (!(await isGone(tenant))) {
      if (performance.now() > givesUpAt) throw new Error('The run does not end.');
      await sleep(5);
    }

    const rows = await query(
      `select workflow_name, workflow_version, end_workflow_name, end_workflow_id,
         end_workflow_version, result from workflow_execution where tenant_id = $1::uuid`,
      [tenant.tenantId],
    );
    expect(rows).toEqual([
      {
        workflow_name: 'AML-Screening',
        workflow_version: 2,
        end_workflow_name: 'Deeper',
        end_workflow_id: 'deeper-NEEDS_APPROVAL',
        end_workflow_version: 1,
        result: 'NEEDS_APPROVAL',
      },
    ]);
  });
});
