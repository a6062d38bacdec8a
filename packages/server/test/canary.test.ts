import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MATCHLIST_ATTRIBUTE_TYPES } from '@probity/contract/evidence/counterpart-data';
import { IndividualInput, IndividualPatch } from '@probity/contract/individual';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../src/app.ts';
import { connectDatabase, type Database } from '../src/database/connect.ts';
import { clientConfig } from '../src/database/database-address.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../src/database/migrate.ts';
import { createTenant } from '../src/features/tenants/create-tenant.command.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { newUlid } from '../src/kernel/id.ts';
import { masterKeyFrom, SealBroken } from '../src/kernel/seal.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { settleSampleList } from '../src/sample-list.ts';
import { Canaries, controlWord, grep, holdsAny, needlesOf } from './test-canaries.ts';

/**
 * The most talkative log there is, and nothing compressed: what PostgreSQL was told must be found by
 * a search for bytes, so that not finding it means something.
 */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_compression: 'off',
  log_statement: 'all',
  log_min_duration_statement: '0',
  log_min_error_statement: 'debug5',
  log_parameter_max_length: '-1',
  log_parameter_max_length_on_error: '-1',
  log_error_verbosity: 'verbose',
  autovacuum: 'off',
  checkpoint_timeout: '1d',
};

const canaries = new Canaries();
const tenantName = controlWord();
const masterKey = randomBytes(32);
const logs: string[] = [];
let folder: string;
let postgres: EmbeddedPostgres;
let database: Database;
let app: App;
let headers: Readonly<Record<string, string>>;
let tenantId: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'probity-canary-')));
  await chmod(folder, 0o711);
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings: SETTINGS });
  await migrate(postgres.connection);
  database = await connectDatabase({ address: postgres.connection });
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logs.push(line) });
  app = await createApp({
    database,
    masterKey,
    operatorKey: randomBytes(32).toString('hex'),
    logger,
  });
  const { system } = database;
  await settleSampleList(system, systemClock);
  await app.open();
  const vaults = vaultsOf(masterKeyFrom(masterKey));
  const ctx = { system, vaults, requestId: newUlid(), now: systemClock };
  const made = await createTenant(ctx, app.shipped, { name: tenantName, isSandbox: true });
  if (!made) throw new Error('There is a tenant already.');
  tenantId = made.tenant.tenantId;
  headers = { api_key: made.key.apiKey, 'X-Frankie-CustomerID': tenantId };
}, 120_000);

afterAll(async () => {
  await app?.close();
  await database?.close();
  await postgres?.stop();
  for (const place of new Set(await homes())) await rm(place, { recursive: true, force: true });
}, 120_000);

/** The folder of this test, and the one that it links to where root keeps PostgreSQL elsewhere. */
async function homes(): Promise<string[]> {
  const data = join(folder, 'data');
  const names = (await readdir(data)).filter((name) => /^postgresql-\d+$/.test(name));
  const clusters = await Promise.all(names.map((name) => realpath(join(data, name))));
  const elsewhere = clusters.map(dirname).filter((home) => home !== data);
  return [folder, ...elsewhere];
}

type Called = { readonly status: number; readonly body: Body };
type Body = {
  readonly individual: {
    readonly entityId: string;
    readonly alternateNames?: readonly { readonly nameId: string }[];
  };
  readonly entityId: string;
  readonly workflowExecutionId: string;
  readonly processResults: readonly { readonly processResultId: string }[];
  readonly meta: { readonly total: number };
  readonly workflowResult: {
    readonly workflowExecutionId: string;
    readonly status: string;
    readonly workflowExecutionState: string;
  };
};

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) {
  const response = await app.http.inject({
    method,
    url,
    headers: {
      ...headers,
      'X-Frankie-Username': canaries.at(`X-Frankie-Username of ${method} ${url}`),
      'X-Frankie-Channel': canaries.at(`X-Frankie-Channel of ${method} ${url}`),
      'Idempotency-Key': canaries.at(`Idempotency-Key of ${method} ${url}`),
      ...(url.endsWith('?background') && { 'X-Frankie-Background': '1' }),
    },
    ...(body && { payload: body }),
  });
  return { status: response.statusCode, body: response.json<Body>() } satisfies Called;
}

const comment = (place: string) => ({ text: canaries.at(`comment on ${place}`) });

/** Waits for an execution in the background. */
async function whenCompleted(url: string): Promise<Called> {
  const givesUpAt = performance.now() + 60_000;
  for (;;) {
    const shown = await call('GET', url);
    if (shown.body.workflowResult.workflowExecutionState === 'COMPLETED') return shown;
    if (performance.now() > givesUpAt) throw new Error('The execution does not end.');
  }
}

/** Everything that can be done with a person in this installation; returns who it was done to. */
async function liveThrough(individual: object): Promise<string> {
  const service = 'serviceprofiles/KYC/workflows/AML-Screening';
  const created = await call('POST', '/v2/individuals', {
    individual,
    serviceName: 'KYC',
    comment: comment('create'),
  });
  expect(created).toMatchObject({ status: 201 });
  const { entityId } = created.body.individual;
  const person = `/v2/individuals/${entityId}`;
  const patched = await call('PATCH', person, {
    individual: patchOf(canaries.body(IndividualPatch)),
    comment: comment('patch'),
  });
  expect(patched).toMatchObject({ status: 200 });

  const executed = await call('POST', `${person}/${service}/execute`, { comment: comment('run') });
  expect(executed).toMatchObject({ status: 200 });
  const results = await call('GET', `${person}/results?classes=AML`);
  const ids = results.body.processResults.map(({ processResultId }) => processResultId);
  if (ids.length > 0) {
    const decided = await call('PATCH', `${person}/results/aml`, {
      processResults: ids,
      manualStatus: 'FALSE_POSITIVE',
      comment: comment('decide'),
    });
    expect(decided).toMatchObject({ status: 200 });
  }
  const { workflowExecutionId } = executed.body.workflowResult;
  const overridden = await call('PATCH', `${person}/${service}/executions/${workflowExecutionId}`, {
    status: 'FAIL',
    comment: comment('override'),
  });
  expect(overridden).toMatchObject({ status: 200 });
  const again = await call('POST', `${person}/${service}/execute?background`, {
    comment: comment('run in the background'),
  });
  expect(again).toMatchObject({ status: 202 });
  await whenCompleted(`${person}/${service}/executions/${again.body.workflowExecutionId}`);
  await lookAfter(person, service);
  await keepOnLists(entityId);
  expect(await call('GET', `${person}?level=base64`)).toMatchObject({ status: 200 });
  return entityId;
}

/** Given to officers, changed and executed at once, and one element taken away. */
async function lookAfter(person: string, service: string): Promise<void> {
  const serviceProfile = { assignee: canaries.at('assignee'), reviewer: canaries.at('reviewer') };
  const given = await call('PATCH', `${person}/serviceprofiles/KYC`, {
    serviceProfile,
    comment: comment('profile'),
  });
  expect(given).toMatchObject({ status: 200 });
  const name = { familyName: canaries.at('name changed with an execution') };
  const changed = await call('PATCH', `${person}/${service}/execute`, {
    individual: { alternateNames: [name] },
    comment: comment('change and execution'),
  });
  expect(changed).toMatchObject({ status: 200 });
  const { alternateNames = [] } = changed.body.individual;
  const nameId = alternateNames.at(-1)?.nameId;
  expect(await call('DELETE', `${person}/names/${nameId}`)).toMatchObject({ status: 200 });
}

/** On a matchlist with everything that an entry may say, searched for, and taken off again. */
async function keepOnLists(entityId: string): Promise<void> {
  const list = '/v2/matchlists/Blocklist/entries';
  const attributes = MATCHLIST_ATTRIBUTE_TYPES.filter(
    (type) => !/^(ORG_|ENTITY|.*DATE)/.test(type),
  ).map((type) => ({ type, value: canaries.at(`attribute ${type}`) }));
  const entries = [{ attributes, reference: canaries.at('reference of an entry'), reasons: ['X'] }];
  const batchName = canaries.at('name of a batch');
  const added = await call('POST', list, { entries, batchName, comment: comment('entries') });
  expect(added).toMatchObject({ status: 200 });
  const search = { type: 'FUZZY', attributes };
  expect(await call('POST', '/v2/search/matchlists', { search })).toMatchObject({ status: 200 });
  for (const [method, verb] of [
    ['POST', 'addEntity'],
    ['PATCH', 'removeEntity'],
  ] as const) {
    const done = await call(method, `${list}/${verb}`, { entityId, comment: comment(verb) });
    expect(done).toMatchObject({ status: 200 });
  }
}

/** New elements only: those that are there have ids that this body does not know. */
function patchOf(body: object): object {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name]) => Array.isArray(Reflect.get(body, name)) || name === 'customAttributes',
    ),
  );
}

/** Every row of every table as text, through the database: whatever it compresses is seen. */
async function everyRow(): Promise<Buffer> {
  const client = new pg.Client(clientConfig(postgres.superuser));
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(
        `select t::text as text from ${name} t`,
      );
      texts.push(...rows.map(({ text }) => text));
    }
    return Buffer.from(texts.join('\n'));
  } finally {
    await client.end();
  }
}

describe('the search', () => {
  const word = new Canaries().at('anywhere');
  const bare = word.slice(0, 14);
  const wide = (text: string) => Buffer.from(text, 'utf16le');
  const disguised: [string, Buffer][] = [
    ['UTF-8', Buffer.from(word)],
    ['UTF-16', wide(word)],
    ['UTF-16, the other way round', wide(word).swap16()],
    ['hex', Buffer.from(Buffer.from(word).toString('hex'))],
    ['hex of UTF-16', Buffer.from(wide(word).toString('hex'))],
    ...[0, 1, 2, 3, 4, 5].flatMap((before): [string, Buffer][] =>
      (['utf8', 'utf16le'] as const).map((encoding) => [
        `base64 of ${encoding} after ${before} bytes`,
        Buffer.from(
          Buffer.concat([randomBytes(before), Buffer.from(`${word} and more`, encoding)]).toString(
            'base64',
          ),
        ),
      ]),
    ),
  ];

  it.each(disguised)('finds a word in %s, and not where it is not', (_encoding, bytes) => {
    const noise = [randomBytes(501), randomBytes(77)];
    const haystack = Buffer.concat([noise[0] ?? bytes, bytes, noise[1] ?? bytes]);
    expect(holdsAny(haystack, needlesOf(bare))).toBe(true);
    expect(holdsAny(Buffer.concat(noise), needlesOf(bare))).toBe(false);
    expect(holdsAny(bytes, needlesOf(bare))).toBe(true);
  });
});

describe('what is known about a person', () => {
  let hit: string;
  let other: string;

  it('is kept, read, screened, decided and overridden, with a canary in every free text', async () => {
    const everything = canaries.body(IndividualInput);
    const listed = { givenName: 'Ilyara', familyName: 'Thornquill' };
    other = await liveThrough(everything);
    hit = await liveThrough({ ...canaries.body(IndividualInput), name: listed });
    const started = await call(
      'POST',
      '/v2/individuals/new/serviceprofiles/AML/workflows/PEP%20%26%20Sanctions/execute',
      { individual: canaries.body(IndividualInput), comment: comment('create and execute') },
    );
    expect(started).toMatchObject({ status: 200 });
    const results = await call('GET', `/v2/individuals/${hit}/results?classes=AML`);
    expect(results.body.meta.total).toBeGreaterThan(0);
    console.info(`${canaries.places.length} canaries`);
    expect(canaries.places.length).toBeGreaterThan(500);
  }, 120_000);

  it('comes back whole, so that the canaries have arrived', async () => {
    const { payload } = await app.http.inject({
      method: 'GET',
      url: `/v2/individuals/${other}?level=base64`,
      headers,
    });
    for (const needle of canaries.needles().slice(0, 1)) expect(payload).toContain(String(needle));
    expect(payload.length).toBeGreaterThan(20_000);
  });

  it('is in no row of any table', async () => {
    const rows = await everyRow();
    expect(holdsAny(rows, needlesOf(tenantName))).toBe(true);
    expect(holdsAny(rows, canaries.needles())).toBe(false);
  });

  it('is in no file while the write-ahead log still holds everything', async () => {
    const places = await homes();
    const control = await grep(places, needlesOf(tenantName));
    expect(control.found.filter((path) => path.includes('/pg_wal/'))).not.toEqual([]);
    expect(control.found.filter((path) => path.endsWith('.log'))).not.toEqual([]);
    const { found, bytes } = await grep(places, canaries.needles());
    console.info(`${Math.round(bytes / 1e6)} MB searched before a checkpoint`);
    expect(found).toEqual([]);
  }, 120_000);

  it('is in no line of the log', () => {
    const lines = Buffer.from(logs.join('\n'));
    expect(logs.length).toBeGreaterThan(20);
    expect(lines.includes('request answered')).toBe(true);
    expect(holdsAny(lines, canaries.needles())).toBe(false);
  });

  it('is forgotten with the key, while the audit keeps that it was there', async () => {
    const count = async (sql: string) => Number((await ask<{ n: string }>(sql, [hit]))[0]?.n);
    const keys = 'select count(*) as n from keyring.entity_key where entity_id = $1';
    const audit = 'select count(*) as n from audit_event where entity_id = $1';
    expect(await count(keys)).toBe(1);
    const events = await count(audit);
    const wrapped = (
      await ask<{ wrapped: Buffer }>(
        'select wrapped from keyring.entity_key where entity_id = $1',
        [hit],
      )
    )[0]?.wrapped;
    expect(await openable(hit, wrapped)).toBeGreaterThan(0);

    expect(await call('DELETE', `/v2/individuals/${hit}`)).toMatchObject({ status: 200 });
    expect(await call('GET', `/v2/individuals/${hit}`)).toMatchObject({ status: 404 });
    expect(await count(keys)).toBe(0);
    expect(await count(audit)).toBe(events + 1);
    for (const table of [
      'individual',
      'attachment',
      'comment',
      'process_result',
      'workflow_execution',
      'service_profile',
    ]) {
      expect([
        table,
        await count(`select count(*) as n from ${table} where entity_id = $1`),
      ]).toEqual([table, 0]);
    }
    const left = await ask<{ entity_id: string; wrapped: Buffer }>(
      'select entity_id, wrapped from keyring.entity_key',
      [],
    );
    expect(left.map(({ entity_id }) => entity_id)).toContain(other);
    for (const key of left) expect(await openable(hit, key.wrapped, key.entity_id)).toBe(0);
  }, 60_000);

  it('is in no file after the database has stopped', async () => {
    await app.close();
    await database.close();
    expect(await postgres.stop()).toBe('stopped');
    const places = await homes();
    const control = await grep(places, needlesOf(tenantName));
    expect(control.found.filter((path) => path.includes('/base/'))).not.toEqual([]);
    const { found, bytes } = await grep(places, canaries.needles());
    console.info(`${Math.round(bytes / 1e6)} MB searched after the stop`);
    expect(found).toEqual([]);
  }, 120_000);
});

async function ask<Row extends pg.QueryResultRow>(
  sql: string,
  parameters: readonly string[],
): Promise<Row[]> {
  const client = new pg.Client(clientConfig(postgres.superuser));
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...parameters])).rows;
  } finally {
    await client.end();
  }
}

/** How many of a person's sealed audit details a wrapped key opens. */
async function openable(
  entityId: string,
  wrapped: Buffer | undefined,
  owner = entityId,
): Promise<number> {
  if (!wrapped) throw new Error('There is no key.');
  const opened = vaultsOf(masterKeyFrom(masterKey)).open(tenantId, owner, wrapped);
  const rows = await ask<{ event_id: string; sealed: Buffer | null }>(
    'select event_id, sealed from audit_event where entity_id = $1',
    [entityId],
  );
  expect(rows.length).toBeGreaterThan(0);
  return rows.filter(({ event_id, sealed }) => {
    if (!sealed) return false;
    try {
      opened.unseal(`audit_event/${event_id}`, sealed);
      return true;
    } catch (error) {
      if (error instanceof SealBroken) return false;
      throw error;
    }
  }).length;
}
