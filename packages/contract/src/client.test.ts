import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import type { ClientOptions } from './client/client-options.ts';
import {
  type AnswerOf,
  ApiFailure,
  type CallOf,
  createClient,
  ServerUnreachable,
  UnexpectedAnswer,
} from './client.ts';
import { importList } from './operations/admin-lists.ts';
import { type createTenant, listTenants } from './operations/admin-tenants.ts';
import { executeWorkflow, getExecution, listExecutions } from './operations/executions.ts';
import { getHealth } from './operations/health.ts';
import {
  type createIndividual,
  type deleteIndividual,
  getIndividual,
} from './operations/individuals.ts';
import { listWorkflows } from './operations/workflows.ts';

const ID = '0b7e1d3a-52c4-4f7e-8d19-a6f0c3b2e481';
const CUSTOMER = '00000000-0000-4000-8000-000000000001';

type Received = {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
type Respond = (response: ServerResponse) => void;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers every request in one way, and remembers what it received. */
async function serve(respond: Respond) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') });
      respond(response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

function json(status: number, body: unknown): Respond {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'R1' });
    response.end(JSON.stringify(body));
  };
}

async function served(respond: Respond, options: Partial<ClientOptions> = {}) {
  const { url, received } = await serve(respond);
  const client = createClient({ url, apiKey: 'k', customerId: CUSTOMER, ...options });
  return { client, received };
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a call', () => {
  it('sends what the operation takes, and says who calls', async () => {
    const { client, received } = await served(
      json(200, { requestId: 'R1', workflowResults: [], meta: META }),
      {
        customerChildId: ID,
        username: 'officer@example.org',
        channel: 'portal',
      },
    );

    const answer = await client.call(listExecutions, {
      path: { entityId: ID, serviceName: 'K/Y C', workflowName: 'Ä?' },
      query: {
        workflowResults: ['PASS', 'FAIL'],
        limit: 5,
        startedAtAfter: '2026-01-01T00:00:00+01:00',
      },
    });

    expect(answer).toEqual({
      status: 200,
      requestId: 'R1',
      body: { requestId: 'R1', workflowResults: [], meta: META },
    });
    expect(received[0]).toMatchObject({
      method: 'GET',
      url: `/v2/individuals/${ID}/serviceprofiles/K%2FY%20C/workflows/%C3%84%3F/executions?workflowResults=PASS%2CFAIL&limit=5&startedAtAfter=2026-01-01T00%3A00%3A00%2B01%3A00`,
      body: '',
      headers: {
        api_key: 'k',
        'x-frankie-customerid': CUSTOMER,
        'x-frankie-customerchildid': ID,
        'x-frankie-username': 'officer@example.org',
        'x-frankie-channel': 'portal',
      },
    });
    expect(received[0]?.headers).not.toHaveProperty('authorization');
    expect(received[0]?.headers).not.toHaveProperty('x-frankie-background');
  });

  it('sends a body as JSON, and asks for the background', async () => {
    const accepted = { requestId: 'R1', workflowExecutionId: 'E1', entityId: ID };
    const { client, received } = await served(json(202, accepted));

    const answer = await client.call(executeWorkflow, {
      path: { entityId: ID, serviceName: 'KYC', workflowName: 'AML' },
      body: { comment: { text: 'Å' } },
      background: true,
      idempotencyKey: 'once',
    });

    expect(answer.status === 202 && answer.body.workflowExecutionId).toBe('E1');
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-frankie-background': '1',
      'idempotency-key': 'once',
    });
    expect(Buffer.from(received[0]?.body ?? '', 'latin1').toString()).toBe(
      '{"comment":{"text":"Å"}}',
    );
  });

  it('shows the key of a tenant to tenants only, and of the operator to the operator only', async () => {
    const { client, received } = await served(json(200, { requestId: 'R1', tenants: [] }), {
      operatorKey: 'secret',
    });

    await client.call(listTenants);
    await failureOf(client.call(getHealth));

    expect(received[0]?.headers.authorization).toBe('Bearer secret');
    expect(received[0]?.headers).not.toHaveProperty('api_key');
    expect(received[1]?.headers).not.toHaveProperty('authorization');
    expect(received[1]?.headers).not.toHaveProperty('api_key');
  });

  it('sends files as parts under their names', async () => {
    const { client, received } = await served(json(409, ERROR));

    await failureOf(
      client.call(importList, {
        query: { source: 'ofac-sdn' },
        files: [
          { name: 'sdn.csv', content: new Blob(['1,"A"']) },
          { name: 'alt.csv', content: new Blob(['2,"B"']) },
        ],
      }),
    );

    expect(received[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(received[0]?.body).toContain('filename="sdn.csv"');
    expect(received[0]?.body).toContain('filename="alt.csv"');
    expect(received[0]?.body).toContain('1,"A"');
  });

  it.each(['', '.', '..'])(
    'does not send a path parameter that climbs: %j',
    async (workflowName) => {
      const { client, received } = await served(json(200, {}));

      const call = client.call(listExecutions, {
        path: { entityId: ID, serviceName: 'KYC', workflowName },
      });

      await expect(call).rejects.toThrow(TypeError);
      expect(received).toEqual([]);
    },
  );

  it('keeps the path that a server is mounted under', async () => {
    const { url, received } = await serve(json(200, { requestId: 'R1', workflows: [] }));

    await createClient({ url: `${url}/kyc/` }).call(listWorkflows);

    expect(received[0]?.url).toBe('/kyc/v2/workflows');
  });

  it('waits for the answer that follows an interim one', async () => {
    const { client } = await served((response) => {
      response.writeProcessing();
      json(404, ERROR)(response);
    });

    const path = {
      entityId: ID,
      serviceName: 'KYC',
      workflowName: 'AML',
      workflowExecutionId: 'E1',
    };

    expect(await failureOf(client.call(getExecution, { path }))).toBeInstanceOf(ApiFailure);
  });
});

const META = { page: 1, total: 0, limit: 20, count: 0, sort: 'desc', sortFields: ['createdAt'] };
const ERROR = {
  errorCode: 'ENT-1010',
  errorMsg: 'Not found',
  details: [{ issue: 'No such individual', issueLocation: 'path.entityId' }],
  requestId: 'R1',
};

describe('a failure', () => {
  it('is told in the words of the server', async () => {
    const { client } = await served(json(404, ERROR));

    const failure = await failureOf(client.call(getIndividual, { path: { entityId: ID } }));

    expect(failure).toBeInstanceOf(ApiFailure);
    expect(failure).toMatchObject({ status: 404, ...ERROR });
  });

  it('is an answer where the operation says so', async () => {
    const health = { status: 'down', version: '1', database: { isReachable: false }, lists: [] };
    const { client } = await served(json(503, health));

    const answer = await client.call(getHealth);

    expect(answer).toMatchObject({ status: 503, body: health });
  });

  it.each([
    ['a page of a proxy', 502, '<html>Bad gateway</html>'],
    ['an error in other words', 500, '{"error":"x"}'],
    ['an answer without its fields', 200, '{"requestId":"R1"}'],
    ['an answer of another status', 204, ''],
    ['nothing', 200, ''],
    ['null', 200, 'null'],
  ])('is %s', async (_, status, body) => {
    const { client } = await served((response) => response.writeHead(status).end(body));

    const failure = await failureOf(client.call(listWorkflows));

    expect(failure).toBeInstanceOf(UnexpectedAnswer);
    expect(failure).toMatchObject({ status });
  });

  it('is a server that is not there', async () => {
    const { url } = await serve(json(200, {}));
    for (const close of closing.splice(0)) close();

    const failure = await failureOf(createClient({ url }).call(getHealth));

    expect(failure).toBeInstanceOf(ServerUnreachable);
    expect(failure).toMatchObject({ url });
  });

  it('is an answer that breaks off', async () => {
    const { client } = await served((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    });

    expect(await failureOf(client.call(listWorkflows))).toBeInstanceOf(ServerUnreachable);
  });

  it('is a redirect, which would carry the key elsewhere', async () => {
    const elsewhere = await serve(json(200, { requestId: 'R1', workflows: [] }));
    const { client } = await served((response) => {
      response.writeHead(307, { location: `${elsewhere.url}/v2/workflows` }).end();
    });

    expect(await failureOf(client.call(listWorkflows))).toBeInstanceOf(ServerUnreachable);
    expect(elsewhere.received).toEqual([]);
  });

  it('is the caller’s own when the caller gives up', async () => {
    const { client } = await served(() => undefined);
    const reason = new Error('enough');

    const call = client.call(listWorkflows, { signal: AbortSignal.abort(reason) });

    expect(await failureOf(call)).toBe(reason);
  });
});

describe('types', () => {
  it('ask for what an operation needs', () => {
    type Named = { body: { individual: { name: { familyName: string } } } };
    type Unnamed = { body: { individual: { name: { givenName: string } } } };
    type Path = { path: { entityId: string; serviceName: string; workflowName: string } };
    type Filtered<Outcome> = Path & { query: { workflowResults: Outcome[] } };

    expectTypeOf<Named>().toExtend<CallOf<typeof createIndividual>>();
    expectTypeOf<Unnamed>().not.toExtend<CallOf<typeof createIndividual>>();
    expectTypeOf<{ body: { name: string } }>().toExtend<CallOf<typeof createTenant>>();
    expectTypeOf<{ background: true }>().not.toExtend<CallOf<typeof createTenant>>();
    expectTypeOf<{ background: true }>().not.toExtend<CallOf<typeof getIndividual>>();
    expectTypeOf<Path>().toExtend<CallOf<typeof executeWorkflow>>();
    expectTypeOf<Filtered<'PASS'>>().toExtend<CallOf<typeof listExecutions>>();
    expectTypeOf<Filtered<'GREAT'>>().not.toExtend<CallOf<typeof listExecutions>>();
  });

  it('tell answers apart by status', () => {
    type Accepted = Extract<AnswerOf<typeof executeWorkflow>, { status: 202 }>;

    expectTypeOf<AnswerOf<typeof deleteIndividual>['status']>().toEqualTypeOf<200 | 202>();
    expectTypeOf<Accepted['body']['workflowExecutionId']>().toEqualTypeOf<string>();
  });
});
