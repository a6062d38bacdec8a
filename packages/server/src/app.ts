import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Background, filingOf, signingOf } from './compose-background.ts';
import { listenForCallbacks } from './compose-callbacks.ts';
import { composeCapabilities } from './compose-capabilities.ts';
import { mountRoutes } from './compose-routes.ts';
import type { Database } from './database/connect.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import type { EngineOptions } from './engine/engine-options.ts';
import type { ProgramLoader } from './engine/program.ts';
import { AUDIT_EVENT_EFFECT } from './features/audit/audit-event.store.ts';
import { anchorsIn } from './features/audit-proof/anchor-file.command.ts';
import { COMMENT_EFFECT } from './features/comments/comment.store.ts';
import { loadFile } from './features/documents/load-file.command.ts';
import {
  ATTACHMENT_EFFECT,
  ENTITY_KEY_EFFECT,
  INDIVIDUAL_EFFECT,
} from './features/entities/entity.store.ts';
import { EXECUTION_EFFECT, EXECUTION_END_EFFECT } from './features/executions/execution.store.ts';
import { loadRun } from './features/executions/load-run.command.ts';
import type { RunMaterial } from './features/executions/start-execution.command.ts';
import {
  type DownloadTools,
  downloadAgent,
  type ProxySettings,
} from './features/lists/download-file.command.ts';
import { LIST_MAX_AGE_HOURS, type ListRegistry } from './features/lists/list-registry.ts';
import { openListRegistry } from './features/lists/open-list-registry.command.ts';
import {
  type ListSyncSchedule,
  listSyncSchedule,
} from './features/lists/schedule-list-sync.command.ts';
import { MONITORING_EFFECT } from './features/monitoring/monitoring.store.ts';
import { findReferencePeople } from './features/reference-people/find-reference-people.command.ts';
import { forgetExpiredRequests } from './features/request-keys/forget-expired.command.ts';
import { REQUEST_KEY_EFFECT } from './features/request-keys/request-key.store.ts';
import { PROCESS_RESULT_EFFECT } from './features/results/process-result.store.ts';
import {
  OPENED_RESULT_EFFECT,
  PROCESS_RESULT_EXPIRED_EFFECT,
  PROCESS_RESULT_STALE_EFFECT,
} from './features/results/result-effects.store.ts';
import {
  RISK_ASSESSMENT_EFFECT,
  RISK_FACTOR_EFFECT,
  RISK_FACTOR_STALE_EFFECT,
} from './features/risk/risk.store.ts';
import {
  PROFILE_STATE_EFFECT,
  SERVICE_PROFILE_EFFECT,
} from './features/service-profiles/service-profile.store.ts';
import { authenticator } from './features/tenants/authenticate.ts';
import { findKeyOwner, findTenant } from './features/tenants/tenant.store.ts';
import type { WorkflowDefinition } from './features/workflow-definitions/workflow-definition.ts';
import { admissionFor } from './http/admission.ts';
import { httpServer } from './http/http-server.ts';
import type { Clock } from './kernel/clock.ts';
import { systemClock } from './kernel/clock.ts';
import { endedWithin } from './kernel/ended-within.ts';
import { masterKeyFrom } from './kernel/seal.ts';
import { signerOf } from './kernel/signature.ts';
import { type Vaults, vaultsOf } from './kernel/vault.ts';

import type { KnownProvider } from './providers/configured/read-provider-settings.ts';
import { localListsProvider } from './providers/local-lists/local-lists.provider.ts';
import { ownMatchlistsProvider } from './providers/own-matchlists/own-matchlists.provider.ts';
import { ownPeopleProvider } from './providers/own-people/own-people.provider.ts';
import { photoQueue, photosProvider } from './providers/photos/photos.provider.ts';
import { referenceProvider } from './providers/reference/reference.provider.ts';
import { GRACE_MS, stopInOrder } from './stop-in-order.ts';
import { readShippedWorkflows } from './workflows/shipped-workflows.ts';
import type { Capabilities } from './workflows/step-type.ts';
import { workflowProgram } from './workflows/workflow-program.ts';

export type AppOptions = {
  readonly database: Database;
  /** 32 bytes. */
  readonly masterKey: Buffer;
  readonly operatorKey: string;
  readonly logger: Logger;
  /** Requests that are worked on at once; 128 if absent. */
  readonly requestsAtOnce?: number;
  readonly listMaxAgeHours?: number;
  /** How often official lists are fetched; never if absent. */
  readonly listSyncHours?: number;
  /** How they are fetched: through which proxy. */
  readonly proxy?: ProxySettings;
  /** Where people reach this server, for links that are handed to them; without a slash at the end. */
  readonly publicUrl?: () => string;
  /** Whom the operator has set up; nobody if absent. */
  readonly providers?: readonly KnownProvider[];
  /** Where indexes of lists are kept from one start to the next; nowhere if absent. */
  readonly indexFolder?: string;
  /** How many executions a tenant can ask for in a second; 0, or absent, sets no limit. */
  readonly executionsPerSecond?: number;
  /** How often the audit is signed; every minute if absent. */
  readonly auditCheckpointSeconds?: number;
  /** Where is kept, outside of the database, what was signed last; nowhere if absent. */
  readonly auditAnchorFile?: string;
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
  /** Says from now on that it is about to stop, and serves as before: whoever balances loads goes elsewhere. */
  leave(): void;
  /** Lets requests end, hands runs over, and leaves the database to whoever opened it. */
  close(): Promise<void>;
};

/** The composition root: the one place that knows every room. */
export async function createApp(options: AppOptions): Promise<App> {
  const { database, logger, operatorKey, now = systemClock } = options;
  const { system } = database;
  const master = masterKeyFrom(options.masterKey);
  const vaults = vaultsOf(master);
  const signer = signerOf(master);
  const anchors = anchorsIn(options.auditAnchorFile);
  const lists = openRegistry(options);
  const agent = downloadAgent(options.proxy ?? {});
  const sync = syncSchedule(options, lists, agent);
  const { providers, capabilities, readCallback, desk } = composeCapabilities({
    known: options.providers ?? [],
    proxy: options.proxy ?? {},
    listMaxAgeHours: options.listMaxAgeHours ?? LIST_MAX_AGE_HOURS,
    now,
    lists: localListsProvider(lists, now),
    ...keptSources({ system, vaults }),
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
  const leaving = { isLeaving: false };
  const http = httpServer(logger, leaving);
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
      leaving,
      admission: admissionFor(engine, options.requestsAtOnce),
      watching: (asker) =>
        capabilities.watchlists.filter((one) => one.serves(asker)).map(({ name }) => name),
      providers,
      executionsPerSecond: options.executionsPerSecond ?? 0,
      desk,
      publicUrl: options.publicUrl ?? (() => 'http://localhost'),
      signer,
      anchors,
    },
  });
  listenForCallbacks(http, { database, logger, now }, readCallback);
  const work = { ...options, vaults, signer, anchors, now };
  const forgetting = forgetExpiredRequests(system, (error) =>
    logger.error({ error: nameOf(error) }, 'answers that are over could not be forgotten'),
  );
  const kept = { http, engine, lists, shipped, sync, agent, providers };
  return running({
    ...kept,
    leaving,
    filing: filingOf(work),
    forgetting,
    signing: signingOf(work),
  });
}

type Parts = Pick<App, 'http' | 'engine' | 'lists' | 'shipped'> & {
  readonly leaving: { isLeaving: boolean };
  readonly sync: ListSyncSchedule | null;
  readonly agent: DownloadTools['agent'];
  readonly providers: { close(): Promise<unknown> };
  readonly filing: Background;
  readonly forgetting: Background;
  readonly signing: Background;
};

function running(parts: Parts): App {
  const { http, engine, lists, shipped, sync, agent, providers, filing } = parts;
  const { forgetting, signing } = parts;
  return {
    http,
    engine,
    lists,
    shipped,
    async open() {
      filing.start();
      forgetting.start();
      await lists.refresh();
      lists.start();
      sync?.start();
      signing.start();
      engine.open();
    },
    leave() {
      parts.leaving.isLeaving = true;
    },
    async close() {
      await Promise.all([filing.stop(), forgetting.stop()]);
      lists.stop();
      const fetching = sync?.stop();
      await stopInOrder(http, engine);
      await signing.stop();
      // An import that is still under way is broken off with its transaction.
      if (fetching) await endedWithin(fetching, GRACE_MS);
      await Promise.all([agent.destroy(), providers.close()]);
    },
  };
}

/** Sources that are kept in this installation's own database. */
function keptSources(kept: Parameters<typeof findReferencePeople>[0]) {
  const { system, vaults } = kept;
  const readPhoto = photoQueue();
  return {
    reference: referenceProvider((...asked) => findReferencePeople(kept, ...asked)),
    people: ownPeopleProvider(system, vaults),
    matchlists: ownMatchlistsProvider(system, vaults),
    readPhoto,
    photos: photosProvider((tenantId, file) => loadFile(kept, tenantId, file), readPhoto),
    isSandbox: async (tenantId: string) => (await findTenant(system, tenantId))?.isSandbox ?? false,
  };
}

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
  REQUEST_KEY_EFFECT,
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

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
