import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemStatement } from '../kernel/statement.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

/** The only tables that belong to no single tenant, and why. */
const WITHOUT_TENANT: Readonly<Record<string, string>> = {
  schema_migration: 'the history of the schema',
  api_key: 'looked up by its hash, to learn the tenant',
  installation: 'one row, about the installation itself',
  'keyring.master_key': 'the keys of the installation, one after the other',
  'keyring.master_key_server': 'what the servers of the installation know',
  list: 'the same for every tenant of the installation',
  list_version: 'the same for every tenant of the installation',
  list_event: 'what became of a list of the installation',
  list_download: 'what publishers serve to anybody',
  list_entry: 'the same for every tenant of the installation',
  provider_callback: 'messages of providers, which name sessions and no tenants',
};

const primaryKeys = systemStatement<{ name: string; first: string | null }>(
  'test-primary-keys',
  `select c.oid::regclass::text as name, a.attname as first
   from pg_class c
   join pg_namespace n on n.oid = c.relnamespace
   left join pg_index i on i.indrelid = c.oid and i.indisprimary
   left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
   where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     and c.relkind in ('r', 'p') and not c.relispartition
   order by 1`,
);

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(async () => test.drop());

it('puts the tenant first in the primary key of every table, in every schema', async () => {
  const tables = await test.database.system.all(primaryKeys);
  const careless = tables
    .filter(({ first, name }) => first !== 'tenant_id' && !(name in WITHOUT_TENANT))
    .map(({ name, first }) => `${name}: the key begins with ${first ?? 'nothing, there is none'}`);

  expect(careless).toEqual([]);
  expect(tables.map(({ name }) => name)).toContain('individual');
});
