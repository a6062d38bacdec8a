import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type ConnectOptions, connectDatabase, type Database } from './connect.ts';
import type { DatabaseAddress } from './database-address.ts';
import { SERVER_ROLE } from './embedded/cluster-address.ts';
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
  /** As a superuser. */
  readonly connection: DatabaseAddress;
  /** The same as one string, for processes that take it from their environment. */
  readonly url: string;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
};

/**
 * Clones the migrated template; the pool works with the rights of a server, unless it is to make tables of its
 * own. Call it in `beforeAll`, and `drop` in `afterAll`.
 */
export async function testDatabase({
  makesTables = false,
  ...options
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const as = makesTables ? undefined : SERVER_ROLE;
  return cloneDatabase((cluster) => cluster.template, { ...options, as });
}

export type TestDatabaseOptions = Omit<ConnectOptions, 'address'> & {
  readonly makesTables?: boolean;
};

/** A database without any table, for tests of the migrations themselves. */
export async function emptyTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(() => 'template0', {});
}

async function cloneDatabase(
  source: (cluster: Extract<TestCluster, { template: string }>) => string,
  { as: role, ...options }: Omit<ConnectOptions, 'address'> & { readonly as?: string | undefined },
): Promise<TestDatabase> {
  const cluster = inject('testCluster');
  if ('failure' in cluster) throw new Error(cluster.failure);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(cluster.superuser, `create database ${name} template ${source(cluster)}`);
  const connection = inDatabase(cluster.superuser, name);
  const address = role === undefined ? connection : withRole(connection, role);
  const database = await connectDatabase({ ...options, address });
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

/** The same way in, to act as a role that may do less. */
export function withRole(address: DatabaseAddress, role: string): DatabaseAddress {
  const options = `-c role=${role}`;
  if (!('url' in address)) return { ...address, options };
  const url = new URL(address.url);
  url.searchParams.set('options', options);
  return { url: url.href };
}

function urlOf(address: DatabaseAddress): string {
  if ('url' in address) return address.url;
  const { host, port, user, password, database } = address;
  const parameters = new URLSearchParams({ host, port: String(port), user });
  if (password !== undefined) parameters.set('password', password);
  return `postgres://localhost/${database}?${parameters.toString()}`;
}
