import { randomBytes } from 'node:crypto';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { callOf, IMPATIENT, PRIVATE, silenceConformance } from '../silence.conformance.ts';
import {
  sendJson,
  type VendorHandler,
  type VendorServer,
  vendorServer,
} from '../test-vendor-server.ts';
import { openVendor } from '../vendor/vendor.ts';
import { httpFraudProvider, httpLookupProvider, httpVisaProvider } from './http-checks.provider.ts';
import { httpIdentityProvider } from './http-identity.provider.ts';
import { httpIdvProvider } from './http-idv.provider.ts';
import { signatureHeaders, signedId } from './message-signature.ts';
import type { ProtocolLine } from './protocol-line.ts';

const secret = randomBytes(32);
const now = () => new Date();
const agent = new Agent();
const line = (name: string, url: string): ProtocolLine => ({
  vendor: openVendor({ name, url, ...IMPATIENT }, { agent, now }),
  secret,
  now,
});
const always = () => true;

const NAME = { objectId: 'name-1', standing: 'current', full: PRIVATE, family: PRIVATE } as const;
const SUBJECT = {
  entityId: 'entity-1',
  names: [NAME],
  births: [],
  addresses: [],
  documents: [],
  consents: [],
};
const PASSPORT = { objectId: 'document-1', type: 'PASSPORT', country: 'NZL' };
const ASK = { subject: SUBJECT, attributes: ['name'], documents: [] } as const;
const BOTH = { attributes: true, documents: true };
const EMAIL = {
  kind: 'EMAIL_ADDRESS',
  objectId: 'email-1',
  email: `${PRIVATE}@x.example`,
} as const;

const identity = (url: string) => httpIdentityProvider(line('bureau', url), BOTH, always);
const fraud = (url: string) => httpFraudProvider(line('signs', url), ['EMAIL_ADDRESS'], always);
const idv = (url: string) => httpIdvProvider(line('faces', url), always);

silenceConformance({ name: 'bureau', ask: (url, call) => identity(url).verify(ASK, call) });
silenceConformance({ name: 'signs', ask: (url, call) => fraud(url).assess([EMAIL], call) });
silenceConformance({
  name: 'faces',
  ask: (url, call) => idv(url).start({ entityId: 'e', name: { family: PRIVATE } }, call),
});
silenceConformance({ name: 'faces', ask: (url, call) => idv(url).result('session-1', call) });
silenceConformance({
  name: 'visas',
  ask: (url, call) =>
    httpVisaProvider(line('visas', url), always).check(
      { entityId: 'e', passport: PASSPORT, name: NAME, birth: '1962-04-07' },
      call,
    ),
});
silenceConformance({
  name: 'other',
  ask: (url, call) =>
    httpLookupProvider(line('other', url), always).lookUp(
      { entityId: 'e', individual: { name: { familyName: PRIVATE } }, lookup: 'x' },
      call,
    ),
});

let server: VendorServer | undefined;
afterEach(() => server?.close());
const serve = async (handle: VendorHandler) => {
  server = await vendorServer(handle);
  return server;
};

describe('an ask by the provider protocol', () => {
  it('is signed, names its operation, and repeats its key but not its instant', async () => {
    const { url, received } = await serve((_, response) => sendJson(response, { sources: [] }));
    const provider = identity(url);
    const call = callOf();
    await provider.verify(ASK, call);
    await provider.verify(ASK, call);
    await provider.verify(ASK, { ...call, idempotencyKey: 'another' });
    const [first, again, other] = received;
    expect(first).toMatchObject({ method: 'POST', url: '/identity' });
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      operation: 'identity',
      isSandbox: false,
    });
    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0], expect.not.stringMatching(String(keys[0]))]);
    for (const { headers, body } of [first, again, other].flatMap((one) => one ?? [])) {
      const single = headers as Record<string, string>;
      const message = { headers: single, body: Buffer.from(body) };
      expect(signedId(secret, message, now())).toBe(headers['idempotency-key']);
      expect(JSON.stringify(headers)).not.toContain(secret.toString('base64'));
    }
  });
});

describe('an answer that goes beyond what was asked', () => {
  const finding = { attribute: 'name', objectId: 'name-1', result: 'MATCH', strengths: {} };
  const source = { source: 'roll', sourceName: 'Roll', attributes: [finding], documents: [] };

  it.each([
    ['an element of somebody else', [{ ...source, attributes: [{ ...finding, objectId: 'x' }] }]],
    [
      'an attribute that was not wanted',
      [{ ...source, attributes: [{ ...finding, attribute: 'dob' }] }],
    ],
    [
      'a document that was not wanted',
      [{ ...source, documents: [{ documentId: 'document-1', result: 'MATCH', strengths: {} }] }],
    ],
    ['one source that counts twice', [source, source]],
    ['one element that counts twice', [{ ...source, attributes: [finding, finding] }]],
    [
      'a strength beyond all bounds',
      [{ ...source, attributes: [{ ...finding, strengths: { fullName: 101 } }] }],
    ],
    ['a result that is none', [{ ...source, attributes: [{ ...finding, result: 'PASS' }] }]],
  ])('is silence: %s', async (_, sources) => {
    const { url } = await serve((_request, response) => sendJson(response, { sources }));
    expect(await identity(url).verify(ASK, callOf())).toMatchObject({ because: 'error' });
  });

  it('loses strengths that the contract has no word for', async () => {
    const strengths = { fullName: 100, aura: 7, [PRIVATE]: 1 };
    const sources = [{ ...source, attributes: [{ ...finding, strengths }] }];
    const { url } = await serve((_request, response) => sendJson(response, { sources }));
    expect(await identity(url).verify(ASK, callOf())).toMatchObject({
      sources: [{ attributes: [{ strengths: { fullName: 100 } }] }],
    });
  });

  it.each([
    ['none', []],
    [
      'one too many',
      [
        { objectId: 'email-1', kind: 'EMAIL_ADDRESS', riskLevel: 'LOW' },
        { objectId: 'email-2', kind: 'EMAIL_ADDRESS', riskLevel: 'LOW' },
      ],
    ],
    ['one of another kind', [{ objectId: 'email-1', kind: 'DEVICE', riskLevel: 'LOW' }]],
  ])('is silence where findings are not those of the subjects: %s', async (_, findings) => {
    const { url } = await serve((_request, response) => sendJson(response, { findings }));
    expect(await fraud(url).assess([EMAIL], callOf())).toMatchObject({ outcome: 'silent' });
  });

  it('is silence where it comes later, and nobody waits', async () => {
    const { url } = await serve((_request, response) =>
      sendJson(response, { pending: true, sources: [] }, 202),
    );
    expect(await identity(url).verify(ASK, callOf())).toMatchObject({
      detail: 'bureau answers later, which nobody waits for here',
    });
  });

  it('is pending where somebody waits, and never clear without a component', async () => {
    let status = 202;
    let body: object = { pending: true };
    const { url } = await serve((_request, response) => sendJson(response, body, status));
    const provider = idv(url);
    expect(await provider.result('s', callOf())).toEqual({
      outcome: 'pending',
      status: 'IN_PROGRESS',
    });
    status = 200;
    body = { components: [] };
    expect(await provider.result('s', callOf())).toMatchObject({ because: 'error' });
  });
});

describe('a source that keeps failing', () => {
  it('is left alone, and that is silence, too', async () => {
    const { url, received } = await serve((_request, response) => sendJson(response, {}, 503));
    const provider = identity(url);
    for (let ask = 0; ask < 5; ask++) {
      await expect(provider.verify(ASK, callOf())).rejects.toThrow('bureau failed');
    }
    expect(await provider.verify(ASK, callOf())).toEqual({
      outcome: 'silent',
      because: 'error',
      detail: 'bureau is left alone after failing several times in a row',
      isForNow: true,
    });
    expect(received).toHaveLength(5);
  });
});

describe('a callback', () => {
  const body = Buffer.from('{"sessionId": "session-1"}');
  const provider = idv('http://127.0.0.1:1');
  const headers = signatureHeaders(secret, { id: 'message-1', at: now(), body });

  it('is about a session when it is signed', () => {
    expect(provider.readCallback({ headers, body })).toEqual({
      outcome: 'about',
      sessionId: 'session-1',
      messageId: 'message-1',
    });
  });

  it('is nothing when it is changed, old or unclear', () => {
    const changed = Buffer.from('{"sessionId": "session-2"}');
    expect(provider.readCallback({ headers, body: changed }).outcome).toBe('bad-signature');
    const old = signatureHeaders(secret, { id: 'm', at: new Date(Date.now() - 400_000), body });
    expect(provider.readCallback({ headers: old, body }).outcome).toBe('bad-signature');
    const unclear = Buffer.from('{"sessionId": "../session"}');
    const signed = signatureHeaders(secret, { id: 'm', at: now(), body: unclear });
    expect(provider.readCallback({ headers: signed, body: unclear }).outcome).toBe(
      'not-understood',
    );
  });
});
