import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../src/database/connect.ts';
import { DatabaseUnavailable } from '../src/database/database-failure.ts';
import { migrate } from '../src/database/migrate.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { type DatabaseServers, startDatabase } from './test-database-servers.ts';
import { ServerProcesses, until } from './test-server-process.ts';

const create = systemStatement('failover-create', 'create table kept (number int primary key)');
const keep = systemStatement<{ port: number }>(
  'failover-keep',
  'insert into kept values ($1) returning inet_server_port() as port',
);
const count = systemStatement<{ n: number }>(
  'failover-count',
  'select count(*)::int as n from kept where number = any($1::int[])',
);

const processes = new ServerProcesses();
let servers: DatabaseServers;
let database: Database;
const lost: Error[] = [];
beforeAll(async () => {
  servers = await startDatabase(await processes.folder(), { isFailover: true });
  database = await connectDatabase({
    address: { url: servers.url },
    poolSize: 4,
    onConnectionLost: (error) => lost.push(error),
  });
  await database.system.all(create);
}, 240_000);
afterAll(async () => {
  await database?.close();
  await servers?.close();
  await processes.remove();
}, 120_000);

it('finds the standby that took over, and what was acknowledged on it', async () => {
  const kept: number[] = [];
  const ports = new Set<number>();
  const refusals: unknown[] = [];
  let isOver = false;
  const drive = async (from: number) => {
    for (let number = from; !isOver; number += 4) {
      try {
        const row = await database.system.one(keep, [number]);
        kept.push(number);
        ports.add(row?.port ?? 0);
      } catch (error) {
        refusals.push(error);
      }
    }
  };
  const driving = [0, 1, 2, 3].map(drive);
  await until('the primary has work', async () => kept.length > 20 || undefined);
  await servers.loseServer();
  const before = kept.length;
  await until('the standby has work', async () => kept.length > before + 20 || undefined);
  isOver = true;
  await Promise.all(driving);

  expect(ports.size).toBe(2);
  expect(refusals.filter((error) => !(error instanceof DatabaseUnavailable))).toEqual([]);
  expect(await database.system.one(count, [kept])).toEqual({ n: kept.length });
}, 240_000);

it('starts on the server that takes changes, whichever is named first', async () => {
  const [first = '', second = ''] = /@([^/]+)/.exec(servers.url)?.[1]?.split(',') ?? [];
  const turned = servers.url.replace(`${first},${second}`, `${second},${first}`);
  await expect(migrate({ url: turned })).resolves.not.toEqual([]);
  await expect(migrate({ url: servers.url })).resolves.toEqual([]);
}, 120_000);

it('says so where the only host is a standby', async () => {
  const { port } = (await database.system.one(keep, [-1])) ?? {};
  const [standby = ''] = (/@([^/]+)/.exec(servers.url)?.[1]?.split(',') ?? []).filter(
    (host) => !host.endsWith(`:${port}`),
  );
  const url = servers.url.replace(/@[^/]+/, `@${standby}`);
  await expect(connectDatabase({ address: { url } })).rejects.toThrow(
    'The database is not available: none of its hosts takes changes.',
  );
}, 120_000);
