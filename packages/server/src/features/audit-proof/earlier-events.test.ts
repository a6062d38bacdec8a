import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../database/migrate.ts';
import { emptyTestDatabase, type TestDatabase } from '../../database/test-database.ts';
import { masterKeyFrom } from '../../kernel/seal.ts';
import { signerOf } from '../../kernel/signature.ts';
import { vaultsOf } from '../../kernel/vault.ts';
import { insertTenantAuditEvent } from '../audit/audit-event.store.ts';
import { plainEventOf } from '../audit/audit-event.ts';
import { findTenant } from '../tenants/tenant.store.ts';
import { anchorsIn } from './anchor-file.command.ts';
import { disarm, run } from './test-tampering.ts';
import { verifyAudit } from './verify-audit.command.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const TENANT = '00000000-0000-4000-8000-00000000000a';
const PERSON = '00000000-0000-4000-8000-00000000000b';

const master = masterKeyFrom(randomBytes(32));
const vaults = vaultsOf(master);

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await emptyTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'probity-earlier-'));
  for (const file of await readdir(MIGRATIONS)) {
    if (!file.includes('audit-chain')) await copyFile(join(MIGRATIONS, file), join(folder, file));
    else break;
  }
  await migrate(test.connection, folder);
});
afterAll(async () => {
  await test.drop();
  await rm(folder, { recursive: true });
});

async function proof() {
  const { system } = test.database;
  const tenant = await findTenant(system, TENANT);
  if (!tenant) throw new Error('There is no tenant.');
  const tools = { system, vaults, signer: signerOf(master), anchors: anchorsIn(undefined) };
  return verifyAudit(tools, tenant);
}

it('takes events from before there were chains into theirs, and watches over them', async () => {
  const { system } = test.database;
  await run(system, `insert into tenant values ('${TENANT}', null, 'x', true, now())`);
  const insert = (person: string, step: string, sealed: string) =>
    run(
      system,
      `insert into audit_event (tenant_id, event_id, entity_id, occurred_at, type, level,
         event_status, request_id, channel, step_name, sealed)
       select '${TENANT}', gen_random_uuid(), ${person}, now() + n * interval '1 microsecond',
         'OTHER', 1, 'SUCCESS', 'r', 'API', ${step}, ${sealed} from generate_series(1, 5) n`,
    );
  await insert(`'${PERSON}'`, "'Überprüfung'", "'\\x00ff'");
  await insert('null', 'null', 'null');
  await migrate(test.connection);
  const said = { actor: { channel: 'SYSTEM', username: null }, requestId: 'x' } as const;
  const ctx = { ...said, now: () => new Date() };
  const about = { tenantId: TENANT, markOf: vaults.markOf };
  await insertTenantAuditEvent(system, TENANT, plainEventOf(ctx, about, { type: 'OTHER' }));

  expect(await proof()).toMatchObject({ events: 11, chains: 2, unmarked: 10, findings: [] });
  await system.inTransaction(async (tx) => {
    await disarm(tx);
    await run(
      tx,
      `update audit_event set step_name = 'x' where entity_id is not null and place = 3`,
    );
  });
  expect((await proof()).findings).toMatchObject([{ kind: 'altered', chainId: PERSON, place: 3 }]);
});
