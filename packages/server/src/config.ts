import { resolve } from 'node:path';
import { z } from 'zod';
import { readHostList, WRITABLE } from './database/host-list.ts';
import { SECRET_NAMES, withSecretFiles } from './secret-files.ts';

/** What the operator decided, from the environment; read once, when the process starts. */
export type Config = {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
  /** Absolute. Holds generated secrets and, unless `databaseUrl` is set, the database. */
  readonly dataDir: string;
  /** Null: PostgreSQL is started by Probity, in the data folder. */
  readonly databaseUrl: Secret<string> | null;
  /** Null: the server's own role owns the tables, and makes them. */
  readonly databaseOwnerUrl: Secret<string> | null;
  /** Connections to the database at most. */
  readonly databasePool: number;
  /** Requests that are worked on at once; more are refused until there is room. */
  readonly requestsAtOnce: number;
  /** How long it goes on serving when it is told to stop, while `/ruok` says so. */
  readonly drainSeconds: number;
  /** 32 bytes. Null: kept in the data folder. */
  readonly masterKey: Secret<Buffer> | null;
  /** The other master key while one follows another. */
  readonly nextMasterKey: Secret<Buffer> | null;
  /** Null: kept in the data folder. */
  readonly operatorKey: Secret<string> | null;
  /** Opens `/metrics` and nothing else. Null: the operator's key alone does. */
  readonly metricsKey: Secret<string> | null;
  /** The share of requests that are traced, from 0 to 1. Null: there is no collector to tell. */
  readonly traceShare: number | null;
  /** A list older than this no longer clears anybody. */
  readonly listMaxAgeHours: number;
  /** How often official lists are fetched; 0 never does. */
  readonly listSyncHours: number;
  /** How many executions a tenant can ask for in a second, of each node; 0 sets no limit. */
  readonly executionsPerSecond: number;
  /** Where people reach this server, without a slash at the end. Null: where it listens. */
  readonly publicUrl: string | null;
  /** How often the audit is signed. */
  readonly auditCheckpointSeconds: number;
  /** Whether a sandbox for trying things out is made, and its key told. */
  readonly makesDemoTenant: boolean;
  /** The file that names the operator's providers, absolute. Null: there are none. */
  readonly providersPath: string | null;
};

/** A value that has to be asked for, so that printing or logging what holds it shows nothing. */
type Secret<T> = { readonly reveal: () => T };

type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The environment or the data folder does not hold; each line names one thing to change. */
export class ConfigRefused extends Error {}

const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/;
const KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

/** What each variable allows; the messages complete the sentence "NAME must be …". */
const Environment = z.object({
  PROBITY_PORT: wholeNumber(0, 65_535, 8080),
  PROBITY_HOST: z
    .string()
    .regex(HOST, 'a host name or an IP address, such as 127.0.0.1')
    .default('127.0.0.1'),
  PROBITY_LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`).default('info'),
  PROBITY_DATA_DIR: z.string().min(1, 'the path of a folder').default('./data'),
  PROBITY_LIST_MAX_AGE_HOURS: wholeNumber(1, 87_600, 168),
  PROBITY_LIST_SYNC_HOURS: wholeNumber(0, 8_760, 24),
  PROBITY_EXECUTIONS_PER_SECOND: wholeNumber(0, 100_000, 20),
  PROBITY_DATABASE_POOL: wholeNumber(2, 500, 10),
  PROBITY_AUDIT_CHECKPOINT_SECONDS: wholeNumber(1, 86_400, 60),
  PROBITY_DATABASE_OWNER_URL: z.string().superRefine(checkDatabaseUrl).optional(),
  PROBITY_REQUESTS_AT_ONCE: wholeNumber(8, 10_000, 128),
  PROBITY_DRAIN_SECONDS: wholeNumber(0, 600, 0),
  PROBITY_MASTER_KEY: masterKey(),
  PROBITY_MASTER_KEY_NEXT: masterKey(),
  PROBITY_OPERATOR_KEY: accessKey(),
  PROBITY_METRICS_KEY: accessKey(),
  PROBITY_DEMO_TENANT: z.enum(['on', 'off'], 'one of on, off').default('on'),
  PROBITY_TRACE_PERCENT: wholeNumber(0, 100, 100),
  PROBITY_PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, 'an http or https URL without query, such as https://kyc.example.org')
    .optional(),
  PROBITY_PROVIDERS: z.string().min(1, 'the path of a file').optional(),
  DATABASE_URL: z.string().superRefine(checkDatabaseUrl).optional(),
});

/** The embedded database accepts 100 connections, some of which are not the pool's. */
const EMBEDDED_POOL_LIMIT = 90;

/** Names that belong to other programs of Probity: the command line and the tests. */
const OTHERS = ['PROBITY_URL', 'PROBITY_TEST_DATABASE_URL'];
const FILES = SECRET_NAMES.map((name) => `${name}_FILE`);
const KNOWN = [...Object.keys(Environment.shape), ...FILES, ...OTHERS];
/** Those that OpenTelemetry has defined for all programs. */
const COLLECTORS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

/** @throws {@link ConfigRefused} with a line for each variable that is unknown or not allowed. */
export function readConfig(given: Readonly<Record<string, string | undefined>>): Config {
  const { environment, problems: unreadable } = withSecretFiles(given);
  const problems = Object.keys(environment)
    .filter((name) => /^PROBITY_/i.test(name) && !KNOWN.includes(name))
    .map((name) => `${name} is not a setting of Probity; did you mean ${nearest(name)}?`);
  const { success, data, error } = Environment.safeParse(environment);
  problems.push(
    ...unreadable,
    ...(error?.issues ?? []).map((issue) => `${issue.path.join('.')} must be ${issue.message}.`),
  );
  if (!success || problems.length > 0) throw new ConfigRefused(problems.join('\n'));
  if (data.DATABASE_URL !== undefined && data.PROBITY_MASTER_KEY === undefined) {
    throw new ConfigRefused(
      'PROBITY_MASTER_KEY is required with DATABASE_URL: make one with `openssl rand -base64 32`, ' +
        'and keep it as safe as the database, which cannot be read without it.',
    );
  }
  if (data.DATABASE_URL === undefined && data.PROBITY_DATABASE_POOL > EMBEDDED_POOL_LIMIT) {
    throw new ConfigRefused(
      `PROBITY_DATABASE_POOL must be at most ${EMBEDDED_POOL_LIMIT} without DATABASE_URL.`,
    );
  }
  if (data.PROBITY_DATABASE_OWNER_URL !== undefined && data.DATABASE_URL === undefined) {
    throw new ConfigRefused('PROBITY_DATABASE_OWNER_URL must be left out without DATABASE_URL.');
  }
  const isTraced = COLLECTORS.some((name) => environment[name]);
  return toConfig(data, isTraced);
}

function toConfig(read: z.infer<typeof Environment>, isTraced: boolean): Config {
  const { DATABASE_URL: url, PROBITY_OPERATOR_KEY: operatorKey } = read;
  const { PROBITY_MASTER_KEY: key, PROBITY_MASTER_KEY_NEXT: next } = read;
  const { PROBITY_METRICS_KEY: metricsKey } = read;
  const { PROBITY_DATABASE_OWNER_URL: ownerUrl } = read;
  return Object.freeze({
    port: read.PROBITY_PORT,
    host: read.PROBITY_HOST,
    logLevel: read.PROBITY_LOG_LEVEL,
    dataDir: resolve(read.PROBITY_DATA_DIR),
    databaseUrl: url === undefined ? null : secret(url),
    databaseOwnerUrl: ownerUrl === undefined ? null : secret(ownerUrl),
    databasePool: read.PROBITY_DATABASE_POOL,
    requestsAtOnce: read.PROBITY_REQUESTS_AT_ONCE,
    drainSeconds: read.PROBITY_DRAIN_SECONDS,
    masterKey: key === undefined ? null : secret(Buffer.from(key, 'base64')),
    nextMasterKey: next === undefined ? null : secret(Buffer.from(next, 'base64')),
    operatorKey: operatorKey === undefined ? null : secret(operatorKey),
    metricsKey: metricsKey === undefined ? null : secret(metricsKey),
    traceShare: isTraced ? read.PROBITY_TRACE_PERCENT / 100 : null,
    listMaxAgeHours: read.PROBITY_LIST_MAX_AGE_HOURS,
    listSyncHours: read.PROBITY_LIST_SYNC_HOURS,
    executionsPerSecond: read.PROBITY_EXECUTIONS_PER_SECOND,
    publicUrl: read.PROBITY_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    auditCheckpointSeconds: read.PROBITY_AUDIT_CHECKPOINT_SECONDS,
    makesDemoTenant: read.PROBITY_DEMO_TENANT === 'on',
    providersPath: read.PROBITY_PROVIDERS === undefined ? null : resolve(read.PROBITY_PROVIDERS),
  });
}

function secret<T>(value: T): Secret<T> {
  return Object.freeze({ reveal: () => value });
}

function masterKey() {
  return z
    .string()
    .refine(isRandomKey, '32 random bytes in base64, as `openssl rand -base64 32` makes them')
    .optional();
}

function accessKey() {
  return z
    .string()
    .regex(
      /^[!-~]{32,512}$/,
      '32 to 512 visible ASCII characters, as `openssl rand -hex 32` makes them',
    )
    .optional();
}

function wholeNumber(least: number, most: number, absent: number) {
  const allowed = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .refine((value) => value >= least && value <= most, allowed)
    .default(absent);
}

function isPublicUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && !/[?#]/.test(text) && !url.username;
}

/** Base64 of 32 bytes, each digit of it meant: a mistyped last one is not silently rounded. */
function isRandomKey(text: string): boolean {
  const key = Buffer.from(text, 'base64');
  const digits = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=$/, '');
  const isExact = key.toString('base64').replace(/=$/, '') === digits;
  return KEY.test(text) && isExact && new Set(key).size > 1;
}

/** One host, or several of which one takes changes: any other kind of server is of no use here. */
function checkDatabaseUrl(text: string, context: z.RefinementCtx): void {
  const list = readHostList(text);
  if (list === undefined) {
    context.addIssue(
      'a URL such as postgres://user:password@host:5432/database; ' +
        'several hosts are separated by commas',
    );
  } else if (list.urls.some((url) => new URL(url).searchParams.get('host')?.includes(','))) {
    context.addIssue('a URL that names several hosts before the database, not in its query');
  } else if (list.wish !== undefined && !WRITABLE.includes(list.wish)) {
    context.addIssue(`a URL whose target_session_attrs is ${WRITABLE.join(' or ')}`);
  }
}

function nearest(name: string): string {
  const bare = (known: string) => known.toUpperCase().replace(/^PROBITY_/, '');
  const suggestions = KNOWN.filter((known) => known !== 'PROBITY_TEST_DATABASE_URL');
  const distances = suggestions.map((known) => editDistance(bare(name), bare(known)));
  return suggestions[distances.indexOf(Math.min(...distances))] ?? 'PROBITY_PORT';
}

/** Levenshtein's: how many characters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, character] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
