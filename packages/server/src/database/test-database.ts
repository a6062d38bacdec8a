import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type ConnectOptions, connectDatabase, type Database } from './connect.ts';
import type { DatabaseAddress } from './database-address.ts';
import { asSuperuser, inDatabase } from './test-superuser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: TestCluster;
  }
}

/** What the run's one PostgreSQL is to its tests; or why there is none. */
type TestCluster =
  | {
      /** A superuser's way to the database from which others are made. */
      readonly superuser: DatabaseAddress;
      /** The name of a database with every migration applied, to be cloned. */
      readonly template: string;
    }
  | { readonly failure: string };

/** A database of a test file's own, with every migration applied and no rows. */
export type TestDatabase = {
  readonly database: Database;
  readonly connection: DatabaseAddress;
  /** The same as one string, for processes that take it from their environment. */
  readonly url: string;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
};

/** Clones the migrated template. Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function testDatabase(
  options: Omit<ConnectOptions, 'address'> = {},
): Promise<TestDatabase> {
  return cloneDatabase((cluster) => cluster.template, options);
}

/** A database without any table, for tests of the migrations themselves. */
export async function emptyTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(() => 'template0', {});
}

async function cloneDatabase(
  source: (cluster: Extract<TestCluster, { template: string }>) => string,
  options: Omit<ConnectOptions, 'address'>,
): Promise<TestDatabase> {
  const cluster = inject('testCluster');
  if ('failure' in cluster) throw new Error(cluster.failure);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(cluster.superuser, `create database ${name} template ${source(cluster)}`);
  const connection = inDatabase(cluster.superuser, name);
  const database = await connectDatabase({ ...options, address: connection });
  return {
    database,
    connection,
    url: urlOf(connection),
    async drop() {
      await database.close();
      await asSuperuser(cluster.superuser, `drop database if exists ${name} with (force)`);
    },
  };
}

function urlOf(address: DatabaseAddress): string {
  if ('url' in address) return address.url;
  const { host, port, user, password, database } = address;
  const parameters = new URLSearchParams({ host, port: String(port), user });
  if (password !== undefined) parameters.set('password', password);
  return `postgres://localhost/${database}?${parameters.toString()}`;
}
