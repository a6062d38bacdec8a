import { randomBytes } from 'node:crypto';
import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  stat,
  symlink,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { runProgram } from './run-program.ts';
import type { ServiceAccount } from './service-account.ts';

/** Where clusters go that the account could not reach inside the data folder. */
const FALLBACK = '/var/lib/probity';
const CLUSTER = /^postgresql-(\d+)$/;

/** The data folder, made when absent. @throws {@link EmbeddedPostgresFailed} when it cannot be. */
export async function settleDataDir(dataDir: string): Promise<string> {
  const path = resolve(dataDir);
  try {
    await mkdir(dirname(path), { recursive: true }); // not ours: open as the user's umask has it
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(path);
  } catch (cause) {
    const why = await obstacle(path);
    throw new EmbeddedPostgresFailed(`The data folder ${path} cannot be used: ${why}.`, { cause });
  }
}

/**
 * The folder that holds the cluster, its socket and copies of programs: the data folder itself, or,
 * where root keeps that out of the account's reach (under `/root`), one of its own under
 * `/var/lib/probity`, to which {@link linkCluster} leaves a link.
 */
export async function settleHome(dataDir: string, account: ServiceAccount | null): Promise<string> {
  const linked = await linkedHome(dataDir);
  if (linked !== null) return linked;
  if (account === null) return dataDir;
  // The account may pass through to its own folder; it may not list this one, nor read secrets in it.
  await chmod(dataDir, ((await stat(dataDir)).mode & 0o777) | 0o011);
  const { code } = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', dataDir], account);
  if (code === 0) return dataDir;
  const home = join(FALLBACK, randomBytes(6).toString('hex'));
  await mkdir(home, { recursive: true, mode: 0o711 }).catch((cause: unknown) => {
    throw new EmbeddedPostgresFailed(
      `PostgreSQL runs as the user ${account.name}, who can reach neither ${dataDir} nor ${FALLBACK}: ` +
        'set PROBITY_DATA_DIR to a folder that every user may pass through.',
      { cause },
    );
  });
  return home;
}

/** Leaves the way to a cluster that is kept elsewhere; whoever starts next follows it. */
export async function linkCluster(dataDir: string, cluster: string): Promise<void> {
  if (dirname(cluster) === dataDir) return;
  await symlink(cluster, join(dataDir, clusterName(cluster))).catch(async (error: unknown) => {
    if ((await linkedHome(dataDir)) !== dirname(cluster)) throw error;
  });
}

/** Data folders are named by the major version, since another major cannot read them. */
export function clusterPath(home: string, major: number): string {
  return join(home, `postgresql-${major}`);
}

/** The majors of the clusters that a data folder holds. */
export async function majorsIn(dataDir: string): Promise<readonly number[]> {
  const names = await readdir(dataDir);
  const majors = names.flatMap((name) => CLUSTER.exec(name)?.[1] ?? []);
  const complete = await Promise.all(
    majors.map(async (major) => isCluster(join(dataDir, `postgresql-${major}`))),
  );
  return majors.filter((_, index) => complete[index]).map(Number);
}

/** Whether a complete cluster lies there. */
export async function isCluster(path: string): Promise<boolean> {
  return (await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => null)) !== null;
}

async function linkedHome(dataDir: string): Promise<string | null> {
  for (const name of await readdir(dataDir)) {
    const path = join(dataDir, name);
    if (CLUSTER.test(name) && (await lstat(path)).isSymbolicLink()) {
      const target = await realpath(path).catch((cause: unknown) => {
        throw new EmbeddedPostgresFailed(
          `The link ${path} leads to a database that is gone: restore it, or remove the link to begin anew.`,
          { cause },
        );
      });
      return dirname(target);
    }
  }
  return null;
}

function clusterName(cluster: string): string {
  return cluster.slice(dirname(cluster).length + 1);
}

/** The nearest thing in the way, in words. */
async function obstacle(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const entry = await stat(at).catch(() => null);
    if (entry && !entry.isDirectory()) return `${at} is not a folder`;
    if (entry || at === dirname(at)) return `this user may not write in ${at}`;
  }
}
