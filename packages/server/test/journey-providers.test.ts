import { randomBytes } from 'node:crypto';
import { listProviders } from '@probity/contract/operations/admin-providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderSettings } from '../src/providers/configured/provider-settings.ts';
import { signatureHeaders } from '../src/providers/http/message-signature.ts';
import { type TestApp, testApp } from './test-app.ts';

const key = randomBytes(32);
const secret = `whsec_${key.toString('base64')}`;
const settings = (name: string, capabilities: readonly string[]) => ({
  settings: ProviderSettings.parse({
    kind: 'http',
    name,
    url: 'https://bureau.example/probity',
    capabilities,
    secret: { env: 'KEY' },
  }),
  secrets: { secret: { reveal: () => secret } },
});

let test: TestApp;
beforeAll(async () => {
  test = await testApp({
    providers: [settings('second-to-none', ['identity']), settings('faces', ['idv', 'visa'])],
  });
});
afterAll(() => test?.close());

describe('the operator’s providers', () => {
  it('are shown in their order, with their health and without their secrets', async () => {
    const { text, body } = await test.call(listProviders, {
      headers: { authorization: `Bearer ${test.operatorKey}` },
    });
    expect(body).toMatchObject({
      providers: [
        { name: 'second-to-none', kind: 'http', capabilities: ['identity'] },
        { name: 'faces', capabilities: ['idv', 'visa'], health: { breaker: 'closed' } },
      ],
    });
    expect(text).not.toContain(key.toString('base64'));
  });

  it('are shown to nobody else', async () => {
    const headers = { authorization: undefined };
    expect(await test.call(listProviders, { headers })).toMatchObject({ status: 401 });
  });

  it('call back with their signature, and under no other name', async () => {
    const body = Buffer.from('{"sessionId": "session-1"}');
    const post = (path: string, headers: Record<string, string>) =>
      test.app.http.inject({ method: 'POST', url: `/callbacks/${path}`, headers, payload: body });
    const signed = signatureHeaders(key, { id: 'message-1', at: test.now(), body });
    expect((await post('faces', signed)).statusCode).toBe(200);
    expect((await post('faces', signed)).statusCode).toBe(200);
    expect((await post('second-to-none', signed)).statusCode).toBe(401);
    expect((await post('sandbox', signed)).statusCode).toBe(400);
    expect((await post('faces', { ...signed, 'webhook-id': 'other' })).statusCode).toBe(401);
    const called = test.logs.filter((line) => line.includes('called back'));
    // Nobody's session: whoever begins it later asks by themselves.
    expect(called.map((line) => Object(JSON.parse(line)).taken)).toEqual(['unknown', 'repeated']);
    expect(await test.rowCounts()).toMatchObject({ provider_callback: 1 });
    expect(test.logs.join()).not.toContain('session-1');
  });

  it('are told what to implement', async () => {
    const { statusCode, body } = await test.app.http.inject('/provider-protocol.json');
    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { openapi: '3.1.1' }]);
  });
});
