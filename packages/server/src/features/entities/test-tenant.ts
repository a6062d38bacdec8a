import { randomBytes } from 'node:crypto';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import type { Context } from '../../kernel/context.ts';
import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { newUlid, newUuid } from '../../kernel/id.ts';
import { masterKeyFrom } from '../../kernel/seal.ts';
import { type SystemDb, systemStatement, type TenantDb } from '../../kernel/statement.ts';
import { vaultsOf } from '../../kernel/vault.ts';
import { type Entity, insertEntity } from './entity.store.ts';
import type { StoredIndividual } from './individual.ts';
import { MADE_AT, personOf } from './test-people.ts';

/** A database with one tenant, and what its requests would be given. */
export type TestTenant = {
  readonly test: TestDatabase;
  readonly system: SystemDb;
  readonly ctx: Context;
  readonly db: TenantDb;
  /** Keeps a person of this tenant. */
  keep(individual?: StoredIndividual): Promise<Entity>;
  /** Writes rows of a kind, as a checkpoint of the engine would. */
  write(kind: EffectKind, ...rows: EffectRow[]): Promise<void>;
  /** Another tenant of the same installation. */
  another(): Promise<Context>;
};

const INSERT_TENANT = systemStatement<never>(
  'test-insert-tenant',
  `insert into tenant (tenant_id, name, is_sandbox, created_at) values ($1, 'A tenant', true, $2)`,
);

/** Call it in `beforeAll`, and `test.drop` in `afterAll`. */
export async function testTenant(): Promise<TestTenant> {
  const test = await testDatabase();
  const { system } = test.database;
  const vaults = vaultsOf(masterKeyFrom(randomBytes(32)));
  const another = async (): Promise<Context> => {
    const tenantId = newUuid();
    await system.all(INSERT_TENANT, [tenantId, MADE_AT]);
    return {
      db: system.forTenant({ own: tenantId, readable: [tenantId] }),
      vaults,
      actor: { channel: 'API', username: 'officer@example.org' },
      requestId: newUlid(),
      now: () => MADE_AT,
    };
  };
  const ctx = await another();
  const { db } = ctx;
  return {
    test,
    system,
    ctx,
    db,
    another,
    async keep(individual = personOf({ name: { familyName: 'Quill' } })) {
      const { vault, wrapped } = vaults.create(db.scope.own, individual.entityId);
      const entity = { vault, individual, revision: 1 };
      await db.inTransaction((tx) => insertEntity(tx, entity, { wrapped, at: MADE_AT }));
      return entity;
    },
    async write(kind, ...rows) {
      const numbered = rows.map((row, ordinal) => ({ ordinal, ...row }));
      const text = `with effect_rows as (
          select $1::uuid as tenant_id, 'run' as run_id, x.*
          from jsonb_to_recordset($2::jsonb) as x (ordinal integer, ${kind.columns})),
        written as (${kind.sql('effect_rows')})
        select 1`;
      const statement = systemStatement<never>(`test-${kind.name}`, text);
      await system.all(statement, [db.scope.own, JSON.stringify(numbered)]);
    },
  };
}
