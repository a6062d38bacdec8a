import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type ClusterAddress, SERVER_ROLE } from './cluster-address.ts';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';

/** A connection that says: somebody uses this cluster. Whoever leaves last stops it. */
export type Presence = {
  /** True when nobody else is present, in which case nobody can come in until it stops. */
  isLast(): Promise<boolean>;
  leave(): Promise<void>;
};

/** `down`: nobody answers. `busy`: starting up or shutting down. */
export type Knock = Presence | 'down' | 'busy';

/** Any number will do, as long as every Probity uses the same one. */
const LOCK = 7_078_204_511;
const PATIENCE_MS = 5_000;
const STARTING_OR_STOPPING = ['57P01', '57P03'];

/**
 * Connecting decides whether the cluster runs: a lock file also survives a kill, and its process
 * number may belong to a zombie or to a stranger.
 */
export async function knock(cluster: string, address: ClusterAddress): Promise<Knock> {
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: 'postgres',
    password: address.transport === 'tcp' ? address.password : undefined,
    database: 'postgres',
    ssl: false,
    application_name: 'probity presence',
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
  });
  client.on('error', () => undefined); // the next question fails, and says so
  try {
    await client.connect();
    await assertSameCluster(client, cluster);
    await client.query(`select pg_advisory_lock_shared(${LOCK})`);
    await settleDatabase(client, address);
    return presence(client);
  } catch (error) {
    await client.end().catch(() => undefined);
    return sortFailure(error, cluster);
  }
}

function presence(client: pg.Client): Presence {
  return {
    async isLast() {
      await client.query(`select pg_advisory_unlock_shared(${LOCK})`);
      const { rows } = await client.query<{ free: boolean }>(
        `select pg_try_advisory_lock(${LOCK}) as free`,
      );
      return rows[0]?.free === true;
    },
    async leave() {
      await client.end().catch(() => undefined);
    },
  };
}

/** The server's lock file and the one in our folder are the same file, whatever its path is called. */
async function assertSameCluster(client: pg.Client, cluster: string): Promise<void> {
  const { rows } = await client.query<{ text: string }>(
    "select pg_read_file('postmaster.pid') as text",
  );
  const ours = await readFile(join(cluster, 'postmaster.pid'), 'utf8');
  // The last line is the status, which may change between the two readings.
  const identityOf = (text: string | undefined) => text?.split('\n').slice(0, 4).join('\n');
  if (identityOf(rows[0]?.text) !== identityOf(ours)) {
    throw new EmbeddedPostgresFailed(
      `Another PostgreSQL answers where the database in ${cluster} should: stop that one first.`,
    );
  }
}

/**
 * The database, the role that owns it and the one that the server works with, made on the first start;
 * racing starts may both try.
 */
async function settleDatabase(client: pg.Client, address: ClusterAddress): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname = 'probity'
     union all select rolname from pg_roles where rolname = '${SERVER_ROLE}'`,
  );
  if (rows.length === 2) return;
  const password = address.transport === 'tcp' ? client.escapeLiteral(address.password) : 'null';
  for (const role of ['probity', SERVER_ROLE]) {
    await ignoreIfThere(client.query(`create role ${role} login password ${password}`));
  }
  await ignoreIfThere(client.query('create database probity owner probity'));
}

async function ignoreIfThere(creation: Promise<unknown>): Promise<void> {
  await creation.catch((error: unknown) => {
    if (!['42710', '42P04', '23505'].includes(codeOf(error))) throw error;
  });
}

function sortFailure(error: unknown, cluster: string): 'down' | 'busy' {
  if (error instanceof EmbeddedPostgresFailed) throw error;
  const code = codeOf(error);
  if (STARTING_OR_STOPPING.includes(code)) return 'busy';
  if (code.startsWith('28')) {
    throw new EmbeddedPostgresFailed(
      `PostgreSQL in ${cluster} runs for another user and does not let this one in: ` +
        'start Probity as the user that started it.',
      { cause: error },
    );
  }
  return 'down';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
