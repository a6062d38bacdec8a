import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../src/database/embedded/cluster-address.ts';
import { findInstalledPrograms } from '../src/database/embedded/installed-postgres.ts';
import { findBinaries, packagedBinaries } from '../src/database/embedded/postgres-binaries.ts';
import { chooseServiceAccount, handOver } from '../src/database/embedded/service-account.ts';
import { PostgresServer, type PostgresSite } from './test-postgres-server.ts';
import { until } from './test-server-process.ts';

/** The database of the installation, whichever server it is on at the moment. */
export type DatabaseServers = {
  /** What nodes get as `DATABASE_URL`. */
  readonly url: string;
  /** Kills the server that takes writes, and brings the database back: here, or on the standby. */
  loseServer(): Promise<void>;
  /** Starts whatever has ended by itself. */
  revive(): Promise<void>;
  /** As the superuser, past all servers of Probity. */
  query<Row extends object>(text: string): Promise<Row[]>;
  close(): Promise<void>;
};

const OWNER = 'probity';

/** Starts one server, or a primary with a synchronous standby. */
export async function startDatabase(
  folder: string,
  { isFailover }: { readonly isFailover: boolean },
): Promise<DatabaseServers> {
  const site = await siteIn(join(folder, 'postgresql'));
  const first = new PostgresServer(site, { name: 'first', port: await freePort() });
  await first.initialise();
  await first.start();
  await first.query(`create role ${OWNER} login createrole password '${site.password}'`);
  await first.query(`create database ${OWNER} owner ${OWNER}`);
  if (!isFailover) return single(site, first);
  const second = new PostgresServer(site, { name: 'second', port: await freePort() });
  await protect(first, second);
  return pair(site, first, second);
}

function single(site: PostgresSite, server: PostgresServer): DatabaseServers {
  const inTurn = turns();
  return {
    url: urlOf(site, [server]),
    loseServer: () =>
      inTurn(async () => {
        await server.kill();
        await server.start();
      }),
    revive: () => inTurn(() => server.start()),
    query: (text) => server.query(text, OWNER),
    close: () => server.kill(),
  };
}

/** The standby takes over at once; what is left of the primary becomes the next standby. */
function pair(site: PostgresSite, first: PostgresServer, second: PostgresServer): DatabaseServers {
  let [primary, standby] = [first, second];
  const inTurn = turns();
  return {
    url: urlOf(site, [first, second]),
    loseServer: () =>
      inTurn(async () => {
        await primary.kill();
        await standby.promote();
        [primary, standby] = [standby, primary];
        await protect(primary, standby);
      }),
    revive: () => inTurn(() => primary.start()),
    query: (text) => primary.query(text, OWNER),
    async close() {
      await standby.kill();
      await primary.kill();
    },
  };
}

/** What breaks a server and what mends it never meet. */
function turns(): (work: () => Promise<void>) => Promise<void> {
  let tail = Promise.resolve();
  return (work) => {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  };
}

/** From here on a commit is acknowledged when both servers have it on disk. */
async function protect(primary: PostgresServer, standby: PostgresServer): Promise<void> {
  await standby.follow(primary);
  await primary.configure({ synchronous_standby_names: '*' });
  await until('the standby is synchronous', async () => {
    const [row] = await primary.query(
      "select 1 from pg_stat_replication where sync_state = 'sync'",
    );
    return row && true;
  });
}

async function siteIn(folder: string): Promise<PostgresSite> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const account = await chooseServiceAccount(folder);
  const { programs } = await findBinaries({
    packaged: packagedBinaries(),
    installed: findInstalledPrograms(),
    home: folder,
    account,
  });
  await handOver(folder, account);
  await chmod(folder, 0o711);
  return { folder, programs, account, password: randomBytes(16).toString('hex') };
}

function urlOf({ password }: PostgresSite, servers: readonly PostgresServer[]): string {
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
  const which = servers.length > 1 ? '?target_session_attrs=read-write' : '';
  return `postgres://${OWNER}:${password}@${hosts}/${OWNER}${which}`;
}
