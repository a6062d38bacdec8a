import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import { fileOf } from '../../screening-lists/test-real-lists.ts';
import { downloadAgent, type ProxySettings } from './download-file.command.ts';
import { importList } from './import-list.command.ts';
import { findList } from './list.store.ts';
import { readListEvents, retireList } from './retire-list.command.ts';
import { listSyncSchedule } from './schedule-list-sync.command.ts';
import { type ListSync, type ListSyncTools, syncList } from './sync-lists.command.ts';
import { TEST_AUTHORITY } from './test-certificate.ts';
import { type TestPublisher, testProxy, testPublisher } from './test-publisher.ts';

let test: TestDatabase;
let db: SystemDb;
let publisher: TestPublisher;
const clock = { time: new Date('2026-09-01T00:00:00Z') };
const agents: Array<ReturnType<typeof downloadAgent>> = [];
const CLEAR = systemStatement<never>(
  'test-clear-downloads',
  'with lists as (delete from list) delete from list_download',
);

/** A UN list of so many people. */
const list = (people: number) =>
  `<CONSOLIDATED_LIST dateGenerated="2026-08-01T00:00:00Z"><INDIVIDUALS>${Array.from(
    { length: people },
    (_, at) =>
      `<INDIVIDUAL><DATAID>${at + 1}</DATAID><FIRST_NAME>Invented</FIRST_NAME><SECOND_NAME>Person ${at + 1}</SECOND_NAME><REFERENCE_NUMBER>INV.${at + 1}</REFERENCE_NUMBER><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1962</YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>`,
  ).join('')}</INDIVIDUALS></CONSOLIDATED_LIST>`;
const serve =
  (content: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(200, headers).end(content);

const tools = (
  settings: ProxySettings = { ca: TEST_AUTHORITY },
  more: Partial<ListSyncTools> = {},
): ListSyncTools => {
  const agent = downloadAgent(settings);
  agents.push(agent);
  const official = { url: publisher.url, fileName: 'consolidated.xml' };
  return {
    db,
    now: () => clock.time,
    by: { actor: 'schedule' },
    agent,
    official: { 'un-consolidated': official, 'ca-sema': official },
    ...more,
  };
};
const sync = (with_: ListSyncTools = tools()) => syncList(with_, 'un-consolidated');
const inService = async () =>
  (await findList(db, { name: 'un-consolidated', ownerTenantId: null }))?.inService;

beforeAll(async () => {
  test = await testDatabase();
  db = test.database.system;
  publisher = await testPublisher();
});
afterAll(async () => {
  await publisher.close();
  await test.drop();
});
beforeEach(async () => {
  await db.all(CLEAR);
  clock.time = new Date('2026-09-01T00:00:00Z');
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
});

describe('syncList', () => {
  it('puts the official file in service', async () => {
    publisher.answerWith(serve(list(400)));

    expect(await sync()).toEqual({ source: 'un-consolidated', outcome: 'imported', version: 1 });
    expect(await inService()).toMatchObject({
      publishedOn: '2026-08-01',
      counts: { entries: 400 },
    });
  });

  it('asks for what it has by its marks, and confirms it when nothing changed', async () => {
    const marks = { etag: '"one"', 'last-modified': 'Sat, 01 Aug 2026 00:00:00 GMT' };
    publisher.answerWith(serve(list(400), marks));
    await sync();
    clock.time = new Date('2026-09-02T00:00:00Z');
    publisher.answerWith((_request, response) => response.writeHead(304).end());

    expect(await sync()).toEqual({ source: 'un-consolidated', outcome: 'unchanged', version: 1 });
    expect(publisher.requests[0]).toMatchObject({
      'if-none-match': '"one"',
      'if-modified-since': 'Sat, 01 Aug 2026 00:00:00 GMT',
    });
    expect((await inService())?.confirmedAt).toEqual(clock.time);
  });

  it('asks for the whole file again when another one was put in service since', async () => {
    publisher.answerWith(serve(list(400), { etag: '"one"' }));
    await sync();
    const files = [fileOf('un.xml', list(401))];
    await importList({ db, now: () => clock.time }, { source: 'un-consolidated', files });
    publisher.answerWith(serve(list(402), { etag: '"two"' }));

    expect(await sync()).toMatchObject({ outcome: 'imported', version: 3 });
    expect(publisher.requests[0]).not.toHaveProperty('if-none-match');
  });

  it('takes the same bytes for the same list, whatever their marks are', async () => {
    publisher.answerWith(serve(list(400), { etag: '"one"' }));
    await sync();
    publisher.answerWith(serve(list(400), { etag: '"two"' }));

    expect(await sync()).toMatchObject({ outcome: 'unchanged', version: 1 });
  });

  it('leaves a retired list alone, and one that is retired meanwhile', async () => {
    publisher.answerWith(serve(list(400)));
    await sync();
    const { listId = '' } =
      (await findList(db, { name: 'un-consolidated', ownerTenantId: null })) ?? {};
    const retire = () =>
      retireList({ db, now: () => clock.time, by: { actor: 'operator' } }, listId);
    publisher.answerWith(async (request, response) => {
      await retire();
      serve(list(500))(request, response);
    });
    expect(await sync()).toMatchObject({
      outcome: 'failed',
      issue: expect.stringContaining('retired'),
    });
    expect(await inService()).toMatchObject({ version: 1 });

    publisher.requests.length = 0;
    expect(await sync()).toEqual({ source: 'un-consolidated', outcome: 'retired' });
    expect(publisher.requests).toEqual([]);
  });

  it('tells what became of the list, the same failure once', async () => {
    publisher.answerWith(serve(list(400), { etag: '"1"' }));
    await sync();
    publisher.answerWith((_request, response) => response.writeHead(304).end());
    await sync();
    publisher.answerWith((_request, response) => response.writeHead(500).end());
    for (let at = 0; at < 3; at += 1) await sync();
    publisher.answerWith(serve(list(3)));
    await sync();

    const { listId = '' } =
      (await findList(db, { name: 'un-consolidated', ownerTenantId: null })) ?? {};
    const { events } = await readListEvents(db, listId);
    expect(events.map(({ type, version }) => [type, version])).toEqual([
      ['failed', undefined],
      ['failed', undefined],
      ['confirmed', 1],
      ['imported', 1],
    ]);
    expect(events.at(-1)).toMatchObject({
      actor: 'schedule',
      publishedOn: '2026-08-01',
      counts: { entries: 400, added: 400, removed: 0 },
    });
    expect(events[1]?.issue).toContain('refused');
  });

  it('follows a redirect to HTTPS', async () => {
    publisher.answerWith((request, response) => {
      if (request.url === '/moved') response.end(list(400));
      else response.writeHead(302, { location: '/moved' }).end();
    });

    expect(await sync()).toMatchObject({ outcome: 'imported' });
  });

  const whole = list(400);
  const cases: ReadonlyArray<[what: string, answer: RequestListener, because: string]> = [
    ['a status of failure', (_, response) => response.writeHead(500).end('no'), 'refused'],
    [
      'a body that is shorter than it says',
      (_, response) => {
        response.writeHead(200, { 'content-length': String(whole.length + 1) });
        response.write(whole, () => response.destroy());
      },
      'broken-off',
    ],
    [
      'a body of unknown length that breaks off',
      (_, response) => {
        response.writeHead(200);
        response.write(whole, () => response.destroy());
      },
      'broken-off',
    ],
    ['no answer at all', (request) => request.socket.destroy(), 'broken-off'],
    ['a body packed unasked', serve('x', { 'content-encoding': 'gzip' }), 'refused'],
    ['a body that says it is too large', serve('x'.repeat(2_000_001)), 'too-large'],
    [
      'a body that turns out too large',
      (_, response) => {
        response.writeHead(200);
        response.write('x');
        response.end('x'.repeat(2_000_001));
      },
      'too-large',
    ],
    [
      'a redirect to a place without TLS',
      (_, response) => response.writeHead(302, { location: 'http://localhost/list' }).end(),
      'redirected-astray',
    ],
    [
      'redirects without end',
      (_, response) => response.writeHead(302, { location: '/list.xml' }).end(),
      'redirected-astray',
    ],
    ['a redirect to nowhere', (_, response) => response.writeHead(302).end(), 'redirected-astray'],
  ];
  it.each(cases)('keeps what is in service for %s', async (_what, answer, because) => {
    publisher.answerWith(serve(list(400)));
    await sync();
    publisher.answerWith(answer);

    const limited = tools({ ca: TEST_AUTHORITY }, { largestBytes: 2_000_000 });
    expect(await sync(limited)).toMatchObject({ outcome: 'failed', because });
    expect((await inService())?.version).toBe(1);
  });

  it.each([
    ['cut off', whole.slice(0, -30), 'truncated'],
    ['of another kind', '<html></html>', 'another kind'],
    ['far too short', list(3), 'at least 300'],
  ])('keeps what is in service for a file that is %s, and says why', async (_what, file, issue) => {
    publisher.answerWith(serve(list(400)));
    await sync();
    publisher.answerWith(serve(file));

    const outcome = await sync();
    expect(outcome).toMatchObject({ outcome: 'failed', issue: expect.stringContaining(issue) });
    expect((await inService())?.version).toBe(1);
  });

  it('does not wait for ever', async () => {
    publisher.answerWith(() => undefined);

    const hasty = tools({ ca: TEST_AUTHORITY }, { timeoutMs: 200 });
    expect(await sync(hasty)).toMatchObject({ outcome: 'failed', because: 'timed-out' });
  });

  it('trusts nobody whom no authority vouches for', async () => {
    publisher.answerWith(serve(list(400)));

    expect(await sync(tools({}))).toMatchObject({ outcome: 'failed', because: 'not-trusted' });
    expect(publisher.requests).toEqual([]);
  });

  it('says that nobody is there', async () => {
    const nobody = { url: 'https://127.0.0.1:1/list.xml', fileName: 'list.xml' };
    const away = tools({ ca: TEST_AUTHORITY }, { official: { 'un-consolidated': nobody } });

    expect(await sync(away)).toMatchObject({ outcome: 'failed', because: 'unreachable' });
  });

  it('refuses a source that no publisher serves', async () => {
    await expect(syncList(tools(), 'probity-sample')).rejects.toMatchObject({ code: 'LIST-0404' });
  });
});

describe('syncList behind a proxy', () => {
  it.each([
    ['goes through it', undefined, 1],
    ['goes past it where it is told to', 'localhost', 0],
  ])('%s', async (_what, noProxy, times) => {
    const proxy = await testProxy();
    publisher.answerWith(serve(list(400)));
    const settings = { ca: TEST_AUTHORITY, httpsProxy: proxy.url, noProxy };

    expect(await sync(tools(settings))).toMatchObject({ outcome: 'imported' });
    expect(proxy.asked).toHaveLength(times);
    proxy.close();
  });

  it('takes no way around one that refuses', async () => {
    const proxy = await testProxy({ refuses: true });
    publisher.answerWith(serve(list(400)));
    const settings = { ca: TEST_AUTHORITY, httpsProxy: proxy.url };

    expect(await sync(tools(settings))).toMatchObject({
      outcome: 'failed',
      because: 'unreachable',
    });
    expect(publisher.requests).toEqual([]);
    proxy.close();
  });
});

describe('listSyncSchedule', () => {
  const told: ListSync[] = [];
  let cutOff = 0;
  const schedule = (with_: ListSyncTools) =>
    listSyncSchedule({
      sync: with_,
      everyHours: 24,
      sources: ['ca-sema', 'un-consolidated'],
      onSynced: (outcome) => {
        told.push(outcome);
      },
      onNoNetwork: () => {
        cutOff += 1;
      },
      onFailure: (error) => expect.fail(String(error)),
    });
  const outcomes = () => told.splice(0).map(({ source, outcome }) => `${source} ${outcome}`);
  const hours = (count: number) => {
    clock.time = new Date(clock.time.getTime() + count * 3_600_000);
  };
  beforeEach(() => {
    told.length = 0;
    cutOff = 0;
  });

  it('goes on with the others where one fails, and tries that one sooner', async () => {
    publisher.answerWith(serve(list(400)));
    const { round } = schedule(tools());

    await round();
    expect(outcomes()).toEqual(['ca-sema failed', 'un-consolidated imported']);
    await round();
    expect(outcomes()).toEqual([]);
    hours(1);
    await round();
    expect(outcomes()).toEqual(['ca-sema failed']);
    hours(23);
    await round();
    expect(outcomes()).toEqual(['ca-sema failed', 'un-consolidated unchanged']);
  });

  it('fetches each list once, however many servers there are', async () => {
    publisher.answerWith(serve(list(400)));

    await Promise.all([schedule(tools()).round(), schedule(tools()).round()]);
    expect(outcomes().sort()).toEqual(['ca-sema failed', 'un-consolidated imported']);
  });

  it('says once that there is no network, and again when it was lost again', async () => {
    const nobody = { url: 'https://127.0.0.1:1/list.xml', fileName: 'list.xml' };
    const official: Record<string, typeof nobody> = {
      'un-consolidated': nobody,
      'ca-sema': nobody,
    };
    const { round } = schedule(tools({ ca: TEST_AUTHORITY }, { official }));
    for (let at = 0; at < 3; at += 1) {
      await round();
      hours(1);
    }
    expect([cutOff, outcomes()]).toEqual([1, []]);

    publisher.answerWith(serve(list(400)));
    official['un-consolidated'] = { url: publisher.url, fileName: 'list.xml' };
    await round();
    expect(outcomes()).toContain('un-consolidated imported');
    official['un-consolidated'] = nobody;
    hours(24);
    await round();
    expect(cutOff).toBe(2);
  });

  it('stops in the middle of a file that does not come', async () => {
    const reached = new Promise<void>((resolve) => {
      publisher.answerWith(() => resolve());
    });
    const running = schedule(tools());
    const round = running.round();
    await reached;

    await running.stop();
    await round;
    expect(outcomes()).toEqual([]);
  });
});
