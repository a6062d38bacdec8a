import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { handOver, type ServiceAccount } from './service-account.ts';

/**
 * How the cluster is reached: through a socket in a folder that only its user (and root) may enter,
 * or, on Windows, through a port of this machine with a random password.
 */
export type ClusterAddress =
  | { readonly transport: 'socket'; readonly host: string; readonly port: number }
  | {
      readonly transport: 'tcp';
      readonly host: '127.0.0.1';
      readonly port: number;
      readonly password: string;
    };

/** What the server works as: it owns nothing. */
export const SERVER_ROLE = 'probity_server';

/** The default port; only part of the socket's name here. */
const SOCKET_PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;
/** A socket's path has at most 103 bytes on macOS and 107 on Linux. */
const LONGEST_SOCKET_PATH = 103;

/** Makes the folder for the socket: beside the cluster, or under `/tmp` where that path is too long. */
export async function socketAddress(
  cluster: string,
  account: ServiceAccount | null,
): Promise<ClusterAddress> {
  const beside = join(dirname(cluster), 'run');
  const isShort = Buffer.byteLength(join(beside, SOCKET_NAME)) <= LONGEST_SOCKET_PATH;
  const digest = createHash('sha256').update(cluster).digest('hex').slice(0, 16);
  const host = isShort ? beside : `/tmp/probity-${digest}`;
  await makePrivateFolder(host, account);
  return { transport: 'socket', host, port: SOCKET_PORT };
}

/** The port of the running cluster, else a free one. */
export async function tcpAddress(cluster: string): Promise<ClusterAddress> {
  const password = await readFile(passwordFile(cluster), 'utf8');
  const port = (await recordedPort(cluster)) ?? (await freePort());
  return { transport: 'tcp', host: '127.0.0.1', port, password };
}

/** Lies inside the cluster, so that it is made, moved and removed with it. */
export function passwordFile(cluster: string): string {
  return join(cluster, 'probity-password');
}

async function makePrivateFolder(path: string, account: ServiceAccount | null): Promise<void> {
  await mkdir(path, { mode: 0o700 }).then(
    () => handOver(path, account),
    async (error: unknown) => {
      if (!(await isPrivateFolder(path, account))) {
        throw new EmbeddedPostgresFailed(
          `The folder ${path} must belong to PostgreSQL's user and be closed to others: remove it.`,
          { cause: error },
        );
      }
    },
  );
}

/** Somebody else's folder under `/tmp` could hold somebody else's server. */
async function isPrivateFolder(path: string, account: ServiceAccount | null): Promise<boolean> {
  const entry = await lstat(path).catch(() => null);
  if (!entry?.isDirectory() || (entry.mode & 0o077) !== 0) return false;
  if (entry.uid === 0 && account !== null) await handOver(path, account); // left by a killed start
  return entry.uid === 0 || entry.uid === (account?.uid ?? process.getuid?.());
}

/** The fourth line of the lock file that a running cluster keeps. */
async function recordedPort(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(text.split('\n')[3]);
  return port > 0 ? port : null;
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
