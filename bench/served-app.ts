import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type App, createApp } from '../packages/server/src/app.ts';
import { connectDatabase, type Database } from '../packages/server/src/database/connect.ts';
import { startEmbeddedPostgres } from '../packages/server/src/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../packages/server/src/database/migrate.ts';
import { settleDemoTenant } from '../packages/server/src/demo-tenant.ts';
import { systemClock } from '../packages/server/src/kernel/clock.ts';
import { newUlid } from '../packages/server/src/kernel/id.ts';
import { masterKeyFrom } from '../packages/server/src/kernel/seal.ts';
import type { SystemDb } from '../packages/server/src/kernel/statement.ts';
import { vaultsOf } from '../packages/server/src/kernel/vault.ts';
import { timedDb } from './timed-db.ts';

/** The whole server on a database of its own, listening, with the demo tenant. */
export type ServedApp = {
  readonly url: string;
  readonly apiKey: string;
  readonly app: App;
  readonly database: Database;
  /** How long each statement of the app takes. */
  readonly timed: ReturnType<typeof timedDb>;
};

/**
 * Serves the app for as long as the work takes, and removes everything afterwards.
 *
 * @param settleLists brings the lists in before the app opens
 */
export async function withServedApp(
  settleLists: (system: SystemDb) => Promise<unknown>,
  work: (served: ServedApp) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  try {
    await migrate(postgres.connection);
    const database = await connectDatabase({ address: postgres.connection });
    const { system } = database;
    const timed = timedDb(system);
    const masterKey = randomBytes(32);
    const app = await createApp({
      database: { ...database, system: timed.db },
      masterKey,
      operatorKey: randomBytes(32).toString('hex'),
      logger: pino({ level: 'silent' }),
    });
    await settleLists(system);
    await app.open();
    const url = await app.http.listen({ host: '127.0.0.1', port: 0 });
    const vaults = vaultsOf(masterKeyFrom(masterKey));
    const operator = { system, vaults, requestId: newUlid(), now: systemClock };
    const settled = { dataDir: folder, url, shipped: app.shipped };
    const { credentials } = await settleDemoTenant(operator, settled);
    await work({ url, apiKey: credentials.apiKey, app, database, timed });
    await app.close();
    await database.close();
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
