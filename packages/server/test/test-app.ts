import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Operation } from '@probity/contract/operation';
import { createTenant } from '@probity/contract/operations/admin-tenants';
import { pino } from 'pino';
import type { z } from 'zod';
import { type App, type AppOptions, createApp } from '../src/app.ts';
import type { Database } from '../src/database/connect.ts';
import { testDatabase } from '../src/database/test-database.ts';
import { importList, type ListImport } from '../src/features/lists/import-list.command.ts';
import type { Clock } from '../src/kernel/clock.ts';
import { isUlid } from '../src/kernel/id.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import type { IdentityProvider } from '../src/providers/identity-provider.ts';
import { localListsProvider } from '../src/providers/local-lists/local-lists.provider.ts';
import { LOCAL_LISTS, type WatchlistProvider } from '../src/providers/watchlist-provider.ts';
import { settleSampleList } from '../src/sample-list.ts';
import type { Capabilities } from '../src/workflows/step-type.ts';
import {
  CONTRACT_IS_PRESENT,
  checkAgainstContract,
  checkRequestAgainstContract,
} from './test-contract.ts';

/** A customer, or a customer's child, with a key that opens it. */
export type TestTenant = {
  readonly tenantId: string;
  readonly customerId: string;
  readonly customerChildId?: string | undefined;
  readonly keyId: string;
  readonly apiKey: string;
};

/** A request; what is left out is what the demo tenant would send. */
export type TestCall = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  /** A string or bytes go as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly background?: boolean;
  /** Over those that the call has by itself; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly as?: TestTenant;
  /** The request uses something that the server takes and the published contract does not know. */
  readonly isBeyondContract?: boolean;
};

export type TestAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
};

export type TestAppOptions = {
  /** In place of the installation's lists; is given their provider. */
  readonly watchlists?: (real: WatchlistProvider) => WatchlistProvider;
  /** In place of the installation's own. */
  readonly identity?: readonly IdentityProvider[];
  readonly hasSampleList?: boolean;
  /** Whether the test may change tables, as their owner; the server itself may not. */
  readonly makesTables?: boolean;
  /** Whom the operator has set up. */
  readonly providers?: NonNullable<AppOptions['providers']>;
  /** Of one tenant; no limit if absent. */
  readonly executionsPerSecond?: number;
  /** How it tells of itself. */
  readonly telemetry?: AppOptions['telemetry'];
  /** Sources besides the lists. */
  readonly capabilities?: Partial<Capabilities>;
};

type StatusOf<O extends Operation> = keyof O['answers'] & number;

/** The whole server on a database of its own, without a port. Everything it answers is checked. */
export type TestApp = {
  readonly app: App;
  readonly database: Database;
  /** As a superuser. */
  readonly databaseUrl: string;
  readonly operatorKey: string;
  readonly masterKey: Buffer;
  /** A sandbox. */
  readonly tenant: TestTenant;
  /** Log lines, as they were written. */
  readonly logs: readonly string[];
  readonly now: Clock;
  turnForward(milliseconds: number): void;
  newTenant(options?: { parent?: TestTenant; isSandbox?: boolean }): Promise<TestTenant>;
  /** Sends a request and takes whatever comes. */
  call(operation: Operation, call?: TestCall): Promise<TestAnswer>;
  /** Sends a request and insists on one status; the body is the contract's. */
  ok<O extends Operation, S extends StatusOf<O>>(
    operation: O,
    status: S,
    call?: TestCall,
  ): Promise<z.output<O['answers'][S]>>;
  importSample(csv: string, name?: string): Promise<ListImport>;
  /** Rows of every table that a tenant's request may write to, by table. */
  rowCounts(): Promise<Readonly<Record<string, number>>>;
  /** Operations that were called, with the statuses that they answered. */
  readonly driven: ReadonlyMap<string, ReadonlySet<number>>;
  /** What did not keep to the published contract or to the rules of every answer. */
  readonly violations: readonly string[];
  close(): Promise<void>;
};

const SAMPLE = fileURLToPath(new URL('../sample-lists/probity-sample.csv', import.meta.url));

export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const test = await testDatabase({ makesTables: options.makesTables ?? false });
  const { system } = test.database;
  const operatorKey = randomBytes(16).toString('hex');
  const masterKey = randomBytes(32);
  const logs: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logs.push(line) });
  let turnedMs = 0;
  const now = () => new Date(Date.now() + turnedMs);
  let real: WatchlistProvider | undefined;
  const app = await createApp({
    database: test.database,
    masterKey,
    operatorKey,
    logger,
    now,
    ...(options.providers && { providers: options.providers }),
    executionsPerSecond: options.executionsPerSecond ?? 0,
    ...(options.telemetry && { telemetry: options.telemetry }),
    capabilities: {
      ...options.capabilities,
      ...(options.watchlists && { watchlists: [options.watchlists(lateLists(() => real))] }),
      ...(options.identity && { identity: options.identity }),
    },
  });
  real = localListsProvider(app.lists, now);
  if (options.hasSampleList ?? true) await settleSampleList(system, now);
  await app.open();
  const exchange = recorder(app);
  const newTenant = tenantMaker(exchange.call, operatorKey);
  const tenant = await newTenant();
  const call = (operation: Operation, asked: TestCall = {}) =>
    exchange.call(operation, { as: tenant, ...asked });
  return {
    app,
    database: test.database,
    databaseUrl: test.url,
    operatorKey,
    masterKey,
    tenant,
    logs,
    now,
    turnForward: (milliseconds) => {
      turnedMs += milliseconds;
    },
    newTenant,
    call,
    ok: (operation, status, asked) => insist({ call, operation, status, asked }),
    async importSample(csv, name) {
      const open = () => bytesOf(csv);
      const files = [{ name: 'list.csv', sizeBytes: Buffer.byteLength(csv), open }];
      const request = { source: 'probity-sample', files, acceptsFewerEntries: true };
      const done = await importList({ db: system, now }, { ...request, ...(name && { name }) });
      await app.lists.refresh();
      return done;
    },
    rowCounts: () => rowCounts(test.database),
    driven: exchange.driven,
    violations: exchange.violations,
    async close() {
      await app.close();
      await test.drop();
    },
  };
}

/** The lists of an app that is still to be made. */
function lateLists(real: () => WatchlistProvider | undefined): WatchlistProvider {
  return {
    name: LOCAL_LISTS,
    serves: () => true,
    isHere: true,
    async search(search, call) {
      const lists = real();
      if (!lists) throw new Error('The app is not there yet.');
      return lists.search(search, call);
    },
  };
}

/** The shipped list of invented people, as text. */
export async function sampleCsv(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(SAMPLE)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

/** Waits for something that must come; says what, where it does not. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const givesUpAt = performance.now() + 25_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > givesUpAt) throw new Error(`Waited in vain: ${what}`);
    await sleep(10);
  }
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

type Exchange = (operation: Operation, call?: TestCall) => Promise<TestAnswer>;

/** Sends requests through the app and keeps what was driven and what was wrong. */
function recorder({ http }: App) {
  const driven = new Map<string, Set<number>>();
  const violations: string[] = [];
  const call: Exchange = async (operation, asked = {}) => {
    const url = urlOf(operation, asked);
    const payload = payloadOf(asked.body);
    const response = await http.inject({
      method: operation.method,
      url,
      headers: headersOf(operation, asked),
      ...(payload !== undefined && { payload }),
    });
    const { statusCode: status, payload: text, headers } = response;
    const body = jsonOf(text);
    const statuses = driven.get(operation.operationId) ?? new Set();
    driven.set(operation.operationId, statuses.add(status));
    const found = [
      ...brokenRules(operation, { status, body, headers }),
      ...contractViolations(operation, { url, asked, answer: { status, body } }),
    ];
    violations.push(...found.map((one) => `${operation.operationId} ${status}: ${one}`));
    return { status, body, text, headers };
  };
  return { call, driven, violations };
}

type Checked = {
  readonly url: string;
  readonly asked: TestCall;
  readonly answer: Pick<TestAnswer, 'status' | 'body'>;
};

function contractViolations(operation: Operation, { url, asked, answer }: Checked): string[] {
  if (operation.access !== 'tenant' || !CONTRACT_IS_PRESENT) return [];
  const exchanged = { method: operation.method, path: url };
  const isAccepted = answer.status < 300 && asked.body !== undefined && !asked.isBeyondContract;
  // The contract has the header for DELETE, and says nothing of the answer that goes with it.
  const status = operation.method === 'DELETE' && answer.status === 202 ? 200 : answer.status;
  return [
    ...checkAgainstContract({ ...exchanged, ...answer, status }),
    ...(isAccepted ? checkRequestAgainstContract({ ...exchanged, body: asked.body }) : []),
  ];
}

/** Answers that are the thing asked for, with nothing around it: the contract has them so. */
const BARE_ANSWERS: ReadonlySet<string> = new Set(['listDocuments', 'getDocument']);

/** What holds for every answer, whatever the operation. */
function brokenRules(
  operation: Operation,
  { status, body, headers }: Omit<TestAnswer, 'text'>,
): string[] {
  const broken: string[] = [];
  const fields = new Map<string, unknown>(Object.entries(Object(body)));
  const requestId = String(headers['x-request-id']);
  if (!isUlid(requestId)) broken.push('X-Request-Id is no ULID');
  const isBare = status < 400 && BARE_ANSWERS.has(operation.operationId);
  if (!isBare && fields.get('requestId') !== requestId)
    broken.push('requestId is not that of the header');
  if (status >= 500) broken.push('the server failed');
  if (status < 400) return broken;
  const keys = [...fields.keys()].sort().join();
  if (keys !== 'details,errorCode,errorMsg,requestId') broken.push(`an error body has ${keys}`);
  if (!/^[A-Z]+-\d{4}$/.test(String(fields.get('errorCode')))) broken.push('errorCode');
  return broken;
}

function urlOf({ path: template }: Operation, { path: given = {}, query = {} }: TestCall): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(given[name] ?? 'missing').replaceAll('.', '%2E'),
  );
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]);
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path;
}

function headersOf({ access }: Operation, asked: TestCall): Record<string, string> {
  const { as: tenant } = asked;
  const isText = typeof asked.body === 'string' || Buffer.isBuffer(asked.body);
  const headers: Record<string, string | undefined> = {
    ...(asked.body !== undefined && !isText && { 'content-type': 'application/json' }),
    ...(asked.background && { 'X-Frankie-Background': '1' }),
    ...(access === 'tenant' && {
      api_key: tenant?.apiKey,
      'X-Frankie-CustomerID': tenant?.customerId,
      'X-Frankie-CustomerChildID': tenant?.customerChildId,
    }),
    ...asked.headers,
  };
  const known = Object.entries(headers).filter((pair): pair is [string, string] => !!pair[1]);
  return Object.fromEntries(known);
}

function payloadOf(body: unknown): string | Buffer | undefined {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body;
  return body === undefined ? undefined : JSON.stringify(body);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Insisted<O extends Operation, S> = {
  readonly call: Exchange;
  readonly operation: O;
  readonly status: S;
  readonly asked: TestCall | undefined;
};

async function insist<O extends Operation, S extends StatusOf<O>>(
  of: Insisted<O, S>,
): Promise<z.output<O['answers'][S]>> {
  const { operation, status } = of;
  const answer = await of.call(operation, of.asked);
  if (answer.status !== status) {
    throw new Error(`${operation.operationId} answered ${answer.status}: ${answer.text}`);
  }
  const schema: z.ZodType | undefined = operation.answers[status];
  return schema?.parse(answer.body) as z.output<O['answers'][S]>;
}

function tenantMaker(call: Exchange, operatorKey: string): TestApp['newTenant'] {
  return async ({ parent, isSandbox = true } = {}) => {
    const headers = { authorization: `Bearer ${operatorKey}` };
    const body = { name: 'A tenant', isSandbox, parentCustomerId: parent?.tenantId };
    const answer = await call(createTenant, { headers, body });
    const { tenant, apiKey } = createTenant.answers[201].parse(answer.body);
    const { customerId, customerChildId } = tenant;
    return { tenantId: customerChildId ?? customerId, customerId, customerChildId, ...apiKey };
  };
}

const TABLES = [
  'tenant api_key workflow_definition individual keyring.entity_key attachment service_profile',
  'risk_profile manual_kyc_policy risk_factor risk_assessment monitoring_subscription',
  'workflow_execution process_result comment audit_event engine_run',
  'duplicate_pair matchlist matchlist_entry idv_check hosted_link provider_callback',
]
  .join(' ')
  .split(' ');

const COUNT_ROWS = systemStatement<{ table: string; rows: number }>(
  'test-count-rows',
  TABLES.map((table) => `select '${table}' as table, count(*)::int as rows from ${table}`).join(
    ' union all ',
  ),
);

async function rowCounts({ system }: Database): Promise<Record<string, number>> {
  const rows = await system.all(COUNT_ROWS);
  return Object.fromEntries(rows.map((row) => [row.table, row.rows]));
}
