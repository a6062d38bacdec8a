import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ClusterAddress } from './cluster-address.ts';
import { passwordFile } from './cluster-address.ts';
import { isCluster } from './cluster-home.ts';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { runProgram } from './run-program.ts';
import { handOver, type ServiceAccount } from './service-account.ts';

/** The first PostgreSQL with a locale that is the same on every machine. */
const FIRST_WITH_BUILTIN_LOCALE = 17;
/** A draft this old was left behind by a process that is gone. */
const ABANDONED_AFTER_MS = 600_000;

/** Appended once, when the cluster is made; an operator may change them afterwards. */
const SETTINGS = `
# --- Probity: one application with short transactions on a small machine -------------------------
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 128MB
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
# Queries are many and small, and a container's /dev/shm is too small for parallel ones.
max_parallel_workers_per_gather = 0
timezone = 'UTC'
log_timezone = 'UTC'
# What a statement was given stays out of the log: Probity reports its own failures.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
`;

export type ClusterPlan = {
  readonly cluster: string;
  readonly binaries: PostgresBinaries;
  readonly account: ServiceAccount | null;
  readonly transport: ClusterAddress['transport'];
  /** False where a power cut may take everything, as in tests. */
  readonly isDurable: boolean;
};

/**
 * Makes the cluster in a draft folder and renames it when complete: a half-made one never bears the
 * name, and of two processes that race one wins.
 */
export async function createCluster(plan: ClusterPlan): Promise<void> {
  const { cluster, account } = plan;
  await removeAbandonedDrafts(cluster);
  const draft = `${cluster}.draft-${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    await handOver(draft, account);
    await initialise(draft, plan);
    await rename(draft, cluster).catch(async (error: unknown) => {
      if (!(await isCluster(cluster))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initialise(draft: string, plan: ClusterPlan): Promise<void> {
  const { binaries, account, transport } = plan;
  const password = randomBytes(24).toString('base64url');
  const given = `${draft}.password`;
  await writeFile(given, password, { mode: 0o600 });
  await handOver(given, account);
  const parameters = ['-D', draft, '-U', 'postgres', '-E', 'UTF8', '--locale=C'];
  if (binaries.major >= FIRST_WITH_BUILTIN_LOCALE) {
    parameters.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  }
  if (transport === 'tcp') parameters.push(`--pwfile=${given}`);
  if (!plan.isDurable) parameters.push('--no-sync');
  const { code, output } = await runProgram(
    join(binaries.programs, 'initdb'),
    [...parameters, '--auth=reject', '--no-instructions', '--data-checksums'],
    account,
  );
  if (code !== 0) {
    await rm(given, { force: true });
    throw new EmbeddedPostgresFailed(`PostgreSQL's initdb failed: ${complaint(output)}`);
  }
  await appendFile(join(draft, 'postgresql.conf'), SETTINGS);
  if (transport === 'tcp') await rename(given, passwordFile(draft));
  else await rm(given, { force: true });
}

async function removeAbandonedDrafts(cluster: string): Promise<void> {
  const home = dirname(cluster);
  const drafts = (await readdir(home)).filter((name) =>
    name.startsWith(`${basename(cluster)}.draft-`),
  );
  for (const draft of drafts.map((name) => join(home, name))) {
    const entry = await stat(draft).catch(() => null);
    if (entry && Date.now() - entry.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(draft, { recursive: true, force: true });
    }
  }
}

function complaint(output: string): string {
  const lines = output.trim().split('\n');
  const complaints = lines.filter((line) => /error|fatal|could not|cannot/i.test(line));
  return (complaints.at(-1) ?? lines.at(-1) ?? 'it said nothing').trim();
}
