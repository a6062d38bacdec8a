import pg from 'pg';
import type { SystemDb } from '../kernel/statement.ts';
import { clientConfig, clientKind, type DatabaseAddress } from './database-address.ts';
import { toDatabaseFailure } from './database-failure.ts';
import { systemDb } from './scoped-db.ts';
import { poolSession } from './session.ts';
import { valueParser } from './value-parser.ts';

/** An open pool of connections to one database. */
export type Database = {
  readonly system: SystemDb;
  /** Resolves when the database answers. @throws {@link DatabaseUnavailable} */
  ping(): Promise<void>;
  poolStatus(): PoolStatus;
  /** Resolves when every connection has ended; those at work end first. */
  close(): Promise<void>;
};

/** Connections: open ones, those of them nobody uses, and callers that wait for one. */
type PoolStatus = {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
};

export type ConnectOptions = {
  readonly address: DatabaseAddress;
  /** Connections at most; 10 when absent. */
  readonly poolSize?: number;
  /** Longest time that one statement may run; 30 seconds when absent. */
  readonly statementTimeoutMs?: number;
  /** Longest time that a transaction may do nothing; 60 seconds when absent. */
  readonly idleInTransactionTimeoutMs?: number;
  /** Longest wait for a connection, a free one or a new one; 10 seconds when absent. */
  readonly connectTimeoutMs?: number;
  /** Hears of connections lost while nobody used them; those in use fail their statements. */
  readonly onConnectionLost?: (error: Error) => void;
};

/** How much longer than the server's own limit a dead network may keep a statement waiting. */
const NETWORK_GRACE_MS = 10_000;

/** Opens a pool and makes sure that the database answers. @throws {@link DatabaseUnavailable} */
export async function connectDatabase(options: ConnectOptions): Promise<Database> {
  const pool = openPool(options);
  const database = {
    system: systemDb(poolSession(pool)),
    ping: () => ping(pool),
    poolStatus: () => ({
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: closeOnce(pool),
  };
  try {
    await database.ping();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function openPool(options: ConnectOptions): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const { Client, forget } = clientKind(options.address);
  const pool = new pg.Pool({
    ...clientConfig(options.address),
    Client,
    max: options.poolSize ?? 10,
    application_name: 'probity',
    keepAlive: true,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + NETWORK_GRACE_MS,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 60_000,
    types: { getTypeParser: valueParser as typeof pg.types.getTypeParser },
  });
  const lost = (error: unknown) => {
    forget();
    options.onConnectionLost?.(toDatabaseFailure(error, 'connection'));
  };
  pool.on('error', lost);
  // A connection that dies between two statements of a transaction reports it here; without a
  // listener that would end the process. The next statement fails with the reason.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function ping(pool: pg.Pool): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    throw toDatabaseFailure(error, 'ping');
  }
}

function closeOnce(pool: pg.Pool): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= pool.end();
    return closing;
  };
}
