import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { isUlid } from '../kernel/id.ts';
import { httpServer } from './http-server.ts';

const apps: FastifyInstance[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

async function listening(logs: string[] = []) {
  const app = httpServer(pino({}, { write: (line: string) => void logs.push(line) }));
  apps.push(app);
  app.get('/here', async () => ({ ok: true }));
  app.get('/bug', async () => {
    throw new Error('canary: it was about Ottoline');
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, port: Number(new URL(url).port) };
}

/** What comes back for bytes that are sent as they are, until the server hangs up. */
async function exchange(port: number, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

function parsed(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const requestId = /^x-request-id: (.+)$/im.exec(head)?.[1] ?? '';
  return { status: Number(head.split(' ')[1]), requestId, body: Object(JSON.parse(body)) };
}

describe('what is no HTTP', () => {
  it.each([
    ['no request at all', 'canary\r\n\r\n', 400],
    ['a header that is none', 'GET /here HTTP/1.1\r\nHost: x\r\ncanary\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\ncanary', 400],
    [
      'headers without end',
      `GET /here HTTP/1.1\r\nHost: x\r\nA: ${'canary'.repeat(10_000)}\r\n\r\n`,
      431,
    ],
  ])('%s is refused in the words of every error', async (_, sent, status) => {
    const logs: string[] = [];
    const { port } = await listening(logs);
    const answer = parsed(await exchange(port, sent));

    expect(answer).toMatchObject({ status, body: { errorCode: `API-0${status}` } });
    expect(isUlid(answer.requestId)).toBe(true);
    expect(answer.body.requestId).toBe(answer.requestId);
    expect(JSON.stringify(answer)).not.toContain('canary');
    expect(logs.join()).not.toContain('canary');
    expect(logs.join()).toContain(answer.requestId);
  });
});

describe('a bug', () => {
  it('is answered without a word of it, and logged without its message', async () => {
    const logs: string[] = [];
    const { app } = await listening(logs);
    const answer = await app.inject('/bug');

    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({
      errorCode: 'SYS-0500',
      requestId: answer.headers['x-request-id'],
    });
    expect(answer.body).not.toContain('canary');
    expect(logs.join()).not.toContain('canary');
    expect(logs.join()).toContain('http-server.test.ts');
  });
});

describe('a request to a server that is stopping', () => {
  it('is sent elsewhere, in the words of every error, while the one under way ends', async () => {
    const app = httpServer(pino({ level: 'silent' }));
    apps.push(app);
    let finish: () => void = () => undefined;
    const hasBegun = new Promise<void>((begun) => {
      app.get('/slow', async () => {
        begun();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return { ok: true };
      });
    });
    const port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
    const early = exchange(port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await hasBegun;
    const chunks: string[] = [];
    const late = connect(port, '127.0.0.1');
    const isAccepted = new Promise<void>(
      (resolve) => void app.server.once('connection', () => resolve()),
    );
    late.write('GET /slow HTTP/1.1\r\n');
    late.on('data', (chunk) => chunks.push(chunk.toString()));
    const lateIsOver = new Promise<void>((resolve) => void late.on('close', () => resolve()));
    await isAccepted;

    const hasClosed = app.close();
    late.write('Host: x\r\n\r\n');
    await lateIsOver;
    finish();
    await hasClosed;

    expect(await early).toMatch(/^HTTP\/1.1 200 OK/);
    const refused = parsed(chunks.join(''));
    expect(refused).toMatchObject({ status: 503, body: { errorCode: 'SYS-0503' } });
    expect(refused.body.requestId).toBe(refused.requestId);
  });
});
