import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { importList } from '../../features/lists/import-list.command.ts';
import { openListRegistry } from '../../features/lists/open-list-registry.command.ts';
import { insertTenant } from '../../features/tenants/tenant.store.ts';
import { newUuid } from '../../kernel/id.ts';
import { fileOf } from '../../screening-lists/test-real-lists.ts';
import { callFor } from '../test-asks.ts';
import { localListsProvider } from './local-lists.provider.ts';

let test: TestDatabase;
const NOW = new Date('2026-09-01T00:00:00Z');

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

const newTenant = async () => {
  const tenantId = newUuid();
  const tenant = { tenantId, parentTenantId: null, name: 'Invented', isSandbox: true };
  await insertTenant(test.database.system, { ...tenant, createdAt: NOW });
  return tenantId;
};
const importPerson = (full: string, name: string, customerId?: string) => {
  const content = `reference,kind,listing,name\n1,person,PEP,${full}\n`;
  return importList(
    { db: test.database.system, now: () => NOW },
    {
      source: 'probity-sample',
      name,
      files: [fileOf('list.csv', content)],
      ...(customerId !== undefined && { owner: { customerId } }),
    },
  );
};

it('a search of every list takes in the private ones of its tenant and of nobody else', async () => {
  const [owner, other] = [await newTenant(), await newTenant()];
  await importPerson('Zorvan Kaltezmar', 'sample');
  await importPerson('Ilyara Thornquill', 'ours', owner);
  const registry = openListRegistry({ db: test.database.system });
  await registry.refresh();
  const search = async (lists: readonly string[], tenantId: string) => {
    const answer = await localListsProvider(registry, () => NOW).search(
      {
        query: { names: [{ full: 'Ilyara Thornquill' }] },
        lists,
        kinds: ['PEP'],
        threshold: 0.8,
        profile: 'balanced',
        limit: 10,
      },
      callFor({ tenantId, isSandbox: true }),
    );
    if (answer.outcome !== 'answered') return expect.fail('not answered');
    return {
      consulted: answer.consulted.map(({ name }) => name).sort(),
      hits: answer.hits.map(({ listName }) => listName),
      silent: answer.silent,
    };
  };

  const own = { consulted: ['ours', 'sample'], hits: ['ours'], silent: [] };
  expect(await search(['*'], owner)).toEqual(own);
  expect(await search(['*'], other)).toEqual({ consulted: ['sample'], hits: [], silent: [] });
  expect(await search(['ours'], other)).toEqual({
    consulted: [],
    hits: [],
    silent: [{ name: 'ours', because: 'not-loaded' }],
  });
});
