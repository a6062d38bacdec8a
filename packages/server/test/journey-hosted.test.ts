import { executeWorkflow, getExecution } from '@probity/contract/operations/executions';
import { initBiometrics } from '@probity/contract/operations/idv/captures';
import { getHostedUrl } from '@probity/contract/operations/idv/hosted-url';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
} from '@probity/contract/operations/individuals';
import { listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, type TestTenant, testApp, until } from './test-app.ts';
import { PERSONA, PHOTO } from './test-idv.ts';

const WORKFLOW = { serviceName: 'KYC', workflowName: 'KYC-DocumentFace' };
const DAY_MS = 24 * 3_600_000;

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

async function newPerson(as?: TestTenant): Promise<{ entityId: string }> {
  const asked = { body: { individual: PERSONA }, ...(as && { as }) };
  const { individual } = await test.ok(createIndividual, 201, asked);
  return { entityId: individual.entityId ?? '' };
}

async function newLink(body: object): Promise<{ url: string; entityId: string; expiry: string }> {
  const made = await test.ok(getHostedUrl, 200, { body });
  return { url: new URL(made.url).pathname, entityId: made.entityId, expiry: made.urlExpiry };
}

type Part = string | Buffer | undefined;
const WHOLE: Readonly<Record<string, Part>> = {
  documentType: 'DRIVERS_LICENSE',
  country: 'AUS',
  front: PHOTO,
  back: PHOTO,
  selfie: PHOTO,
  consent: 'yes',
};

/** As a browser sends it: an empty file where none was chosen. */
async function upload(url: string, parts: Readonly<Record<string, Part>>) {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    if (typeof part === 'string') form.append(name, part);
    else form.append(name, new Blob([new Uint8Array(part)]), part.length > 0 ? `${name}.png` : '');
  }
  const sent = new Response(form);
  return test.app.http.inject({
    method: 'POST',
    url,
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
    payload: Buffer.from(await sent.arrayBuffer()),
  });
}

const look = (url: string) => test.app.http.inject({ method: 'GET', url });

describe('the link', () => {
  it('is for one person, a week, and another one each time', async () => {
    const path = await newPerson();
    const body = { ...path, comment: { text: 'sent by the branch' } };
    const [one, other] = [await newLink(body), await newLink(body)];
    expect(one.url).toMatch(/^\/capture\/[A-Za-z0-9_-]{43}$/);
    expect(one.url).not.toBe(other.url);
    const left = Date.parse(one.expiry) - test.now().getTime();
    expect(left).toBeGreaterThan(7 * DAY_MS - 60_000);
    expect(left).toBeLessThanOrEqual(7 * DAY_MS);
    expect(one.entityId).toBe(path.entityId);
  });

  it('is kept as a hash alone', async () => {
    const { url } = await newLink(await newPerson());
    const token = url.split('/').at(-1) ?? '';
    const rows = await test.database.system.all(
      systemStatement<{ row: string }>(
        'test-hosted-links',
        `select l::text || encode(sealed, 'escape') as row from hosted_link l`,
      ),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
    await look(url);
    expect(test.logs.join()).not.toContain(token);
  });

  it('is for whoever has a reference, and for somebody new where nobody has', async () => {
    const one = await newLink({ customerRef: 'CRM-4711' });
    const again = await newLink({ customerRef: 'CRM-4711' });
    const other = await newLink({ customerRef: 'CRM-4712' });
    expect(again.entityId).toBe(one.entityId);
    expect(other.entityId).not.toBe(one.entityId);
    const links = await Promise.all(
      Array.from({ length: 4 }, () => newLink({ customerRef: 'CRM-5000' })),
    );
    expect(new Set(links.map(({ entityId }) => entityId)).size).toBe(1);

    const path = { entityId: one.entityId };
    await upload(one.url, WHOLE);
    await test.ok(initBiometrics, 200, { path });
    const { individual } = await test.ok(getIndividual, 200, { path });
    expect(individual).toMatchObject({
      externalReferences: [{ type: 'CUSTOMER', value: 'CRM-4711' }],
    });
  });

  it.each([
    [{}, 400],
    [{ entityId: crypto.randomUUID() }, 404],
    [{ entityId: crypto.randomUUID(), customerRef: 'x' }, 400],
    [{ customerRef: 'x', sendSMS: true }, 400],
    [{ customerRef: 'x', successRedirectURL: 'javascript:alert(1)' }, 400],
    [{ customerRef: 'x', errorRedirectURL: 'http://plain.example' }, 400],
  ])('is refused for %j', async (body, status) => {
    expect((await test.call(getHostedUrl, { body })).status).toBe(status);
  });

  it('is not made for another tenant’s person, and is found in either spelling', async () => {
    const stranger = await test.newTenant();
    const path = await newPerson(stranger);
    expect((await test.call(getHostedUrl, { body: path })).status).toBe(404);
    const { apiKey, customerId } = stranger;
    const answer = await test.app.http.inject({
      method: 'POST',
      url: '/v2/individuals/hostedUrl',
      headers: { api_key: apiKey, 'X-Frankie-CustomerID': customerId },
      payload: path,
    });
    expect([answer.statusCode, answer.json().entityId]).toEqual([200, path.entityId]);
  });
});

describe('the page', () => {
  it('is plain, labelled, closed to scripts and frames, and says nothing of anybody', async () => {
    const { url, entityId } = await newLink(await newPerson());
    const { statusCode, headers, payload } = await look(url);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(payload).not.toMatch(/<script|javascript:|\son\w+=|style="|https?:\/\//i);
    expect(payload).toContain('<html lang="en">');
    expect(payload).toContain('This is a test');
    for (const part of ['documentType', 'country', 'front', 'back', 'selfie', 'consent']) {
      expect(payload).toContain(`for="${part}"`);
      expect(payload).toContain(`id="${part}"`);
      expect(payload).toContain(`name="${part}"`);
    }
    expect(payload).not.toMatch(new RegExp(`Testone|James|1950|${entityId}`, 'i'));
  });

  it('asks nobody to agree who has agreed', async () => {
    const { url } = await newLink({ ...(await newPerson()), consent: true });
    expect((await look(url)).payload).not.toContain('name="consent"');
    const { consent: _, ...parts } = WHOLE;
    expect((await upload(url, parts)).statusCode).toBe(200);
  });

  it('says all that is wrong at once, beside where it is, and keeps nothing', async () => {
    const path = await newPerson();
    const { url } = await newLink(path);
    const before = await test.rowCounts();
    const empty = Buffer.alloc(0);
    const parts = {
      documentType: '"><b>',
      country: 'AUS',
      front: empty,
      back: empty,
      selfie: empty,
    };
    const { statusCode, payload, headers } = await upload(url, parts);
    expect(statusCode).toBe(400);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    for (const part of ['documentType', 'front', 'selfie', 'consent']) {
      expect(payload).toContain(`href="#${part}"`);
      expect(payload).toContain(
        `aria-describedby="${part === 'front' || part === 'selfie' ? `${part}-hint ` : ''}${part}-problem"`,
      );
    }
    expect(payload).toContain('role="alert"');
    expect(payload).toContain('<option value="AUS" selected>');
    expect(payload).not.toContain('<b>');
    expect(payload).not.toContain('href="#back"');

    const pdf = await upload(url, { ...WHOLE, front: Buffer.from('%PDF-1.7') });
    expect([pdf.statusCode, pdf.payload.includes('must be a JPEG')]).toEqual([400, true]);
    const huge = Buffer.concat([PHOTO, Buffer.alloc(10 * 1024 * 1024 + 1)]);
    const large = await upload(url, { ...WHOLE, selfie: huge });
    expect([large.statusCode, large.payload.includes('larger than 10')]).toEqual([400, true]);
    expect(await test.rowCounts()).toEqual(before);
  });

  it.each([
    ['no form at all', 'application/json', '{}'],
    ['a form of another kind', 'application/x-www-form-urlencoded', 'a=b'],
    ['a form without an end', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: f'],
    ['a form without parts', 'multipart/form-data', 'x'],
  ])('takes %s for a failure, in words', async (_, contentType, payload) => {
    const { url } = await newLink(await newPerson());
    const headers = { 'content-type': contentType };
    const answer = await test.app.http.inject({ method: 'POST', url, headers, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('text/html');
  });

  it('is one page for what never was a link', async () => {
    const texts = new Set<string>();
    for (const token of [
      'x',
      'A'.repeat(43),
      `${'A'.repeat(42)}%00`,
      '..%2f..',
      'A'.repeat(2_000),
    ]) {
      const answers = [await look(`/capture/${token}`), await upload(`/capture/${token}`, WHOLE)];
      for (const { statusCode, payload, headers } of answers) {
        expect(statusCode).toBe(404);
        expect(headers['x-request-id']).toBeDefined();
        texts.add(payload);
      }
    }
    expect(texts.size).toBe(1);
  });

  it('closes when its week is over, or its person is gone', async () => {
    const path = await newPerson();
    const errorRedirectURL = 'https://bank.example/again?a=1&b="2"';
    const { url } = await newLink({ ...path, errorRedirectURL });
    const gone = await newLink(path);
    test.turnForward(7 * DAY_MS + 1);
    const late = await look(url);
    expect([late.statusCode, late.payload.includes('has expired')]).toEqual([410, true]);
    expect(late.payload).toContain('href="https://bank.example/again?a=1&amp;b=&quot;2&quot;"');
    expect((await upload(url, WHOLE)).statusCode).toBe(410);
    await test.ok(deleteIndividual, 200, { path });
    expect((await look(gone.url)).statusCode).toBe(404);
  });
});

describe('an upload', () => {
  it('becomes the person’s documents, works once, and lets the execution go on', async () => {
    const path = await newPerson();
    const accepted = await test.ok(executeWorkflow, 202, { path: { ...path, ...WORKFLOW } });
    const successRedirectURL = 'https://bank.example/done';
    const { url } = await newLink({ ...path, successRedirectURL });
    const [one, other] = await Promise.all([upload(url, WHOLE), upload(url, WHOLE)]);
    expect([one.statusCode, other.statusCode].sort()).toEqual([200, 410]);
    for (const { payload } of [one, other, await look(url)]) {
      expect(payload).toContain('Thank you');
      expect(payload).toContain('href="https://bank.example/done"');
    }
    const { individual } = await test.ok(getIndividual, 200, { path });
    expect(individual.documents).toMatchObject({
      IDENTITY: [
        {
          type: 'DRIVERS_LICENSE',
          country: 'AUS',
          attachments: [{ side: 'FRONT', mimeType: 'image/png', type: 'PHOTO' }, { side: 'BACK' }],
        },
      ],
      OTHER: [{ type: 'SELF_IMAGE', attachments: [{ mimeType: 'image/png' }] }],
    });

    const { workflowExecutionId = '' } = accepted;
    const at = { ...path, ...WORKFLOW, workflowExecutionId };
    const ended = await until('the execution has ended', async () => {
      const { workflowResult } = await test.ok(getExecution, 200, { path: at });
      return workflowResult?.workflowExecutionState === 'IN_PROGRESS' ? undefined : workflowResult;
    });
    expect(ended?.status).toBe('PASS');
    const query = { classes: 'IDV' };
    const { processResults } = await test.ok(listResults, 200, { path, query });
    expect(processResults.length).toBe(5);
    const events = await test.database.system.all(
      systemStatement<{ type: string; channel: string; n: number }>(
        'test-audit-of-upload',
        `select type, channel, count(*)::int as n from audit_event
         where entity_id = $1 and channel = 'ONESDK' group by 1, 2 order by 1`,
      ),
      [path.entityId],
    );
    expect(events).toEqual([
      { type: 'ENTITY_UPDATE', channel: 'ONESDK', n: 2 },
      { type: 'OTHER', channel: 'ONESDK', n: 1 },
    ]);
  });

  it('joins the document that the person has', async () => {
    const documents = {
      IDENTITY: [{ type: 'DRIVERS_LICENSE', country: 'AUS', primaryIdentifier: '283229690' }],
    };
    const body = { individual: { ...PERSONA, documents } };
    const created = await test.ok(createIndividual, 201, { body });
    const path = { entityId: created.individual.entityId ?? '' };
    const { url } = await newLink(path);
    expect((await upload(url, { ...WHOLE, back: Buffer.alloc(0) })).statusCode).toBe(200);
    const { individual } = await test.ok(getIndividual, 200, { path });
    expect(individual.documents?.IDENTITY).toHaveLength(1);
    expect(individual.documents?.IDENTITY?.[0]?.attachments).toHaveLength(1);
    const executed = await test.ok(executeWorkflow, 200, { path: { ...path, ...WORKFLOW } });
    expect(executed.workflowResult?.status).toBe('PASS');
  });
});

it('keeps to the contract, and says nothing about anybody in the log', () => {
  expect(test.violations).toEqual([]);
  expect(test.logs.join()).not.toMatch(/Testone|CRM-4711|bank\.example/);
});
