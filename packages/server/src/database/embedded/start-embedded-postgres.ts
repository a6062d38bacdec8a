import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseAddress } from '../database-address.ts';
import { SERVER_ROLE, socketAddress, tcpAddress } from './cluster-address.ts';
import {
  clusterPath,
  isCluster,
  linkCluster,
  majorsIn,
  settleDataDir,
  settleHome,
} from './cluster-home.ts';
import { createCluster } from './create-cluster.ts';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { findInstalledPrograms } from './installed-postgres.ts';
import { findBinaries, type PostgresBinaries, packagedBinaries } from './postgres-binaries.ts';
import { type Attempt, type Cluster, launch, shutDown } from './postmaster.ts';
import { knock, type Presence } from './presence.ts';
import { adopt, chooseServiceAccount, type ServiceAccount } from './service-account.ts';

/** The parts of a start, in order: `create` is there on the first only, `start` when nobody answered. */
type PhaseName = 'find programs' | 'create' | 'start' | 'attach';

/** How long one part took. */
type Phase = { readonly name: PhaseName; readonly milliseconds: number };

/** A running PostgreSQL of our own. */
export type EmbeddedPostgres = {
  /** The server's database, as the role that owns it. */
  readonly connection: Exclude<DatabaseAddress, { url: string }>;
  /** The same, as the role that the server works with. */
  readonly server: Exclude<DatabaseAddress, { url: string }>;
  /** The same database as the cluster's superuser; for tests and for repair. */
  readonly superuser: Exclude<DatabaseAddress, { url: string }>;
  readonly phases: readonly Phase[];
  /** Leaves; stops PostgreSQL when no other Probity uses it. Says which of the two it was. */
  stop(): Promise<'stopped' | 'left running'>;
};

export type EmbeddedOptions = {
  /** Made when absent; the cluster goes into it, in a folder named by PostgreSQL's major version. */
  readonly dataDir: string;
  /** Hears of each part twice: `null` when it begins, its milliseconds when it ends. */
  readonly onPhase?: (name: PhaseName, milliseconds: number | null) => void;
  /** `native` folder of a platform package; found by itself when absent, not looked for when null. */
  readonly packaged?: string | null;
  /** `socket`, except on Windows. */
  readonly transport?: 'socket' | 'tcp';
  /** Settings of PostgreSQL for this run. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** How long starts are repeated while a predecessor, killed perhaps, takes a moment to be gone. */
const RETRY_MS = 5_000;
/** What PostgreSQL says then; anything else is not worth repeating. */
const RIVAL = /lock file|shared memory block|already in use|could not bind/;
/** How long PostgreSQL may take for recovery after a crash. */
const RECOVERY_MS = 600_000;
const PAUSE_MS = 25;

/**
 * Attaches to the cluster in the data folder, or starts it, or makes it first.
 *
 * @throws {@link EmbeddedPostgresFailed} with one line that says what stands in the way.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const stopwatch = newStopwatch(options.onPhase);
  const site = await stopwatch.time('find programs', () => survey(options));
  const { path, account, binaries } = site;
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket');
  if (!(await isCluster(path))) {
    const isDurable = options.settings?.fsync !== 'off';
    await stopwatch.time('create', () =>
      createCluster({ cluster: path, binaries, account, transport, isDurable }),
    );
  }
  await adopt(path, account);
  await linkCluster(site.dataDir, path);
  const cluster: Cluster = {
    path,
    programs: binaries.programs,
    account,
    address: transport === 'tcp' ? await tcpAddress(path) : await socketAddress(path, account),
    settings: options.settings ?? {},
  };
  const answer = await stopwatch.time('attach', () => knock(path, cluster.address));
  const presence =
    typeof answer === 'object'
      ? answer
      : await stopwatch.time('start', () => reachOrLaunch(cluster));
  return { ...doors(cluster), phases: stopwatch.phases, stop: stopOnce(cluster, presence) };
}

type Stopwatch = {
  readonly phases: readonly Phase[];
  time<T>(name: PhaseName, work: () => Promise<T>): Promise<T>;
};

function newStopwatch(onPhase: EmbeddedOptions['onPhase']): Stopwatch {
  const phases: Phase[] = [];
  return {
    phases,
    async time(name, work) {
      onPhase?.(name, null);
      const begun = performance.now();
      const result = await work();
      const milliseconds = Math.round(performance.now() - begun);
      phases.push({ name, milliseconds });
      onPhase?.(name, milliseconds);
      return result;
    },
  };
}

type Site = {
  readonly dataDir: string;
  readonly path: string;
  readonly account: ServiceAccount | null;
  readonly binaries: PostgresBinaries;
};

async function survey(options: EmbeddedOptions): Promise<Site> {
  const dataDir = await settleDataDir(options.dataDir);
  const majors = await majorsIn(dataDir);
  const newest = Math.max(...majors, 0);
  const account = await chooseServiceAccount(clusterPath(dataDir, newest));
  const home = await settleHome(dataDir, account);
  const packaged = options.packaged === undefined ? packagedBinaries() : options.packaged;
  const binaries = await findBinaries({
    packaged,
    installed: findInstalledPrograms(),
    home,
    account,
  });
  if (majors.length > 0 && !majors.includes(binaries.major)) {
    throw new EmbeddedPostgresFailed(
      `${dataDir} holds the data of PostgreSQL ${majors.join(', ')}, but only PostgreSQL ` +
        `${binaries.major} was found: install the former, or move the data with pg_dump.`,
    );
  }
  return { dataDir, path: clusterPath(home, binaries.major), account, binaries };
}

/** Starts PostgreSQL, unless somebody else is doing so, and waits until it answers. */
async function reachOrLaunch(cluster: Cluster): Promise<Presence> {
  const begun = performance.now();
  let attempt: Attempt | null = null;
  let retryUntil = begun + RETRY_MS;
  while (performance.now() < begun + RECOVERY_MS) {
    const answer = await knock(cluster.path, cluster.address);
    if (typeof answer === 'object') return answer;
    if (answer === 'busy') retryUntil = performance.now() + RETRY_MS;
    else attempt = await launchAgain(cluster, attempt, retryUntil);
    await delay(PAUSE_MS);
  }
  throw new EmbeddedPostgresFailed('PostgreSQL did not become ready within ten minutes.');
}

/** Nobody answers: begins an attempt, unless one is under way or there was time enough for them. */
async function launchAgain(
  cluster: Cluster,
  attempt: Attempt | null,
  retryUntil: number,
): Promise<Attempt> {
  if (attempt === null) return launch(cluster);
  if (!attempt.hasEnded()) return attempt;
  const complaint = await attempt.complaint();
  if (performance.now() > retryUntil || !RIVAL.test(complaint)) {
    throw new EmbeddedPostgresFailed(`PostgreSQL does not start: ${complaint}`);
  }
  await delay(RETRY_MS / 20);
  return launch(cluster);
}

function doors({
  address,
}: Cluster): Pick<EmbeddedPostgres, 'connection' | 'server' | 'superuser'> {
  const place = { host: address.host, port: address.port, database: 'probity' };
  const password = address.transport === 'tcp' ? { password: address.password } : {};
  return {
    connection: { ...place, ...password, user: 'probity' },
    server: { ...place, ...password, user: SERVER_ROLE },
    superuser: { ...place, ...password, user: 'postgres' },
  };
}

function stopOnce(cluster: Cluster, presence: Presence): EmbeddedPostgres['stop'] {
  let stopping: ReturnType<EmbeddedPostgres['stop']> | null = null;
  return () => {
    stopping ??= stop(cluster, presence);
    return stopping;
  };
}

async function stop(cluster: Cluster, presence: Presence): Promise<'stopped' | 'left running'> {
  let present = presence;
  try {
    const isLast = await present.isLast().catch(async () => {
      // The connection was lost: PostgreSQL is gone, or was restarted after a crash of its own.
      await present.leave();
      const answer = await knock(cluster.path, cluster.address);
      if (typeof answer !== 'object') return null;
      present = answer;
      return present.isLast();
    });
    if (isLast === null) return 'stopped';
    if (!isLast) return 'left running';
    await shutDown(cluster);
    return 'stopped';
  } finally {
    await present.leave();
  }
}
