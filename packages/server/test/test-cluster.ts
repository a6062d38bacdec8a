import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { DatabaseAddress } from '../src/database/database-address.ts';
import { SERVER_ROLE } from '../src/database/embedded/cluster-address.ts';
import { startEmbeddedPostgres } from '../src/database/embedded/start-embedded-postgres.ts';
import { grantRights } from '../src/database/grant-rights.ts';
import { migrate } from '../src/database/migrate.ts';
import { asSuperuser, inDatabase } from '../src/database/test-superuser.ts';

const PREFIX = 'probity-test-';
/** Nothing here outlives the run, so nothing waits for the disk. */
const FORGETFUL = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

/**
 * One PostgreSQL for the whole run, and in it a migrated template that test files clone.
 *
 * When it cannot be had, only the tests that ask for a database fail, each with the reason.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  try {
    const template = `template_${process.pid}`;
    await asSuperuser(server.superuser, `drop database if exists ${template}`);
    await asSuperuser(server.superuser, `create database ${template}`);
    await migrate(inDatabase(server.superuser, template));
    await makeServerRole(server.superuser);
    await grantRights(inDatabase(server.superuser, template), SERVER_ROLE);
    project.provide('testCluster', { superuser: server.superuser, template });
    return async () => {
      await asSuperuser(server.superuser, `drop database if exists ${template} with (force)`);
      await server.stop();
    };
  } catch (error) {
    project.provide('testCluster', { failure: `The test database failed: ${String(error)}` });
    return server.stop;
  }
}

/** Where the server is not one of ours there is no such role yet; it belongs to the whole server. */
async function makeServerRole(superuser: DatabaseAddress): Promise<void> {
  await asSuperuser(
    superuser,
    `do $$ begin create role ${SERVER_ROLE}; exception when duplicate_object or unique_violation then null; end $$`,
  );
}

type Server = { readonly superuser: DatabaseAddress; stop(): Promise<void> };

async function startServer(): Promise<Server> {
  const url = process.env.PROBITY_TEST_DATABASE_URL;
  if (url) return { superuser: { url }, stop: async () => undefined };
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o711); // as root, PostgreSQL runs as another user
  const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: FORGETFUL });
  return {
    superuser: { ...postgres.superuser, database: 'postgres' },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Of runs that were killed. Their PostgreSQL stops by itself when it misses its folder. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    // What cannot be removed belongs to another user, who will do so.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
