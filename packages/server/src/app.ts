import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { composeCapabilities } from './compose-capabilities.ts';
import type { Database } from './database/connect.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import type { EngineOptions } from './engine/engine-options.ts';
import type { ProgramLoader } from './engine/program.ts';
import { apiReferenceRoutes } from './features/api-reference/api-reference.routes.ts';
import { AUDIT_EVENT_EFFECT } from './features/audit/audit-event.store.ts';
import { COMMENT_EFFECT } from './features/comments/comment.store.ts';
import { documentRoutes } from './features/documents/documents.routes.ts';
import { loadFile } from './features/documents/load-file.command.ts';
import { duplicateDecisions } from './features/duplicates/decide-duplicates.command.ts';
import {
  ATTACHMENT_EFFECT,
  ENTITY_KEY_EFFECT,
  INDIVIDUAL_EFFECT,
} from './features/entities/entity.store.ts';
import { filePeople } from './features/entities/file-people.command.ts';
import { EXECUTION_EFFECT, EXECUTION_END_EFFECT } from './features/executions/execution.store.ts';
import { executionRoutes } from './features/executions/executions.routes.ts';
import { loadRun } from './features/executions/load-run.command.ts';
import type { RunMaterial } from './features/executions/start-execution.command.ts';
import { endedWithin } from './features/executions/wait.ts';
import { healthRoutes } from './features/health/health.routes.ts';
import { individualRoutes } from './features/individuals/individuals.routes.ts';
import {
  type DownloadTools,
  downloadAgent,
  type ProxySettings,
} from './features/lists/download-file.command.ts';
import type { ListRegistry } from './features/lists/list-registry.ts';
import { listRoutes } from './features/lists/lists.routes.ts';
import { openListRegistry } from './features/lists/open-list-registry.command.ts';
import {
  type ListSyncSchedule,
  listSyncSchedule,
} from './features/lists/schedule-list-sync.command.ts';
import { manualKycRoutes } from './features/manual-kyc/manual-kyc.routes.ts';
import { monitoringRoutes } from './features/monitoring/monitoring.routes.ts';
import { MONITORING_EFFECT } from './features/monitoring/monitoring.store.ts';
import { type CallbackTools, callbackRoutes } from './features/providers/callbacks.routes.ts';
import { providerRoutes } from './features/providers/providers.routes.ts';
import { publishedWorkflowRoutes } from './features/published-workflows/published-workflows.routes.ts';
import { findReferencePeople } from './features/reference-people/find-reference-people.command.ts';
import { referenceRoutes } from './features/reference-people/reference-people.routes.ts';
import { replayRoutes } from './features/replays/replays.routes.ts';
import {
  OPENED_RESULT_EFFECT,
  PROCESS_RESULT_EFFECT,
  PROCESS_RESULT_EXPIRED_EFFECT,
  PROCESS_RESULT_STALE_EFFECT,
} from './features/results/process-result.store.ts';
import { resultRoutes } from './features/results/results.routes.ts';
import {
  RISK_ASSESSMENT_EFFECT,
  RISK_FACTOR_EFFECT,
  RISK_FACTOR_STALE_EFFECT,
} from './features/risk/risk.store.ts';
import { riskProfileRoutes } from './features/risk/risk-profiles.routes.ts';
import { riskOverrideRoutes } from './features/risk-overrides/risk-overrides.routes.ts';
import { screeningSignalRoutes } from './features/screening-signals/screening-signals.routes.ts';
import {
  PROFILE_STATE_EFFECT,
  SERVICE_PROFILE_EFFECT,
} from './features/service-profiles/service-profile.store.ts';
import { authenticator } from './features/tenants/authenticate.ts';
import { findKeyOwner } from './features/tenants/tenant.store.ts';
import { tenantRoutes } from './features/tenants/tenants.routes.ts';
import type { WorkflowDefinition } from './features/workflow-definitions/workflow-definition.ts';
import { workflowDefinitionRoutes } from './features/workflow-definitions/workflow-definitions.routes.ts';
import { httpServer } from './http/http-server.ts';
import { operatorCaller, type Permitting, publicCaller, tenantCaller } from './http/permit.ts';
import type { Clock } from './kernel/clock.ts';
import { systemClock } from './kernel/clock.ts';
import { blindHash, masterKeyFrom } from './kernel/seal.ts';
import { type Vaults, vaultsOf } from './kernel/vault.ts';
import type { OpenProviders } from './providers/configured/open-providers.ts';
import type { KnownProvider } from './providers/configured/read-provider-settings.ts';
import { protocolDocument } from './providers/http/protocol-document.ts';
import { LOCAL_LISTS, localListsProvider } from './providers/local-lists/local-lists.provider.ts';
import { ownPeopleProvider } from './providers/own-people/own-people.provider.ts';
import { photosProvider } from './providers/photos/photos.provider.ts';
import { referenceProvider } from './providers/reference/reference.provider.ts';
import { readShippedWorkflows } from './workflows/shipped-workflows.ts';
import { explainStep, stepCatalogue, stepNeeds } from './workflows/step-catalogue.ts';
import type { Capabilities } from './workflows/step-type.ts';
import { workflowProgram } from './workflows/workflow-program.ts';

/** The version that answers show. */
export const VERSION = '0.1.0';

export type AppOptions = {
  readonly database: Database;
  /** 32 bytes. */
  readonly masterKey: Buffer;
  readonly operatorKey: string;
  readonly logger: Logger;
  readonly listMaxAgeHours?: number;
  /** How often official lists are fetched; never if absent. */
  readonly listSyncHours?: number;
  /** How they are fetched: through which proxy. */
  readonly proxy?: ProxySettings;
  /** Whom the operator has set up; nobody if absent. */
  readonly providers?: readonly KnownProvider[];
  /** Where indexes of lists are kept from one start to the next; nowhere if absent. */
  readonly indexFolder?: string;
  readonly now?: Clock;
  /** Other timings of the engine, for tests. */
  readonly engine?: Partial<EngineOptions>;
  /** Sources in place of the installation's own, for tests. */
  readonly capabilities?: Partial<Capabilities>;
};

/** Everything but the port: routes, engine and lists, put together. */
export type App = {
  readonly http: FastifyInstance;
  readonly engine: Engine;
  readonly lists: ListRegistry;
  readonly shipped: readonly WorkflowDefinition[];
  /** Loads the lists and begins to take up runs that nobody holds. */
  open(): Promise<void>;
  /** Lets requests end, hands runs over, and leaves the database to whoever opened it. */
  close(): Promise<void>;
};

/** How long requests and runs in flight may take to end before runs are handed over. */
const GRACE_MS = 5_000;
const CLOSE_IDLE_EVERY_MS = 50;

/** The composition root: the one place that knows every room. */
export async function createApp(options: AppOptions): Promise<App> {
  const { database, logger, operatorKey, now = systemClock } = options;
  const { system } = database;
  const master = masterKeyFrom(options.masterKey);
  const vaults = vaultsOf(master);
  const hash = (purpose: string, value: string) => blindHash(master, purpose, value);
  const lists = openRegistry(options);
  const agent = downloadAgent(options.proxy ?? {});
  const sync = syncSchedule(options, lists, agent);
  const watchlists = localListsProvider(lists, now);
  const { providers, capabilities, readCallback } = composeCapabilities({
    known: options.providers ?? [],
    proxy: options.proxy ?? {},
    now,
    watchlists,
    ...keptSources({ system, vaults, hash }),
    instead: options.capabilities ?? {},
  });
  const handedOver = new Map<string, RunMaterial>();
  const engine = createEngine({
    db: system,
    load: programLoader({ options, vaults, capabilities, handedOver }),
    effects: EFFECTS,
    logger,
    ...options.engine,
  });
  const shipped = await readShippedWorkflows();
  const http = httpServer(logger);
  const authenticate = authenticator((keyHash) => findKeyOwner(system, keyHash), now);
  await mountRoutes({
    http,
    permitting: { system, vaults, now, authenticate, operatorKey },
    rooms: {
      engine,
      lists,
      agent,
      shipped,
      handedOver,
      ping: database.ping,
      watching: [watchlists.name],
      providers,
      hash,
    },
  });
  listenForCallbacks(http, logger, readCallback);
  let isClosing = false;
  let filing: Promise<unknown> | undefined;
  return {
    http,
    engine,
    lists,
    shipped,
    async open() {
      filing = filePeople(system, vaults, () => isClosing).catch((error: unknown) =>
        logger.error({ error: nameOf(error) }, 'people could not be filed for comparison'),
      );
      await lists.refresh();
      lists.start();
      sync?.start();
      engine.open();
    },
    async close() {
      isClosing = true;
      await filing;
      lists.stop();
      const fetching = sync?.stop();
      await stopInOrder(http, engine);
      // An import that is still under way is broken off with its transaction.
      if (fetching) await endedWithin(fetching, GRACE_MS);
      await Promise.all([agent.destroy(), providers.close()]);
    },
  };
}

/** A run that waits for a provider looks again by itself; the call is for the log. */
function listenForCallbacks(http: FastifyInstance, logger: Logger, read: CallbackTools['read']) {
  callbackRoutes(http, {
    read,
    async onCallback(provider) {
      logger.info({ provider }, 'a provider called back');
    },
  });
}

/** Sources that are kept in this installation's own database. */
function keptSources(kept: Parameters<typeof findReferencePeople>[0]) {
  const { system, vaults } = kept;
  return {
    reference: referenceProvider((...asked) => findReferencePeople(kept, ...asked)),
    people: ownPeopleProvider(system, vaults),
    photos: photosProvider((tenantId, file) => loadFile({ system, vaults }, tenantId, file)),
  };
}

/**
 * Requests that are there end, those that wait for a run among them; then runs are handed over,
 * and who still waits for one hears that it goes on without them. A caller that never finishes
 * sending is cut off.
 */
async function stopInOrder(http: FastifyInstance, engine: Engine): Promise<void> {
  const begunAt = performance.now();
  // A connection whose last answer is out would be held open for the next request.
  const closing = setInterval(() => http.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const answered = http.close().finally(() => clearInterval(closing));
  await endedWithin(answered, GRACE_MS);
  const leftMs = Math.max(0, GRACE_MS - (performance.now() - begunAt));
  await engine.stop({ graceMs: leftMs }).finally(async () => {
    if (!(await endedWithin(answered, GRACE_MS))) http.server.closeAllConnections();
    await answered;
  });
}

/** Runs that are taken up elsewhere leave theirs behind; what is dropped is read back instead. */
const MOST_HANDED_OVER = 2_000;

/** Every kind of row that may commit with a run. */
const EFFECTS = [
  INDIVIDUAL_EFFECT,
  ENTITY_KEY_EFFECT,
  ATTACHMENT_EFFECT,
  SERVICE_PROFILE_EFFECT,
  EXECUTION_EFFECT,
  EXECUTION_END_EFFECT,
  PROFILE_STATE_EFFECT,
  PROCESS_RESULT_EFFECT,
  OPENED_RESULT_EFFECT,
  PROCESS_RESULT_STALE_EFFECT,
  RISK_FACTOR_EFFECT,
  RISK_FACTOR_STALE_EFFECT,
  RISK_ASSESSMENT_EFFECT,
  MONITORING_EFFECT,
  PROCESS_RESULT_EXPIRED_EFFECT,
  COMMENT_EFFECT,
  AUDIT_EVENT_EFFECT,
];

function openRegistry(options: AppOptions): ListRegistry {
  const { database, logger, listMaxAgeHours, indexFolder } = options;
  return openListRegistry({
    db: database.system,
    ...(indexFolder !== undefined && { snapshotFolder: indexFolder }),
    onSnapshotTrouble: ({ listId, because }) =>
      logger.warn({ listId, because }, 'a kept index could not be used or written'),
    ...(listMaxAgeHours !== undefined && { maxAgeHours: listMaxAgeHours }),
    onFailure: ({ listId, error }) =>
      logger.error({ listId, error: nameOf(error) }, 'a screening list could not be loaded'),
  });
}

/** Official lists are fetched where the operator wants them to be. */
function syncSchedule(
  { database, logger, listSyncHours = 0, now = systemClock }: AppOptions,
  lists: ListRegistry,
  agent: DownloadTools['agent'],
): ListSyncSchedule | null {
  if (listSyncHours === 0) return null;
  return listSyncSchedule({
    sync: { db: database.system, now, agent, by: { actor: 'schedule' } },
    everyHours: listSyncHours,
    async onSynced({ source, outcome, version, issue }) {
      if (outcome === 'retired') return;
      if (outcome === 'failed') logger.warn({ source, issue }, 'a list could not be fetched');
      else logger.info({ source, outcome, version }, 'a list was fetched');
      await lists.refresh();
    },
    onNoNetwork: () =>
      logger.warn('no publisher of lists can be reached: lists age, as /ruok shows'),
    onFailure: (error) => logger.error({ error: nameOf(error) }, 'lists could not be fetched'),
  });
}

type Loading = {
  readonly options: AppOptions;
  readonly vaults: Vaults;
  readonly capabilities: Capabilities;
  readonly handedOver: Map<string, RunMaterial>;
};

/** Finds what a run works on: at hand where it was started, read back anywhere else. */
function programLoader({ options, vaults, capabilities, handedOver }: Loading): ProgramLoader {
  const { database, now = systemClock } = options;
  return async (run) => {
    const { tenantId } = run;
    const material = handedOver.get(run.runId) ?? (await loadRun(database.system, vaults, run));
    handedOver.delete(run.runId);
    if (!material) return { abandon: true };
    const db = database.system.forTenant({ own: tenantId, readable: [tenantId] });
    return workflowProgram(material, { db, capabilities, now });
  };
}

type Mounting = {
  readonly http: FastifyInstance;
  readonly permitting: Permitting;
  readonly rooms: {
    readonly engine: Engine;
    readonly lists: ListRegistry;
    readonly agent: DownloadTools['agent'];
    readonly shipped: readonly WorkflowDefinition[];
    readonly handedOver: Map<string, RunMaterial>;
    readonly hash: (purpose: string, value: string) => Buffer;
    readonly ping: () => Promise<void>;
    /** Names of the sources that watching people asks. */
    readonly watching: readonly string[];
    readonly providers: OpenProviders;
  };
};

async function mountRoutes({ http, permitting, rooms }: Mounting): Promise<void> {
  const { engine, lists, agent, shipped, handedOver, hash, ping, providers } = rooms;
  const { now, vaults } = permitting;
  const tenants = { app: http, caller: tenantCaller(permitting) };
  const operators = { app: http, caller: operatorCaller(permitting) };
  const everyone = { app: http, caller: publicCaller };
  individualRoutes(tenants, engine);
  documentRoutes(tenants);
  workflowDefinitionRoutes(tenants);
  executionRoutes(tenants, {
    engine,
    handOver(runId, material) {
      if (handedOver.size >= MOST_HANDED_OVER) handedOver.clear();
      handedOver.set(runId, material);
    },
  });
  riskOverrideRoutes(tenants);
  monitoringRoutes(tenants, { providers: rooms.watching });
  resultRoutes(tenants, { duplicate: duplicateDecisions });
  manualKycRoutes(tenants);
  tenantRoutes(operators, shipped);
  publishedWorkflowRoutes(operators, {
    catalogue: stepCatalogue,
    explain: explainStep,
    needs: stepNeeds,
  });
  riskProfileRoutes(operators);
  screeningSignalRoutes(operators);
  providerRoutes(operators, providers.status);
  replayRoutes(operators, { vaults: permitting.vaults, provider: LOCAL_LISTS });
  listRoutes(operators, { registry: lists, download: { agent } });
  referenceRoutes(operators, { vaults, hash });
  healthRoutes(everyone, { version: VERSION, now, lists, ping });
  await apiReferenceRoutes(http, VERSION, protocolDocument(VERSION));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
