import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Background, backgroundOf } from './compose-background.ts';
import { listenForCallbacks } from './compose-callbacks.ts';
import { composeCapabilities } from './compose-capabilities.ts';
import { EFFECTS } from './compose-effects.ts';
import { openRegistry, syncSchedule } from './compose-lists.ts';
import { type KeptMasterKey, keepMasterKey, type NextMasterKey } from './compose-master-key.ts';
import { mountRoutes } from './compose-routes.ts';
import { composeTelemetry, type Telemetry, type TelemetryOptions } from './compose-telemetry.ts';
import type { Database } from './database/connect.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import type { EngineOptions } from './engine/engine-options.ts';
import type { ProgramLoader } from './engine/program.ts';
import { anchorsIn } from './features/audit-proof/anchor-file.command.ts';
import { loadFile } from './features/documents/load-file.command.ts';
import { loadRun } from './features/executions/load-run.command.ts';
import type { RunMaterial } from './features/executions/start-execution.command.ts';
import {
  type DownloadTools,
  downloadAgent,
  type ProxySettings,
} from './features/lists/download-file.command.ts';
import { LIST_MAX_AGE_HOURS, type ListRegistry } from './features/lists/list-registry.ts';
import type { ListSyncSchedule } from './features/lists/schedule-list-sync.command.ts';
import { findReferencePeople } from './features/reference-people/find-reference-people.command.ts';
import { authenticator } from './features/tenants/authenticate.ts';
import { findKeyOwner, findTenant } from './features/tenants/tenant.store.ts';
import type { WorkflowDefinition } from './features/workflow-definitions/workflow-definition.ts';
import { admissionFor } from './http/admission.ts';
import { httpServer } from './http/http-server.ts';
import type { Clock } from './kernel/clock.ts';
import { systemClock } from './kernel/clock.ts';
import { endedWithin } from './kernel/ended-within.ts';
import type { Observer } from './kernel/observer.ts';
import { signerOf } from './kernel/signature.ts';
import { type Vaults, vaultsOf } from './kernel/vault.ts';
import type { OpenProviders } from './providers/configured/open-providers.ts';
import type { KnownProvider } from './providers/configured/read-provider-settings.ts';
import { localListsProvider } from './providers/local-lists/local-lists.provider.ts';
import { ownMatchlistsProvider } from './providers/own-matchlists/own-matchlists.provider.ts';
import { ownPeopleProvider } from './providers/own-people/own-people.provider.ts';
import { photoQueue, photosProvider } from './providers/photos/photos.provider.ts';
import { referenceProvider } from './providers/reference/reference.provider.ts';
import { GRACE_MS, stopInOrder } from './stop-in-order.ts';
import type { Standings } from './telemetry/standing-meters.ts';
import { readShippedWorkflows } from './workflows/shipped-workflows.ts';
import type { Capabilities } from './workflows/step-type.ts';
import { workflowProgram } from './workflows/workflow-program.ts';

export type AppOptions = {
  readonly database: Database;
  /** 32 bytes. */
  readonly masterKey: Buffer;
  /** Where the master key may be followed by another. */
  readonly nextMasterKey?: NextMasterKey;
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
  /** How it tells of itself; metrics alone if absent. */
  readonly telemetry?: TelemetryOptions;
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
  readonly vaults: Vaults;
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
  const telemetry = composeTelemetry(options.telemetry ?? {});
  const { observer } = telemetry;
  const masterKey = await keepMasterKey(options);
  const vaults = vaultsOf(masterKey.keys);
  const signer = signerOf(masterKey.keys.origin);
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
    observer,
    ...keptSources({ system, vaults }),
    instead: options.capabilities ?? {},
  });
  const handedOver = new Map<string, RunMaterial>();
  const engine = createEngine({
    db: system,
    load: programLoader({ options, vaults, capabilities, handedOver, observer }),
    effects: EFFECTS,
    logger,
    observer,
    ...options.engine,
  });
  const shipped = await readShippedWorkflows();
  const leaving = { isLeaving: false };
  const http = httpServer(logger, leaving);
  telemetry.observe(http);
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
      masterKey,
      executionsPerSecond: options.executionsPerSecond ?? 0,
      desk,
      publicUrl: options.publicUrl ?? (() => 'http://localhost'),
      signer,
      anchors,
    },
  });
  listenForCallbacks(http, { database, logger, now }, readCallback);
  telemetry.serve(http, operatorKey, standingsOf(options, { engine, lists, providers }));
  const background = backgroundOf({ ...options, vaults, signer, anchors, now });
  const served = { http, engine, lists, shipped, vaults, leaving };
  const around = { sync, agent, providers, telemetry, masterKey };
  return running({ ...background, ...served, ...around });
}

/** What the metrics look up when they are read. */
function standingsOf(
  { database, now = systemClock }: AppOptions,
  parts: Pick<App, 'engine' | 'lists'> & { readonly providers: Pick<OpenProviders, 'status'> },
): Standings {
  return {
    engine: () => parts.engine.status(),
    lists: () => parts.lists.status(now()),
    providers: () => parts.providers.status(),
    pool: () => database.poolStatus(),
  };
}

type Parts = Pick<App, 'http' | 'engine' | 'lists' | 'shipped' | 'vaults'> & {
  readonly leaving: { isLeaving: boolean };
  readonly sync: ListSyncSchedule | null;
  readonly agent: DownloadTools['agent'];
  readonly providers: { close(): Promise<unknown> };
  readonly filing: Background;
  readonly forgetting: Background;
  readonly signing: Background;
  readonly telemetry: Telemetry;
  readonly masterKey: KeptMasterKey;
};

function running(parts: Parts): App {
  const { http, engine, lists, shipped, sync, agent, providers, filing, forgetting } = parts;
  const { signing, telemetry, masterKey, vaults } = parts;
  return {
    http,
    engine,
    lists,
    shipped,
    vaults,
    async open() {
      await masterKey.follower.start();
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
      // Until here it may have wrapped keys: others wait for it before they take a change for finished.
      await masterKey.follower.stop();
      // An import that is still under way is broken off with its transaction.
      if (fetching) await endedWithin(fetching, GRACE_MS);
      await Promise.all([agent.destroy(), providers.close()]);
      await telemetry.close();
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

type Loading = {
  readonly options: AppOptions;
  readonly vaults: Vaults;
  readonly capabilities: Capabilities;
  readonly handedOver: Map<string, RunMaterial>;
  readonly observer: Observer;
};

/** Finds what a run works on: at hand where it was started, read back anywhere else. */
function programLoader(loading: Loading): ProgramLoader {
  const { options, vaults, capabilities, handedOver, observer } = loading;
  const { database, now = systemClock } = options;
  return async (run) => {
    const { tenantId } = run;
    const material = handedOver.get(run.runId) ?? (await loadRun(database.system, vaults, run));
    handedOver.delete(run.runId);
    if (!material) return { abandon: true };
    const db = database.system.forTenant({ own: tenantId, readable: [tenantId] });
    return workflowProgram(material, { db, capabilities, now, observer });
  };
}
