import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { clientConfig, clientKind, type DatabaseAddress } from './database-address.ts';
import { StatementFailed, toDatabaseFailure } from './database-failure.ts';

/** One step of the schema, as it lies in `packages/server/migrations`. */
type Migration = {
  /** The leading digits of the file name: the order, and the identity. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 in hex, over the text with `\n` at line ends, so that a checkout cannot change it. */
  readonly hash: string;
};

/** The schema on disk and the schema in the database do not belong together. */
export class MigrationRefused extends Error {}

const SHIPPED = fileURLToPath(new URL('../../migrations/', import.meta.url));
const FILE_NAME = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*[.]sql$/;
/** Any number will do, as long as every Probity uses the same one in the same database. */
const LOCK = 7_078_204_512;

/**
 * Whoever waits for a table holds up all who come for it later: the servers that are at work. A step
 * waits for a moment only, steps back to let them through, and tries again, for so long.
 */
const LOCK_TIMEOUT_MS = 1_000;
const STEP_BACK_MS = 500;
const PATIENCE_MS = 600_000;
const LOCK_NOT_AVAILABLE = '55P03';

const HISTORY = `create table if not exists schema_migration (
  number integer primary key,
  name text not null,
  hash text not null,
  applied_at timestamptz not null default now()
)`;

type Applied = Pick<Migration, 'number' | 'name' | 'hash'>;

/**
 * Brings the schema forward, each step in a transaction of its own; nodes that start together
 * take turns. Returns the names of the steps that this call applied.
 *
 * @throws {@link MigrationRefused} when a step that has run was edited, is missing or was overtaken.
 */
export async function migrate(
  address: DatabaseAddress,
  directory: string = SHIPPED,
): Promise<readonly string[]> {
  const migrations = await readMigrations(directory);
  const { Client } = clientKind(address);
  const client = new Client({ ...clientConfig(address), application_name: 'probity migrate' });
  client.on('error', () => undefined); // the statement under way fails with the same reason
  try {
    await client.connect();
    const names: string[] = [];
    for (;;) {
      const name = await insist(() => applyNext(client, migrations));
      if (name === null) return names;
      names.push(name);
    }
  } catch (error) {
    throw error instanceof MigrationRefused ? error : toDatabaseFailure(error, 'migrate');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Tries again while somebody works with a table that the step changes. */
async function insist<T>(step: () => Promise<T>): Promise<T> {
  const givesUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      const isHeldUp = error instanceof StatementFailed && error.code === LOCK_NOT_AVAILABLE;
      if (!isHeldUp || performance.now() > givesUpAt) throw error;
      await sleep(STEP_BACK_MS);
    }
  }
}

/** The steps on disk, in order. @throws {@link MigrationRefused} on a name that has no place. */
async function readMigrations(directory: string = SHIPPED): Promise<readonly Migration[]> {
  const found = await readdir(directory).catch((cause: unknown) => {
    throw new MigrationRefused(`The migrations cannot be read at ${directory}.`, { cause });
  });
  const files = found.filter((file) => !file.startsWith('.')).sort();
  const migrations = await Promise.all(files.map((file) => readMigration(directory, file)));
  migrations.forEach((migration, index) => {
    if (migration.number === migrations[index - 1]?.number) {
      throw new MigrationRefused(
        `Two migrations have the number of ${migration.name}: give one of them the next free number.`,
      );
    }
  });
  return migrations;
}

async function readMigration(directory: string, file: string): Promise<Migration> {
  const number = FILE_NAME.exec(file)?.[1];
  if (number === undefined) {
    throw new MigrationRefused(`The migration file ${file} needs a name such as 0001-people.sql.`);
  }
  const sql = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
  const hash = createHash('sha256').update(sql).digest('hex');
  return { number: Number(number), name: file.slice(0, -'.sql'.length), sql, hash };
}

/**
 * Looks and applies under one lock, which the end of the transaction gives back: no session state,
 * so that it also holds behind a pooler.
 */
async function applyNext(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<string | null> {
  await client.query('begin');
  try {
    await client.query(`select pg_advisory_xact_lock(${LOCK})`);
    await client.query(HISTORY);
    const { rows } = await client.query<Applied>(
      'select number, name, hash from schema_migration order by number',
    );
    const next = nextMigration(migrations, rows);
    if (next) await apply(client, next);
    await client.query('commit');
    return next?.name ?? null;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function apply(client: pg.Client, { number, name, sql, hash }: Migration): Promise<void> {
  try {
    await client.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query(sql);
  } catch (error) {
    throw toDatabaseFailure(error, `migration ${name}`);
  }
  await client.query('insert into schema_migration (number, name, hash) values ($1, $2, $3)', [
    number,
    name,
    hash,
  ]);
}

/** The first step that has not run. @throws {@link MigrationRefused} when history disagrees. */
function nextMigration(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): Migration | undefined {
  const onDisk = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const { number, name, hash } of applied) {
    const migration = onDisk.get(number);
    if (!migration) {
      throw new MigrationRefused(
        `Migration ${name} has run on this database but is missing here: ` +
          'this program is older than the database, or the file was deleted.',
      );
    }
    if (migration.hash !== hash) {
      throw new MigrationRefused(
        `Migration ${name} was edited after it had run: restore it, and add a new one instead.`,
      );
    }
  }
  const ran = new Set(applied.map(({ number }) => number));
  const next = migrations.find(({ number }) => !ran.has(number));
  const last = applied.at(-1);
  if (next && last && next.number < last.number) {
    throw new MigrationRefused(
      `Migration ${next.name} comes before ${last.name}, which has run: give it the next free number.`,
    );
  }
  return next;
}
