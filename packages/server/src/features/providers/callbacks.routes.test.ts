import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { httpServer } from '../../http/http-server.ts';
import { type CallbackReceived, type CallbackTools, callbackRoutes } from './callbacks.routes.ts';

const logs: string[] = [];
let app: ReturnType<typeof httpServer> | undefined;
afterEach(async () => {
  await app?.close();
  logs.length = 0;
});

/** A server where the provider `faces` signs with the header `signed`, and the body is its session. */
function server(onCallback: CallbackTools['onCallback']) {
  const messages: CallbackReceived[] = [];
  app = httpServer(pino({}, { write: (line: string) => void logs.push(line) }));
  callbackRoutes(app, {
    read(provider, message) {
      messages.push(message);
      if (provider !== 'faces') return undefined;
      const messageId = message.headers.signed;
      if (messageId === undefined) return { outcome: 'bad-signature' };
      const sessionId = message.body.toString();
      if (sessionId === '') return { outcome: 'not-understood' };
      return { outcome: 'about', sessionId, messageId };
    },
    onCallback,
  });
  const http = app;
  const post = (path: string, headers: Record<string, string>, payload = 'session-1') =>
    http.inject({ method: 'POST', url: path, headers, payload });
  return { post, messages };
}

const SIGNED = { signed: 'message-1', 'content-type': 'application/json' };

describe('POST /callbacks/{providerName}', () => {
  it('tells who knows about the session and which message it is, each time', async () => {
    const told: string[] = [];
    const { post, messages } = server(async (provider, { sessionId, messageId }) => {
      told.push(`${provider} ${sessionId} ${messageId}`);
    });
    for (const headers of [SIGNED, SIGNED, { ...SIGNED, signed: 'message-2' }]) {
      const answer = await post('/callbacks/faces', headers);
      expect([answer.statusCode, answer.json().requestId]).toEqual([
        200,
        answer.headers['x-request-id'],
      ]);
    }
    expect(told).toEqual([
      'faces session-1 message-1',
      'faces session-1 message-1',
      'faces session-1 message-2',
    ]);
    expect(messages[0]?.body.toString()).toBe('session-1');
  });

  it('takes the bytes as they are, whatever they are said to be', async () => {
    const { post, messages } = server(async () => undefined);
    await post('/callbacks/faces', { ...SIGNED, 'content-type': 'text/html' }, '{"a" :  1}');
    expect(messages[0]?.body.toString()).toBe('{"a" :  1}');
  });

  it('lets nobody in who has no signature, and tells nothing of who is there', async () => {
    const told: string[] = [];
    const { post } = server(async (provider) => void told.push(provider));
    const unsigned = await post('/callbacks/faces', {});
    const unknown = await post('/callbacks/nobody', SIGNED);
    for (const { statusCode, body } of [unsigned, unknown]) {
      expect([statusCode, JSON.parse(body)]).toMatchObject([401, { errorCode: 'AUTH-0002' }]);
    }
    expect(told).toEqual([]);
  });

  it('refuses a message that names no session', async () => {
    const { post } = server(async () => undefined);
    expect((await post('/callbacks/faces', SIGNED, '')).statusCode).toBe(400);
  });

  it('refuses a message that is too large', async () => {
    const { post } = server(async () => undefined);
    const answer = await post('/callbacks/faces', SIGNED, 'x'.repeat(300_000));
    expect([answer.statusCode, answer.json().errorCode]).toEqual([413, expect.any(String)]);
  });

  it('says that a message could not be dealt with, so that it comes again', async () => {
    let isBroken = true;
    const told: string[] = [];
    const { post } = server(async (_, { sessionId }) => {
      if (isBroken) throw new Error('session of Ada Quill');
      told.push(sessionId);
    });
    expect((await post('/callbacks/faces', SIGNED)).statusCode).toBe(500);
    isBroken = false;
    expect((await post('/callbacks/faces', SIGNED)).statusCode).toBe(200);
    expect(told).toEqual(['session-1']);
    expect(logs.join()).not.toContain('Quill');
  });
});
