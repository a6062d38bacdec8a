import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { StatementFailed, toDatabaseFailure } from './database-failure.ts';

/** Something that runs named statements: any connection of the pool, or one transaction. */
export type Session = {
  readonly isTransaction: boolean;
  run<Row>(statement: PreparedText, values: readonly unknown[]): Promise<Row[]>;
  /** `work` runs again from its beginning when PostgreSQL ends a deadlock at its cost. */
  inTransaction<T>(work: (tx: Session) => Promise<T>): Promise<T>;
};

/** SQL and the name under which each connection prepares it once. */
type PreparedText = { readonly name: string; readonly text: string };

/** A session in which each statement is a transaction of its own, on whichever connection is free. */
export function poolSession(pool: Pool): Session {
  return {
    isTransaction: false,
    run: (statement, values) => query(pool, statement, values),
    inTransaction: (work) => withoutDeadlock(() => runTransaction(pool, work)),
  };
}

/** Deadlock, and a conflict that only repeating resolves: PostgreSQL has rolled everything back. */
const WORTH_REPEATING: ReadonlySet<string> = new Set(['40P01', '40001']);
const MOST_TRIES = 5;

/** Two transactions that wait for each other are nobody's fault: the one that was chosen goes again. */
async function withoutDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const isVictim = error instanceof StatementFailed && WORTH_REPEATING.has(error.code);
      if (!isVictim || attempt === MOST_TRIES) throw error;
    }
  }
}

async function runTransaction<T>(pool: Pool, work: (tx: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseFailure(error, 'begin');
  });
  let isClean = false;
  try {
    await control(client, 'begin');
    const result = await workOrRollBack(client, work);
    isClean = true;
    return result;
  } catch (error) {
    isClean = error instanceof RolledBack;
    throw error instanceof RolledBack ? error.cause : error;
  } finally {
    // A connection that did not end its transaction in an orderly way is closed, never lent again.
    client.release(!isClean);
  }
}

async function workOrRollBack<T>(client: PoolClient, work: (tx: Session) => Promise<T>) {
  const tx = transactionSession(client);
  try {
    const result = await work(tx.session);
    await tx.drain();
    await commit(client);
    return result;
  } catch (cause) {
    await tx.abandon();
    await control(client, 'rollback').catch(() => {
      throw cause;
    });
    throw new RolledBack('The transaction was rolled back.', { cause });
  }
}

/** PostgreSQL answers the commit of a transaction that has failed with ROLLBACK, and no error. */
async function commit(client: PoolClient): Promise<void> {
  const command = await control(client, 'commit');
  if (command !== 'COMMIT') {
    throw new StatementFailed('commit', 'a statement before it failed, so nothing was kept.');
  }
}

async function control(client: PoolClient, command: string): Promise<string> {
  try {
    return (await client.query(command)).command;
  } catch (error) {
    throw toDatabaseFailure(error, command);
  }
}

/** Carries the reason past the place that decides whether the connection may be used again. */
class RolledBack extends Error {}

type Transaction = {
  readonly session: Session;
  /** Accepts no more statements; resolves when those already asked for have ended. */
  drain(): Promise<void>;
  /** Accepts no more statements, drops those that wait, and resolves when none is running. */
  abandon(): Promise<void>;
};

/**
 * Statements run one after the other. Once the transaction has ended none can slip through: a
 * branch of a `Promise.all` that is still at work would otherwise write outside of it.
 */
function transactionSession(client: PoolClient): Transaction {
  let state: 'open' | 'draining' | 'abandoned' = 'open';
  let tail: Promise<unknown> = Promise.resolve();
  const over = (name: string) => new StatementFailed(name, 'its transaction has ended.');
  const session: Session = {
    isTransaction: true,
    run<Row>(statement: PreparedText, values: readonly unknown[]): Promise<Row[]> {
      if (state !== 'open') return Promise.reject(over(statement.name));
      const turn = tail.then(() => {
        if (state === 'abandoned') throw over(statement.name);
        return query<Row>(client, statement, values);
      });
      tail = turn.catch(() => undefined);
      return turn;
    },
    inTransaction: (work) => work(session),
  };
  return {
    session,
    async drain() {
      state = 'draining';
      await tail;
    },
    async abandon() {
      state = 'abandoned';
      await tail;
    },
  };
}

/** PostgreSQL cuts longer names, after which two statements could pass for one. */
const LONGEST_NAME = 63;

async function query<Row>(
  connection: Pool | PoolClient,
  { name, text }: PreparedText,
  values: readonly unknown[],
): Promise<Row[]> {
  if (name.length > LONGEST_NAME) throw new StatementFailed(name, 'its name is too long.');
  try {
    const result = await connection.query<QueryResultRow>({ name, text, values: [...values] });
    return result.rows as Row[];
  } catch (error) {
    throw toDatabaseFailure(error, name);
  }
}
