import { createHmac, randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { idvProviderConformance } from '../idv-provider.conformance.ts';
import { callOf, IMPATIENT, PRIVATE, silenceConformance } from '../silence.conformance.ts';
import { REAL, SANDBOX } from '../test-asks.ts';
import {
  sendJson,
  type VendorHandler,
  type VendorReceived,
  type VendorServer,
  vendorServer,
} from '../test-vendor-server.ts';
import { openVendor } from '../vendor/vendor.ts';
import { veriffIdvProvider } from './veriff-idv.provider.ts';

const API_KEY = 'api-key-of-tests';
const SECRET = 'secret-shared-with-veriff';
const now = () => new Date();
const agent = new Agent();
const provider = (url: string) =>
  veriffIdvProvider(
    {
      vendor: openVendor({ name: 'veriff', url, ...IMPATIENT }, { agent, now }),
      apiKey: API_KEY,
      secret: SECRET,
      now,
    },
    ({ isSandbox }) => !isSandbox,
  );
const hmac = (payload: string) => createHmac('sha256', SECRET).update(payload).digest('hex');

/** Behaves as Veriff's public description says: sessions, media, submission, decision. */
function veriff(decisions: Map<string, object | null>): VendorHandler {
  const sent: string[] = [];
  return (request, response) => {
    const [, , , id, what] = request.url.split('/');
    if (!isSigned(request, id)) return sendJson(response, { status: 'fail', code: '1002' }, 401);
    if (!id) {
      const { session, answer } = newSession(request.body);
      decisions.set(session, null);
      return sendJson(response, answer, 201);
    }
    if (!decisions.has(id)) return sendJson(response, { status: 'fail' }, 404);
    if (what === 'decision') {
      return sendJson(response, { status: 'success', verification: decisions.get(id) });
    }
    if (what === 'media') sent.push(JSON.parse(request.body).image.context);
    const isWhole = sent.includes('face') && sent.includes('document-front');
    if (what === 'media' || isWhole) return sendJson(response, { status: 'success' });
    return sendJson(response, { status: 'fail' }, 400);
  };
}

function isSigned({ method, headers, body }: VendorReceived, id = ''): boolean {
  const signature = hmac(method === 'GET' ? id : body);
  return headers['x-auth-client'] === API_KEY && headers['x-hmac-signature'] === signature;
}

function newSession(body: string) {
  const session = randomUUID();
  const verification = {
    id: session,
    url: `https://magic.veriff.me/v/${session}`,
    vendorData: JSON.parse(body).verification.vendorData,
    host: 'https://magic.veriff.me',
    status: 'created',
    sessionToken: `token-of-${session}`,
  };
  return { session, answer: { status: 'success', verification } };
}

const APPROVED = {
  code: 9001,
  status: 'approved',
  reason: null,
  reasonCode: null,
  person: { firstName: 'ADA', lastName: 'QUILL', dateOfBirth: '1962-04-07', gender: 'F' },
  document: { type: 'ID_CARD', number: 'B01234567', country: 'EE', validUntil: '2031-01-01' },
};

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

idvProviderConformance(async () => {
  const decisions = new Map<string, object | null>();
  const veriffServer = await vendorServer(veriff(decisions));
  return {
    provider: provider(veriffServer.url),
    asker: REAL,
    stranger: SANDBOX,
    genuine: { entityId: 'entity-1', name: { given: 'Ada', family: 'Quill' }, birth: '1962-04-07' },
    images: [
      { attachmentId: 'a', mimeType: 'image/jpeg', side: 'FRONT', bytes: Buffer.from('front') },
      { attachmentId: 'b', mimeType: 'image/jpeg', bytes: Buffer.from('face') },
    ],
    decide: (id) => void decisions.set(id, { id, ...APPROVED }),
    close: () => veriffServer.close(),
  };
});

const SESSION = randomUUID();
silenceConformance({
  name: 'veriff',
  ask: (url, call) => provider(url).start({ entityId: 'e', name: { family: PRIVATE } }, call),
});
silenceConformance({ name: 'veriff', ask: (url, call) => provider(url).result(SESSION, call) });
silenceConformance({ name: 'veriff', ask: (url, call) => provider(url).submit(SESSION, [], call) });

async function decided(verification: object) {
  server = await vendorServer(veriff(new Map([[SESSION, { id: SESSION, ...verification }]])));
  return provider(server.url).result(SESSION, callOf());
}

describe('a decision of Veriff', () => {
  it('brings what was read from the document', async () => {
    expect(await decided(APPROVED)).toMatchObject({
      reading: {
        documentType: 'NATIONAL_ID',
        country: 'EST',
        primaryIdentifier: 'B01234567',
        given: 'ADA',
        family: 'QUILL',
        birth: '1962-04-07',
        expiresOn: '2031-01-01',
        gender: 'FEMALE',
      },
    });
  });

  it.each([
    ['declined', 9102, 'REJECTED'],
    ['resubmission_requested', 9103, 'SUSPECTED'],
    ['review', 9121, 'SUSPECTED'],
  ])('%s is %i and %s', async (status, code, result) => {
    expect(await decided({ status, code, reason: 'Blurred' })).toMatchObject({
      components: [
        { kind: 'document', result, outcomeRaw: `${status} (${code})` },
        { kind: 'face-comparison', result, elements: { face: { description: 'Blurred' } } },
      ],
    });
  });

  it.each([
    ['that was not gone through with', { status: 'abandoned', code: 9104 }],
    ['that ran out', { status: 'expired', code: 9104 }],
    ['that is no word of Veriff', { status: 'ok', code: 9001 }],
    ['that contradicts itself', { status: 'approved', code: 9102 }],
    ['about somebody else', { ...APPROVED, id: randomUUID() }],
  ])('%s is silence', async (_, verification) => {
    expect(await decided(verification)).toMatchObject({ outcome: 'silent', because: 'error' });
  });
});

describe('a webhook of Veriff', () => {
  const veriffProvider = provider('http://127.0.0.1:1');
  const told = (body: string, headers: Record<string, string> = {}) =>
    veriffProvider.readCallback({
      body: Buffer.from(body),
      headers: { 'x-auth-client': API_KEY, 'x-hmac-signature': hmac(body), ...headers },
    });
  const decision = JSON.stringify({ status: 'success', verification: { id: SESSION } });

  it.each([
    decision,
    JSON.stringify({ id: SESSION, attemptId: randomUUID(), action: 'submitted', code: 7002 }),
  ])('is about a session: %s', (body) => {
    expect(told(body)).toMatchObject({ outcome: 'about', sessionId: SESSION });
  });

  it('is nothing without its signature', () => {
    expect(told(decision, { 'x-hmac-signature': hmac('other') }).outcome).toBe('bad-signature');
    expect(told(decision, { 'x-hmac-signature': '' }).outcome).toBe('bad-signature');
    expect(told(decision, { 'x-auth-client': 'other' }).outcome).toBe('bad-signature');
    expect(told('{"id": "../x"}').outcome).toBe('not-understood');
  });
});
