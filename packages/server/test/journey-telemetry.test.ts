import { randomBytes } from 'node:crypto';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { listTenants } from '@probity/contract/operations/admin-tenants';
import { createAndExecuteWorkflow } from '@probity/contract/operations/executions';
import { getIndividual } from '@probity/contract/operations/individuals';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderSettings } from '../src/providers/configured/provider-settings.ts';
import { type ExampleServer, exampleServer } from '../src/providers/http/test-example-server.ts';
import { openTraces, type Traces } from '../src/telemetry/traces.ts';
import { type TestApp, testApp } from './test-app.ts';
import { Canaries, holdsAny } from './test-canaries.ts';

const metricsKey = randomBytes(24).toString('hex');
const canaries = new Canaries();
const person = {
  name: { givenName: canaries.at('given name'), familyName: canaries.at('family name') },
  dateOfBirth: { year: '1980', month: '05', day: '17' },
  emailAddresses: [{ email: `${canaries.at('email')}@mailinator.com`, type: 'PERSONAL' }],
};
const callersTrace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

let bureau: ExampleServer;
let exporter: InMemorySpanExporter;
let traces: Traces;
let test: TestApp;
let entityId = '';

beforeAll(async () => {
  bureau = await exampleServer();
  exporter = new InMemorySpanExporter();
  traces = openTraces({ version: '1', share: 1, exporter });
  const settings = ProviderSettings.parse({
    kind: 'http',
    name: 'bureau',
    url: bureau.url,
    capabilities: ['fraud'],
    asksForSandboxes: true,
    secret: { env: 'KEY' },
  });
  test = await testApp({
    telemetry: { metricsKey, traces },
    providers: [{ settings, secrets: { secret: { reveal: () => bureau.secret } } }],
  });
  const done = await test.ok(createAndExecuteWorkflow, 200, {
    path: { serviceName: 'KYC', workflowName: 'Risk-Screening' },
    body: { individual: person },
    headers: {
      'X-Frankie-Username': canaries.at('officer'),
      traceparent: `00-${callersTrace.traceId}-${callersTrace.spanId}-01`,
    },
  });
  entityId = done.individual?.entityId ?? done.workflowResult?.entityId ?? '';
});
afterAll(async () => {
  await test?.close();
  await bureau?.close();
});

const metrics = async (key?: string) =>
  test.app.http.inject({
    url: '/metrics',
    headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }) },
  });

describe('metrics', () => {
  it('are for the operator, and for who has the key that opens nothing else', async () => {
    for (const key of [undefined, 'guess'.repeat(8), test.tenant.apiKey]) {
      const { statusCode, body } = await metrics(key);
      expect(statusCode).toBe(401);
      expect(JSON.parse(body)).toMatchObject({ errorCode: expect.stringMatching(/^AUTH-/) });
      expect(body).not.toContain('probity_');
    }
    expect((await metrics(test.operatorKey)).statusCode).toBe(200);
    const read = await metrics(metricsKey);
    expect([read.statusCode, read.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('text/plain; version=0.0.4'),
    ]);
    const headers = { authorization: `Bearer ${metricsKey}` };
    expect((await test.call(listTenants, { headers })).status).toBe(401);
  });

  it('tell how requests, steps, providers, runs, lists and the database fare', async () => {
    const { body } = await metrics(metricsKey);
    for (const pattern of [
      /^probity_http_request_duration_seconds_count\{method="POST",route="\/v2\/individuals\/new\/serviceprofiles\/:serviceName\/workflows\/:workflowName\/execute",status="2xx"\} 1$/m,
      /^probity_step_duration_seconds_count\{type="AML",outcome="[A-Z_]+"\} [1-9]/m,
      /^probity_step_duration_seconds_count\{type="FRAUD",outcome="[A-Z_]+"\} 1$/m,
      /^probity_executions_concluded_total\{outcome="[A-Z]+"\} 1$/m,
      /^probity_provider_request_duration_seconds_count\{provider="bureau",outcome="answered"\} [1-9]/m,
      /^probity_provider_breaker_open\{provider="bureau"\} 0$/m,
      /^probity_list_age_seconds\{list="[^"]+"\} [0-9.]+$/m,
      /^probity_engine_runs\{state="stuck"\} 0$/m,
      /^probity_engine_commits_total [1-9]/m,
      /^probity_database_up 1$/m,
      /^probity_database_pool_connections\{state="idle"\} [0-9]+$/m,
    ]) {
      expect(body).toMatch(pattern);
    }
  });

  it('have labels that nobody outside can make more of', async () => {
    const seriesOf = async () =>
      (await metrics(metricsKey)).body
        .split('\n')
        .filter((line) => line.startsWith('probity_http_request_duration_seconds_count')).length;
    await test.app.http.inject({ url: '/no/such/path' });
    const before = await seriesOf();
    for (let at = 0; at < 30; at++) {
      await test.app.http.inject({ url: `/no/such/path-${at}` });
      await test.app.http.inject({ url: `/v2/individuals/${at}` });
    }
    expect(await seriesOf()).toBeLessThanOrEqual(before + 1);
  });

  it('name no person, no tenant and no record', async () => {
    await test.call(getIndividual, { path: { entityId } });
    const { body } = await metrics(metricsKey);
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/i);
    expect(body).not.toMatch(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/);
    expect(body).not.toContain('A tenant');
    expect(holdsAny(Buffer.from(body), canaries.needles())).toBe(false);
  });
});

describe('traces', () => {
  const spans = async (): Promise<readonly ReadableSpan[]> => {
    await traces.flush();
    return exporter.getFinishedSpans().filter(isOfTheCaller);
  };
  const isOfTheCaller = (span: ReadableSpan) => span.spanContext().traceId === callersTrace.traceId;

  it('lead from the caller’s request through engine and step to the provider', async () => {
    const all = await spans();
    const parentOf = (span: ReadableSpan) =>
      all.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId);
    const provider = all.find(({ name }) => name === 'provider');
    const path: string[] = [];
    for (let span = provider; span; span = parentOf(span)) path.unshift(span.name);
    expect(path).toEqual([
      'POST /v2/individuals/new/serviceprofiles/:serviceName/workflows/:workflowName/execute',
      'run',
      'task',
      'step',
      'ask',
      'provider',
    ]);
    const server = all.find(({ name }) => name.startsWith('POST'));
    expect(server?.parentSpanContext?.spanId).toBe(callersTrace.spanId);
    expect(server?.attributes).toMatchObject({ 'http.response.status_code': 200 });
    expect(provider?.attributes).toEqual({
      'probity.provider.name': 'bureau',
      'probity.provider.outcome': 'answered',
    });
    const steps = all.filter(({ name }) => name === 'step').map(({ attributes }) => attributes);
    expect(steps).toContainEqual({
      'probity.step.type': 'FRAUD',
      'probity.step.outcome': expect.any(String),
    });
    expect(all.some(({ name }) => name === 'commit')).toBe(true);
  });

  it('say nothing about the person, and nothing that somebody sent', async () => {
    const all = await spans();
    const told = all.map(({ name, attributes, events, status }) => ({
      name,
      attributes,
      events,
      status,
    }));
    const needles = canaries.needles();
    expect(holdsAny(Buffer.from(JSON.stringify(told)), needles)).toBe(false);
    expect(holdsAny(Buffer.from(JSON.stringify(person)), needles)).toBe(true);
    expect(all.every(({ events }) => events.length === 0)).toBe(true);
  });

  it('name a failure by its kind, and let it through', async () => {
    const failure = traces.span('work', {}, async () => {
      throw new RangeError(canaries.at('message'));
    });
    await expect(failure).rejects.toThrow(RangeError);
    await traces.flush();
    const span = exporter.getFinishedSpans().find(({ name }) => name === 'work');
    expect(span?.attributes).toEqual({ 'error.type': 'RangeError' });
    expect(span?.status.message).toBeUndefined();
  });
});
