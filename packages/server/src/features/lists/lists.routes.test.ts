import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  listListEvents as eventsOperation,
  importList as importOperation,
  listLists as listOperation,
  retireList as retireOperation,
  syncLists as syncOperation,
} from '@probity/contract/operations/admin-lists';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { httpServer } from '../../http/http-server.ts';
import { newUuid } from '../../kernel/id.ts';
import { systemStatement } from '../../kernel/statement.ts';
import { insertTenant } from '../tenants/tenant.store.ts';
import { downloadAgent } from './download-file.command.ts';
import { listLists } from './list.store.ts';
import { listRoutes } from './lists.routes.ts';
import { openListRegistry } from './open-list-registry.command.ts';
import { SYNCED_SOURCES } from './sync-lists.command.ts';

let test: TestDatabase;
let app: FastifyInstance;
let uploadFolder: string;
const NOW = new Date('2026-09-01T00:00:00Z');

/** Nobody listens there. */
const UNREACHABLE = Object.fromEntries(
  SYNCED_SOURCES.map((id) => [id, { url: 'https://127.0.0.1:1/list', fileName: 'list.xml' }]),
);
const DELETE_LISTS = systemStatement<never>('test-delete-lists', 'delete from list');

beforeAll(async () => {
  test = await testDatabase();
  uploadFolder = await mkdtemp(join(tmpdir(), 'probity-routes-test-'));
  app = httpServer(pino({ level: 'silent' }));
  const system = test.database.system;
  const caller = async ({ id }: { id: string }) => ({ system, requestId: id, now: () => NOW });
  listRoutes(
    { app, caller },
    {
      registry: openListRegistry({ db: system }),
      uploadFolder,
      download: { agent: downloadAgent({}), official: UNREACHABLE },
    },
  );
});
afterAll(async () => {
  await app.close();
  await rm(uploadFolder, { recursive: true });
  await test.drop();
});
beforeEach(() => test.database.system.all(DELETE_LISTS));

const HEADER = 'reference,kind,listing,name\n';
const people = (count: number) =>
  HEADER + Array.from({ length: count }, (_, at) => `${at},person,PEP,Nobody ${at}\n`).join('');

const BOUNDARY = 'a-boundary';
const parts = (files: Record<string, string>) =>
  `${Object.entries(files)
    .map(
      ([name, content]) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n`,
    )
    .join('')}--${BOUNDARY}--\r\n`;

const post = (query: string, payload: string, type = `multipart/form-data; boundary=${BOUNDARY}`) =>
  app.inject({
    method: 'POST',
    url: `/admin/v1/lists/import?${query}`,
    headers: { 'content-type': type },
    payload,
  });

describe('listRoutes', () => {
  it('imports a list, and answers 200 for the same content', async () => {
    const payload = parts({ 'list.csv': people(3) });

    const first = await post('source=probity-sample&name=Ours', payload);
    const again = await post('source=probity-sample&name=Ours', payload);

    expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
    const body = importOperation.answers[201].parse(first.json());
    expect(body).toMatchObject({
      list: { name: 'Ours', version: 1, entryCount: 3, nameCount: 3, isLoaded: true, ageHours: 0 },
      change: { added: 3, removed: 0, changed: 0, unchanged: 0 },
    });
    expect(importOperation.answers[200].parse(again.json())).toMatchObject({
      list: { listId: body.list.listId, version: 1 },
      change: { added: 0, unchanged: 3 },
    });
  });

  it('shows every list', async () => {
    await post('source=probity-sample', parts({ 'list.csv': people(3) }));

    const answer = await app.inject({ method: 'GET', url: '/admin/v1/lists' });

    expect(listOperation.answers[200].parse(answer.json()).lists).toMatchObject([
      { name: 'probity-sample', isStale: false, isLoaded: true },
    ]);
  });

  it('retires a list, once, and tells what became of it', async () => {
    const imported = (
      await post('source=probity-sample&name=Ours', parts({ 'l.csv': people(3) }))
    ).json();
    const { listId } = imported.list;
    const retire = () => app.inject({ method: 'POST', url: `/admin/v1/lists/${listId}/retire` });
    const first = await retire();

    expect(first.statusCode).toBe(200);
    expect(retireOperation.answers[200].parse(first.json()).list).toMatchObject({
      name: 'Ours',
      retiredAt: NOW.toISOString(),
      isLoaded: false,
    });
    expect((await retire()).statusCode).toBe(200);
    const told = await app.inject(`/admin/v1/lists/${listId}/events`);
    expect(eventsOperation.answers[200].parse(told.json())).toMatchObject({
      name: 'Ours',
      events: [
        {
          type: 'retired',
          actor: 'operator',
          version: 1,
          at: NOW.toISOString(),
          requestId: first.json().requestId,
        },
        { type: 'imported', version: 1, entries: 3, added: 3, requestId: imported.requestId },
      ],
    });
  });

  it.each(['retire', 'events'])('answers 404 to %s for a list that is not there', async (what) => {
    const answer = await app.inject({
      method: what === 'retire' ? 'POST' : 'GET',
      url: `/admin/v1/lists/${newUuid()}/${what}`,
    });
    expect([answer.statusCode, answer.json().errorCode]).toEqual([404, 'LIST-0406']);
  });

  it('takes files that weigh more than a body of JSON may', async () => {
    const filler = `"${'x'.repeat(1000)}"`;
    const big =
      'reference,kind,listing,name,remarks\n' +
      Array.from({ length: 4000 }, (_, at) => `${at},person,PEP,Nobody,${filler}\n`).join('');

    const answer = await post('source=probity-sample', parts({ 'list.csv': big }));

    expect(answer.statusCode).toBe(201);
  });

  it('says where a refused file is wrong, and leaves no upload behind', async () => {
    const answer = await post(
      'source=probity-sample',
      parts({ '../../etc/<list>.csv': `${people(2)}9,robot,PEP,Nobody\n` }),
    );

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      errorCode: 'LIST-0400',
      details: [{ issueLocation: '_list_.csv, line 4' }],
    });
    expect(await readdir(uploadFolder)).toEqual([]);
  });

  it('answers 409 for an implausibly smaller list', async () => {
    await post('source=probity-sample', parts({ 'list.csv': people(10) }));

    const answer = await post('source=probity-sample', parts({ 'list.csv': people(2) }));

    expect(answer.statusCode).toBe(409);
    expect(answer.json().details[0].issue).toBe(
      'The files hold 2 entries, the version in service 10.',
    );
    const accepting = 'source=probity-sample&acceptsFewerEntries=true';
    expect((await post(accepting, parts({ 'list.csv': people(2) }))).statusCode).toBe(201);
  });

  it('tells of each official list how fetching it came out', async () => {
    const answer = await app.inject({ method: 'POST', url: '/admin/v1/lists/sync' });

    expect(answer.statusCode).toBe(200);
    syncOperation.answers[200].parse(answer.json());
    expect(answer.json().lists).toEqual(
      SYNCED_SOURCES.map((source) => ({
        source,
        outcome: 'failed',
        issue: 'The file could not be fetched: unreachable.',
      })),
    );
  });

  it('answers 400 for a source that no publisher serves', async () => {
    const url = '/admin/v1/lists/sync?source=probity-sample';

    expect((await app.inject({ method: 'POST', url })).statusCode).toBe(400);
  });

  it('imports a private list, and shows whose it is', async () => {
    const [customerId, customerChildId] = [newUuid(), newUuid()];
    const tenant = { name: 'Invented', isSandbox: true, createdAt: NOW };
    const { system } = test.database;
    await insertTenant(system, { ...tenant, tenantId: customerId, parentTenantId: null });
    await insertTenant(system, {
      ...tenant,
      tenantId: customerChildId,
      parentTenantId: customerId,
    });

    const owner = `customerId=${customerId}&customerChildId=${customerChildId}`;
    const answer = await post(`source=probity-sample&${owner}`, parts({ 'list.csv': people(3) }));

    expect(answer.statusCode).toBe(201);
    expect(answer.json().list).toMatchObject({ customerId, customerChildId });
  });

  it("does not make a list everybody's that names a child without its customer", async () => {
    const query = `source=probity-sample&customerChildId=${newUuid()}`;
    const answer = await post(query, parts({ 'list.csv': people(3) }));

    expect(answer.statusCode).toBe(400);
    expect(await listLists(test.database.system)).toEqual([]);
  });

  it.each([
    { what: 'no file', query: 'source=probity-sample', payload: parts({}) },
    { what: 'no source', query: '', payload: parts({ 'list.csv': people(1) }) },
    {
      what: 'a source that is not known',
      query: 'source=x',
      payload: parts({ 'l.csv': people(1) }),
    },
    {
      what: 'an upload that breaks off',
      query: 'source=probity-sample',
      payload: parts({ 'list.csv': people(9) }).slice(0, 150),
    },
  ])('answers 400 for $what', async ({ query, payload }) => {
    const answer = await post(query, payload);

    expect(answer.statusCode).toBe(400);
    expect(await readdir(uploadFolder)).toEqual([]);
  });

  it('answers 400 for a body that is not multipart', async () => {
    const answer = await post('source=probity-sample', '{}', 'application/json');

    expect(answer.statusCode).toBe(400);
  });
});
