import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { testTerminal } from './terminal/test-terminal.ts';

const KEY = 'operator-key-of-the-test-0123456789';
const UNUSED_PORT = '1';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers everything the same way. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

function answering(status: number, body: unknown): Promise<string> {
  return serving((_, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
}

async function run(line: string, env: Record<string, string> = {}) {
  const told = testTerminal({ folder, env: { PROBITY_OPERATOR_KEY: KEY, ...env } });
  const exitCode = await runCli(line.split(' ').filter(Boolean), told.terminal);
  return { exitCode, out: told.out(), err: told.err() };
}

const COMMANDS = [
  'start',
  'tenant create',
  'tenant list',
  'key create',
  'key revoke',
  'list import',
  'list status',
  'provider list',
  'list sync',
  'list retire',
  'list history',
  'reference import',
  'reference list',
  'reference remove',
  'screen replay',
  'audit verify',
  'audit export',
  'workflow list',
  'workflow validate',
  'workflow publish',
  'risk show',
  'risk publish',
  'demo',
];

describe('every command', () => {
  it.each(COMMANDS)('%s has help with an example and --json', async (command) => {
    const { exitCode, out, err } = await run(`${command} --help`);

    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`Examples:\n  (\\S+=\\S+ )*probity ${command}`));
    expect(out).toContain('--json');
    expect(err).toBe('');
  });

  it.each([
    '',
    'nothing',
    'tenant',
    'tenant create',
    'key create',
    'key revoke',
    'list import x',
    'list import --source ofac-sdn',
    'list import . --source ofac-sdn --child somebody',
    'list sync ofac-sdn',
    'list status more words',
    'list retire',
    'list history',
    'screen replay',
    'workflow validate',
    'demo --source ofac-sdn',
    'demo --list nowhere',
    'list import nowhere --source ofac-sdn',
    'workflow publish nowhere.yaml',
    'risk publish nowhere.yaml',
    'risk show',
    'workflow list',
    'tenant list --verbose',
  ])('ends with 2 for the wrong usage "%s"', async (line) => {
    const { exitCode, out, err } = await run(line, { PROBITY_URL: 'http://127.0.0.1:1' });

    expect(exitCode).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it('says what is wrong in one JSON document with --json', async () => {
    const { exitCode, out } = await run('key create --json');

    expect(exitCode).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { kind: 'usage' } });
  });
});

describe('a server that does not do what was asked', () => {
  it('is told to be unreachable with exit code 3', async () => {
    const { exitCode, out, err } = await run('tenant list --json', { PROBITY_PORT: UNUSED_PORT });

    expect(exitCode).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      error: { kind: 'unreachable', url: 'http://127.0.0.1:1' },
    });
    expect(err).toContain('PROBITY_URL');
  });

  it('is quoted with every issue and the request id', async () => {
    const url = await answering(400, {
      errorCode: 'VAL-0400',
      errorMsg: 'Multiple Errors: See Issues list',
      details: [
        { issue: 'is required', issueLocation: 'body.name' },
        { issue: 'must be a UUID', issueLocation: 'body.parentCustomerId' },
      ],
      requestId: '01J0000000000000000000000',
    });
    const { exitCode, out, err } = await run('tenant create --name x', { PROBITY_URL: url });

    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(err).toBe(
      'The server refused: Multiple Errors: See Issues list (VAL-0400, HTTP 400)\n' +
        '  body.name: is required\n' +
        '  body.parentCustomerId: must be a UUID\n' +
        '  request id: 01J0000000000000000000000\n',
    );
  });

  it('cannot steer the terminal with what it says', async () => {
    const url = await answering(400, {
      errorCode: 'X',
      errorMsg: '\u001b[2J\nDone.',
      details: [],
      requestId: 'R',
    });
    const { err } = await run('tenant list', { PROBITY_URL: url });

    expect(err.split('\n')[0]).toBe('The server refused:  [2J Done. (X, HTTP 400)');
  });

  it.each(['<html>', '{}', { tenants: 'none' }])(
    'is not believed when it answers %o',
    async (body) => {
      const url = await answering(200, body);
      const { exitCode, out, err } = await run('tenant list', { PROBITY_URL: url });

      expect(exitCode).toBe(1);
      expect(out).toBe('');
      expect(err).toContain('another version');
    },
  );

  it('never sees its key repeated', async () => {
    const url = await answering(401, {
      errorCode: 'AUTH-0002',
      errorMsg: 'Not authorised',
      details: [],
      requestId: 'R',
    });
    const { exitCode, out, err } = await run('list status --json', { PROBITY_URL: url });

    expect(exitCode).toBe(1);
    expect(err).toContain('PROBITY_OPERATOR_KEY');
    expect(out + err).not.toContain(KEY);
  });

  it('does not get the key passed on by a redirect', async () => {
    const asked: string[] = [];
    const other = await serving((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const url = await serving((_, response) => {
      response.writeHead(307, { location: `${other}/admin/v1/tenants` }).end();
    });
    const { exitCode } = await run('tenant list', { PROBITY_URL: url });

    expect(exitCode).toBe(3);
    expect(asked).toEqual([]);
  });
});

describe('list import', () => {
  it('asks with the key before it uploads, and streams every file of a folder', async () => {
    await writeFile(join(folder, 'sdn.csv'), 'x'.repeat(1_000_000));
    const asked: string[] = [];
    let uploaded = 0;
    const url = await serving((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      request.on('data', (chunk: Buffer) => {
        uploaded += chunk.length;
      });
      request.on('end', () => {
        const isRead = request.method === 'GET';
        const refused = { errorCode: 'LIST-0400', errorMsg: 'No', details: [], requestId: 'R' };
        response.writeHead(isRead ? 200 : 400);
        response.end(JSON.stringify(isRead ? { requestId: 'R', lists: [] } : refused));
      });
    });
    const { exitCode } = await run('list import . --source ofac-sdn --name a&b --accept-fewer', {
      PROBITY_URL: url,
    });

    expect(exitCode).toBe(1);
    expect(asked).toEqual([
      'GET /admin/v1/lists',
      'POST /admin/v1/lists/import?source=ofac-sdn&acceptsFewerEntries=true&name=a%26b',
    ]);
    expect(uploaded).toBeGreaterThan(1_000_000);
  });
});

describe('workflow validate', () => {
  it('ends with 1 and the problems when the definition does not hold', async () => {
    await writeFile(join(folder, 'bad.yaml'), 'steps: []');
    const url = await answering(200, {
      requestId: 'R',
      isValid: false,
      problems: [{ step: 'AML', issue: 'is not known', issueLocation: 'steps[1].type' }],
      explanation: [],
    });
    const { exitCode, out } = await run('workflow validate bad.yaml', { PROBITY_URL: url });

    expect(exitCode).toBe(1);
    expect(out).toBe('bad.yaml is not valid:\n  step AML, steps[1].type: is not known\n');
  });

  it('refuses a file that is not text before it asks a server', async () => {
    await writeFile(join(folder, 'bytes.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    const { exitCode, err } = await run('workflow validate bytes.yaml', { PROBITY_PORT: '1' });

    expect(exitCode).toBe(2);
    expect(err).toContain('UTF-8');
  });
});

describe('list retire', () => {
  const shared = {
    listId: '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11',
    name: 'UN',
    source: 'un-consolidated',
    version: 1,
    importedAt: '2026-09-01T00:00:00.000Z',
    confirmedAt: '2026-09-01T00:00:00.000Z',
    ageHours: 1,
    isStale: false,
    isLoaded: true,
    contentHash: 'x',
    entryCount: 1,
    nameCount: 1,
  };
  const own = { ...shared, listId: '1b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11', customerId: 'c1' };
  const retiring = async (line: string) => {
    const asked: string[] = [];
    const url = await serving((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const isRead = request.method === 'GET';
      const retired = { ...shared, retiredAt: '2026-09-02T00:00:00.000Z' };
      response.writeHead(200, { 'content-type': 'application/json' });
      const body = isRead ? { lists: [own, shared] } : { list: retired };
      response.end(JSON.stringify({ requestId: 'R', ...body }));
    });
    return { ...(await run(line, { PROBITY_URL: url })), asked };
  };

  it('finds the shared list by its name, and a private one by its tenant too', async () => {
    const { exitCode, out, asked } = await retiring('list retire un');
    expect(exitCode).toBe(0);
    expect(out).toContain('is retired since 2026-09-02');
    expect(asked.at(-1)).toBe(`POST /admin/v1/lists/${shared.listId}/retire`);
    const { asked: privately } = await retiring('list retire un --customer c1');
    expect(privately.at(-1)).toBe(`POST /admin/v1/lists/${own.listId}/retire`);
  });

  it('retires nothing where there is no list of that name', async () => {
    const { exitCode, err, asked } = await retiring('list retire unn');
    expect(exitCode).toBe(1);
    expect(err).toContain('no shared list of that name');
    expect(asked).toEqual(['GET /admin/v1/lists']);
  });
});

describe('screen replay', () => {
  const id = '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11';
  const replayed = (outcome: string, differences: readonly object[] = []) =>
    answering(200, {
      requestId: 'R',
      processResultId: id,
      engineVersion: '1.0.0',
      outcome,
      because: 'So it is.',
      differences,
    });

  it.each([
    ['identical', 0],
    ['differs', 1],
    ['impossible', 2],
  ])('ends, where it is %s, with %i', async (outcome, code) => {
    const PROBITY_URL = await replayed(outcome);
    const { exitCode, out } = await run(`screen replay ${id}`, { PROBITY_URL });
    expect(exitCode).toBe(code);
    expect(out).toContain('So it is.');
  });

  it('shows what differs', async () => {
    const difference = { listing: 'un:1', field: 'match', kept: '0.9', replayed: '0.8' };
    const PROBITY_URL = await replayed('differs', [difference]);
    const { out } = await run(`screen replay ${id}`, { PROBITY_URL });
    expect(out).toMatch(/un:1 +match +0\.9 +0\.8/);
  });
});

describe('list sync', () => {
  const answer = (lists: readonly object[]) => answering(200, { requestId: 'R', lists });
  const synced = { source: 'un-consolidated', outcome: 'unchanged', version: 3 };

  it('shows how each source came out', async () => {
    const url = await answer([synced]);
    const { exitCode, out } = await run('list sync', { PROBITY_URL: url });

    expect(exitCode).toBe(0);
    expect(out).toMatch(/un-consolidated +unchanged +3/);
  });

  it('does not pass for done when one source failed', async () => {
    const url = await answer([synced, { source: 'eu-fsf', outcome: 'failed', issue: 'Gone.' }]);
    const { exitCode, out } = await run('list sync --json', { PROBITY_URL: url });

    expect(exitCode).toBe(1);
    expect(JSON.parse(out).lists).toHaveLength(2);
  });
});
