import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { type App, createApp } from './app.ts';
import type { TelemetryOptions } from './compose-telemetry.ts';
import { type Config, ConfigRefused, readConfig } from './config.ts';
import { connectDatabase, type Database } from './database/connect.ts';
import type { DatabaseAddress } from './database/database-address.ts';
import { EmbeddedPostgresFailed } from './database/embedded/embedded-postgres-failed.ts';
import { startEmbeddedPostgres } from './database/embedded/start-embedded-postgres.ts';
import { grantRights, roleOf } from './database/grant-rights.ts';
import { MigrationRefused, migrate } from './database/migrate.ts';
import { settleDemoTenant } from './demo-tenant.ts';
import { MasterKeyRefused } from './features/installation/open-master-keys.command.ts';
import { systemClock } from './kernel/clock.ts';
import { DomainError } from './kernel/domain-error.ts';
import { newUlid } from './kernel/id.ts';
import {
  ProviderSettingsRefused,
  readProviderSettings,
} from './providers/configured/read-provider-settings.ts';
import { settleSampleList } from './sample-list.ts';
import { settleSecrets } from './secrets.ts';
import { Startup } from './startup.ts';
import { VERSION } from './version.ts';

/** The process: config → database → app → listen → graceful stop. */
async function main(): Promise<void> {
  const startup = new Startup();
  const signalled = firstSignal(startup);
  try {
    await serve(readConfig(process.env), startup);
    await signalled;
  } catch (error) {
    // Ctrl-C also reaches the programs that make a database: their failure is then no news.
    if (!startup.isInterrupted) fail('Probity cannot start.', error);
  }
  try {
    await startup.undo();
    if (startup.isInterrupted) startup.tell('Probity has stopped.');
  } catch (error) {
    fail('Probity stopped with an error.', error);
  }
}

/** Resolves at the first signal to stop; from then on the start, if under way, goes no further. */
function firstSignal(startup: Startup): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      if (startup.isInterrupted) return;
      startup.interrupt();
      startup.tell('Stopping: requests end, executions in flight are handed over.');
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

function fail(what: string, error: unknown): void {
  process.stderr.write(`${what} ${reasonOf(error)}\n`);
  process.exitCode = 1;
}

async function serve(config: Config, startup: Startup): Promise<void> {
  const proxy = proxyOf(process.env);
  const providers = await providersOf(config);
  const logger = pino({ level: config.logLevel, base: null }, pino.destination(2));
  const secrets = await settleSecrets(config);
  const { owner, address } = await startup.phase('database', () => openDatabase(config, startup));
  await startup.phase('migrations', async () => {
    await migrate(owner);
    if (owner !== address) await grantRights(owner, await roleOf(address));
  });
  const database = await connectDatabase({
    address,
    poolSize: config.databasePool,
    onConnectionLost: ({ name }) => logger.warn({ error: name }, 'a database connection was lost'),
  });
  startup.undoWith(() => database.close());
  const app: App = await createApp({
    database,
    masterKey: secrets.masterKey,
    nextMasterKey: { given: secrets.nextMasterKey, files: secrets.masterKeyFiles },
    operatorKey: secrets.operatorKey,
    logger,
    requestsAtOnce: config.requestsAtOnce,
    listMaxAgeHours: config.listMaxAgeHours,
    listSyncHours: config.listSyncHours,
    executionsPerSecond: config.executionsPerSecond,
    proxy,
    providers,
    publicUrl: () => config.publicUrl ?? urlOf(config, app.http.server.address()),
    indexFolder: join(config.dataDir, 'indexes'),
    auditCheckpointSeconds: config.auditCheckpointSeconds,
    auditAnchorFile: join(config.dataDir, 'audit-checkpoints.json'),
    telemetry: await telemetryOf(config),
  }).catch((error: unknown) => {
    throw error instanceof MasterKeyRefused ? otherKey(config, error) : error;
  });
  startup.undoWith(() => app.close());
  await startup.phase('lists', async () => {
    await settleSampleList(database.system, systemClock);
    await app.open();
  });
  await app.http.listen({ host: config.host, port: config.port });
  startup.undoWith(async () => {
    app.leave();
    await sleep(config.drainSeconds * 1_000);
  });
  const url = urlOf(config, app.http.server.address());
  const demo = await demoTenantOf(config, { database, app, url });
  startup.tell(
    ...secrets.generated.map((path) => `A new secret is kept in ${path}: keep it safe.`),
    ...(demo?.isNew
      ? [`Demo tenant ${demo.credentials.customerId}, API key ${demo.credentials.apiKey}`]
      : []),
    `Started in ${startup.phasesInWords()}.`,
    `Probity is ready at ${url}`,
  );
}

/** A sandbox to try things out in; null where the operator wants none. */
async function demoTenantOf(
  { dataDir, makesDemoTenant }: Config,
  { database, app, url }: { readonly database: Database; readonly app: App; readonly url: string },
) {
  if (!makesDemoTenant) return null;
  const { system } = database;
  const ctx = { system, vaults: app.vaults, requestId: newUlid(), now: systemClock };
  return settleDemoTenant(ctx, { dataDir, url, shipped: app.shipped });
}

/** What tracing needs is loaded only where somebody traces. */
async function telemetryOf({ metricsKey, traceShare }: Config): Promise<TelemetryOptions> {
  const traces =
    traceShare === null
      ? null
      : (await import('./telemetry/traces.ts')).openTraces({ version: VERSION, share: traceShare });
  return { ofProcess: true, metricsKey: metricsKey?.reveal() ?? null, traces };
}

type Addresses = {
  /** As the role that owns the tables. */
  readonly owner: DatabaseAddress;
  /** As the role that the server works with; the same one where the operator has only one. */
  readonly address: DatabaseAddress;
};

async function openDatabase(config: Config, startup: Startup): Promise<Addresses> {
  if (config.databaseUrl) {
    const address = { url: config.databaseUrl.reveal() };
    const owner = config.databaseOwnerUrl && { url: config.databaseOwnerUrl.reveal() };
    return { owner: owner ?? address, address };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir });
  startup.undoWith(async () => {
    await embedded.stop();
  });
  return { owner: embedded.connection, address: embedded.server };
}

/** The data was sealed with another key. */
function otherKey({ databaseUrl }: Config, { hasChanged }: MasterKeyRefused): ConfigRefused {
  const which = hasChanged ? 'the one that followed it' : 'the one of its first start';
  return new ConfigRefused(
    databaseUrl
      ? `PROBITY_MASTER_KEY is not the key of this database: set ${which}.`
      : `The master key is not the key of this database: restore ${which}.`,
  );
}

/** As other programs of a machine are told of its proxy. @throws {@link ConfigRefused} */
function proxyOf({ HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy }: NodeJS.ProcessEnv) {
  const httpsProxy = https_proxy || HTTPS_PROXY || undefined;
  if (httpsProxy && !(/^https?:\/\//i.test(httpsProxy) && URL.canParse(httpsProxy))) {
    throw new ConfigRefused('HTTPS_PROXY must be a URL such as http://proxy.example:3128.');
  }
  return { httpsProxy, noProxy: no_proxy || NO_PROXY };
}

/** The address that people on this machine can open, also where the server listens everywhere. */
function urlOf({ host }: Config, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

async function providersOf({ providersPath: path }: Config) {
  return path === null ? [] : readProviderSettings({ path, environment: process.env });
}

const EXPECTED = [
  ConfigRefused,
  ProviderSettingsRefused,
  EmbeddedPostgresFailed,
  MigrationRefused,
  DomainError,
];

/** One line for what an operator can mend; the stack for what is a bug. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return 'The port is taken by another program: set PROBITY_PORT to a free one.';
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return 'PROBITY_HOST and PROBITY_PORT must name an address that this machine may listen on.';
  }
  return EXPECTED.some((kind) => error instanceof kind)
    ? error.message
    : (error.stack ?? error.message);
}

await main();
