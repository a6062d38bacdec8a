import { spawn } from 'node:child_process';
import { open, readFile, readlink, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../kernel/replace-file.ts';
import { type ClusterAddress, SERVER_ROLE } from './cluster-address.ts';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { identity, programEnvironment, runProgram } from './run-program.ts';
import { handOver, ownName, type ServiceAccount } from './service-account.ts';

/** A cluster on disk and everything needed to run it. */
export type Cluster = {
  readonly path: string;
  /** The folder of `postgres` and `pg_ctl`. */
  readonly programs: string;
  readonly account: ServiceAccount | null;
  readonly address: ClusterAddress;
  /** Override the cluster's own `postgresql.conf`. */
  readonly settings: Readonly<Record<string, string>>;
};

/** One attempt at starting. */
export type Attempt = {
  readonly hasEnded: () => boolean;
  /** What PostgreSQL wrote to its log since this attempt began. */
  readonly complaint: () => Promise<string>;
};

const LOG_LIMIT_BYTES = 5_000_000;
const STOP_SECONDS = 60;

/** Starts PostgreSQL so that it outlives this process: a killed Probity finds its database again. */
export async function launch(cluster: Cluster): Promise<Attempt> {
  await writeAccessRules(cluster);
  const log = `${cluster.path}.log`;
  await rotate(log);
  const file = await open(log, 'a', 0o600);
  const { size } = await file.stat();
  try {
    const child = await spawnPostmaster(cluster, file.fd, log);
    let hasEnded = false;
    child.once('exit', () => {
      hasEnded = true;
    });
    child.once('error', () => {
      hasEnded = true;
    });
    child.unref();
    return { hasEnded: () => hasEnded, complaint: () => complaintSince(log, size) };
  } finally {
    await file.close();
  }
}

/** Ends sessions, writes everything down and stops. @throws {@link EmbeddedPostgresFailed} */
export async function shutDown({ path, programs, account }: Cluster): Promise<void> {
  const pid = await recordedPid(path);
  if (pid === null) return;
  if (!(await mayBePostmaster(pid, path))) {
    // A server in another container, whose number means something else here.
    throw new EmbeddedPostgresFailed(`PostgreSQL in ${path} is not a process of this machine.`);
  }
  const { code, output } = await runProgram(
    join(programs, 'pg_ctl'),
    ['stop', '-D', path, '-m', 'fast', '-w', '-t', String(STOP_SECONDS)],
    account,
  );
  if (code !== 0 && (await recordedPid(path)) !== null) {
    throw new EmbeddedPostgresFailed(`PostgreSQL did not stop: ${output.trim()}`);
  }
}

/** The number in the lock file, which may be of a process that is gone, or of another one by now. */
export async function recordedPid(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : null;
}

/** False when the process is gone, is a zombie, or is surely something else. */
async function mayBePostmaster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    const { output } = await runProgram('ps', ['-o', 'stat=,comm=', '-p', String(pid)], null);
    return /^[^Z]\S*\s+.*postgres/.test(output.trim());
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, program, state] = /^\d+ \((.*)\) (\S)/s.exec(status) ?? [];
  if (program !== 'postgres' || state === 'Z' || state === 'X') return false;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => cluster);
  return folder === cluster;
}

async function spawnPostmaster(cluster: Cluster, logFd: number, log: string) {
  const { path, programs, account } = cluster;
  const settings = Object.entries({ ...addressSettings(cluster.address), ...cluster.settings });
  const parameters = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if (process.platform === 'win32') {
    // Only pg_ctl can give up administrator rights, with which PostgreSQL refuses to run.
    const quoted = parameters.map((parameter) => `"${parameter}"`).join(' ');
    return spawn(join(programs, 'pg_ctl'), ['start', '-D', path, '-l', log, '-W', '-o', quoted], {
      env: programEnvironment(),
      stdio: 'ignore',
      windowsHide: true,
    });
  }
  return spawn(join(programs, 'postgres'), ['-D', path, ...parameters], {
    ...identity(account),
    cwd: dirname(path),
    env: { ...programEnvironment(), ...(await pardonStalePid(path)) },
    stdio: ['ignore', logFd, logFd],
    detached: true, // the terminal's Ctrl-C is for us: requests end first, the database last
  });
}

/**
 * After a kill the lock file may name a zombie, or, in a new container, a stranger; PostgreSQL sees
 * only that the number is alive and refuses. It never takes its own grandparent for a rival, so it
 * is told that the number is that. It still checks the shared memory of its predecessor, which
 * deleting the lock file would skip.
 */
async function pardonStalePid(cluster: string): Promise<{ PG_GRANDPARENT_PID?: string }> {
  const pid = await recordedPid(cluster);
  if (pid === null || (await mayBePostmaster(pid, cluster))) return {};
  return { PG_GRANDPARENT_PID: String(pid) };
}

function addressSettings(address: ClusterAddress): Record<string, string> {
  if (address.transport === 'tcp') {
    return {
      listen_addresses: address.host,
      port: String(address.port),
      unix_socket_directories: '',
    };
  }
  return {
    listen_addresses: '',
    port: String(address.port),
    unix_socket_directories: address.host,
    unix_socket_permissions: '0700',
  };
}

/** Who may connect: through the socket the user of this process, by name; through TCP by password. */
async function writeAccessRules({ path, account, address }: Cluster): Promise<void> {
  const rules =
    address.transport === 'tcp'
      ? 'host all all 127.0.0.1/32 scram-sha-256\n'
      : 'local all all peer map=probity\n';
  await writeOwned(join(path, 'pg_hba.conf'), rules, account);
  if (address.transport === 'tcp') return;
  const users = new Set([ownName(), account?.name ?? ownName()]);
  const lines = [...users].flatMap((user) =>
    ['postgres', 'probity', SERVER_ROLE].map((role) => `probity "${user}" ${role}\n`),
  );
  await writeOwned(join(path, 'pg_ident.conf'), lines.join(''), account);
}

/** A rival that starts at the same time may have its PostgreSQL read the rules just now. */
async function writeOwned(path: string, text: string, account: ServiceAccount | null) {
  await replaceFile(path, text, (draft) => handOver(draft, account));
}

async function rotate(log: string): Promise<void> {
  const entry = await stat(log).catch(() => null);
  if (entry && entry.size > LOG_LIMIT_BYTES) await rename(log, `${log}.1`);
}

async function complaintSince(log: string, start: number): Promise<string> {
  const text = (await readFile(log).catch(() => Buffer.alloc(0))).subarray(start).toString();
  const lines = text.trim().split('\n');
  const fatal = lines.filter((line) => /FATAL|PANIC|error/.test(line)).at(-1) ?? lines.at(-1);
  return fatal?.trim() || `it said nothing; see ${log}`;
}
