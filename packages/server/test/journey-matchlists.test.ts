import {
  createMatchlist,
  updateMatchlist,
} from '@probity/contract/operations/matchlists/admin-matchlists';
import {
  createMatchlistEntries,
  getMatchlistEntry,
  listMatchlistEntries,
  listMatchlists,
  searchMatchlists,
  updateMatchlistEntry,
} from '@probity/contract/operations/matchlists/matchlists';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';
import { type Attribute, matchlistTools } from './test-matchlists.ts';

let test: TestApp;
const { add, change, operator, publish, setUp } = matchlistTools(() => test);
beforeAll(async () => {
  test = await testApp();
  await publish(test.tenant);
  for (const action of ['REVIEW', 'ALERT', 'ALLOW', 'NONE'] as const) await setUp(action, action);
});
afterAll(async () => {
  expect(test.violations).toEqual([]);
  await test.close();
});

describe('matchlists', () => {
  it('begin with a default one that blocks, and show those in use', async () => {
    const fresh = await test.newTenant();
    const { matchlists } = await test.ok(listMatchlists, 200, { as: fresh });
    expect(matchlists).toMatchObject([
      { name: 'Blocklist', isDefault: true, action: 'BLOCK', state: 'ACTIVE', riskScore: 100 },
    ]);
    await setUp('Gone', 'NONE', fresh);
    await change('Gone', { state: 'ARCHIVED' }, fresh);
    const shown = async (query: Record<string, string>) =>
      (await test.ok(listMatchlists, 200, { as: fresh, query })).matchlists.map(({ name }) => name);
    expect(await shown({})).toEqual(['Blocklist']);
    expect(await shown({ states: 'ARCHIVED' })).toEqual(['Gone']);
    expect(await shown({ states: 'ACTIVE,ARCHIVED,WHAT' })).toEqual(['Blocklist', 'Gone']);
    expect(await shown({ states: 'WHAT' })).toEqual(['Blocklist']);
  });

  it('are set up by the operator, once under a name; the default one stays', async () => {
    const { customerId } = test.tenant;
    const headers = operator();
    const again = await test.call(createMatchlist, {
      headers,
      body: { customerId, name: 'review', action: 'NONE' },
    });
    expect(again.status).toBe(409);
    const archived = await test.call(updateMatchlist, {
      headers,
      body: { customerId, name: 'blocklist', state: 'ARCHIVED' },
    });
    expect(archived.status).toBe(400);
    const nobody = await test.call(updateMatchlist, {
      headers,
      body: { customerId, name: 'nowhere', state: 'ARCHIVED' },
    });
    expect(nobody.status).toBe(404);
  });
});

describe('entries', () => {
  it('are kept as they were sent, and read back one by one and in pages', async () => {
    const entries = Array.from({ length: 12 }, (_, at) => ({
      attributes: [{ type: 'EMAIL_ADDRESS', value: `page${at}@example.org` }],
      reference: at < 2 ? 'REF-1' : `REF-${at}`,
      reasons: ['FRAUD', 'A-1'],
    }));
    const added = await test.ok(createMatchlistEntries, 200, {
      path: { matchlistName: 'NONE' },
      body: { batchName: 'first batch', entries, comment: { text: 'from the old system' } },
      headers: { 'X-Frankie-Username': 'jo@example.org' },
    });
    expect(added.matchlist).toMatchObject({ name: 'NONE', action: 'NONE', state: 'ACTIVE' });
    expect(added.entries).toHaveLength(12);
    expect(added.entries[0]).toMatchObject({
      ...entries[0],
      state: 'ACTIVE',
      batchName: 'first batch',
      createdBy: 'jo@example.org',
      updatedBy: 'jo@example.org',
    });
    const path = { matchlistName: 'none' };
    const list = async (query: Record<string, string | number>) =>
      (await test.ok(listMatchlistEntries, 200, { path, query })).entries;
    const first = await list({ batchName: 'first batch' });
    expect(first).toHaveLength(10);
    expect(await list({ batchName: 'first batch', page: 2 })).toHaveLength(2);
    expect(await list({ batchName: 'first batch', page: 3 })).toEqual([]);
    expect(await list({ batchName: 'other batch' })).toEqual([]);
    expect(await list({ reference: 'REF-1' })).toHaveLength(2);
    const entryId = first[3]?.entryId ?? '';
    expect(await list({ entryId })).toEqual([first[3]]);
    const one = await test.ok(getMatchlistEntry, 200, { path: { ...path, entryId } });
    expect(one.entry).toEqual(first[3]);
    const sorted = await list({ sort: 'desc', sortFields: 'createdAt', limit: 100 });
    expect(sorted.map((entry) => entry.createdAt)).toEqual(
      sorted
        .map((entry) => entry.createdAt)
        .sort()
        .reverse(),
    );
  });

  it('are refused where they say what another says, all of them or none', async () => {
    const one = { attributes: [{ type: 'EMAIL_ADDRESS', value: 'Twice@Example.org' }] };
    await add(one.attributes, 'NONE');
    const other = { attributes: [{ type: 'EMAIL_ADDRESS', value: 'once@example.org' }] };
    const same = { attributes: [{ type: 'EMAIL_ADDRESS', value: 'twice@example.org' }] };
    const path = { matchlistName: 'NONE' };
    const refused = await test.call(createMatchlistEntries, {
      path,
      body: { entries: [other, same, other] },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        details: [{ issueLocation: 'body.entries[1]' }, { issueLocation: 'body.entries[2]' }],
      },
    });
    expect((await add(other.attributes, 'NONE')).state).toBe('ACTIVE');
    expect((await add(one.attributes, 'ALERT')).state).toBe('ACTIVE');
  });

  const BAD: readonly (readonly [string, object])[] = [
    ['no attributes', { attributes: [] }],
    ['a blank value', { attributes: [{ type: 'EMAIL_ADDRESS', value: '  ' }] }],
    ['an unknown type', { attributes: [{ type: 'SHOE_SIZE', value: '9' }] }],
    [
      'a person and an organisation',
      {
        attributes: [
          { type: 'IND_FAMILY_NAME', value: 'x' },
          { type: 'ORG_NAME', value: 'y' },
        ],
      },
    ],
    [
      'another kind of entity than it says',
      {
        attributes: [
          { type: 'ENTITY_TYPE', value: 'ORGANIZATION' },
          { type: 'IND_FAMILY_NAME', value: 'x' },
        ],
      },
    ],
    [
      'an entity without its kind',
      {
        entityId: '00000000-0000-4000-8000-000000000009',
        attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }],
      },
    ],
    [
      'a kind without its entity',
      {
        entityType: 'INDIVIDUAL',
        attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }],
      },
    ],
    [
      'a reason that is no code',
      { reasons: ['no code'], attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }] },
    ],
    ['a date that is none', { attributes: [{ type: 'IND_DATE_OF_BIRTH', value: '1 May 1980' }] }],
  ];
  it.each(BAD)('are refused with %s', async (_what, entry) => {
    const path = { matchlistName: 'NONE' };
    const refused = await test.call(createMatchlistEntries, { path, body: { entries: [entry] } });
    expect(refused.status).toBe(400);
  });

  it('change in reference, reasons and state alone, and never once they are deleted', async () => {
    const { entryId } = await add(
      [{ type: 'EMAIL_ADDRESS', value: 'change@example.org' }],
      'NONE',
      {
        reasons: ['OLD', 'OTHER'],
      },
    );
    const path = { matchlistName: 'NONE', entryId };
    const patch = async (entry: object) =>
      (await test.ok(updateMatchlistEntry, 200, { path, body: { entry } })).entry;
    expect(await patch({ reasons: ['NEW'], reference: 'R' })).toMatchObject({
      reasons: ['NEW'],
      reference: 'R',
      state: 'ACTIVE',
    });
    expect(await patch({ state: 'EXPIRED' })).toMatchObject({ state: 'EXPIRED', reasons: ['NEW'] });
    expect(await patch({ state: 'ACTIVE' })).toMatchObject({ state: 'ACTIVE' });
    expect(await patch({ state: 'DELETED' })).toMatchObject({ state: 'DELETED' });
    const again = await test.call(updateMatchlistEntry, {
      path,
      body: { entry: { state: 'ACTIVE' } },
    });
    expect(again.status).toBe(400);
    expect((await test.ok(getMatchlistEntry, 200, { path })).entry.state).toBe('DELETED');
    const list = async (query: Record<string, string>) =>
      (
        await test.ok(listMatchlistEntries, 200, { path, query: { limit: 100, ...query } })
      ).entries.map((entry) => entry.entryId);
    expect(await list({})).not.toContain(entryId);
    expect(await list({ states: 'DELETED' })).toContain(entryId);
    expect(
      (await add([{ type: 'EMAIL_ADDRESS', value: 'change@example.org' }], 'NONE')).state,
    ).toBe('ACTIVE');
  });

  it('are nowhere in another list, another tenant, or under another id', async () => {
    const { entryId } = await add([{ type: 'EMAIL_ADDRESS', value: 'mine@example.org' }], 'NONE');
    const stranger = await test.newTenant();
    await setUp('NONE', 'NONE', stranger);
    const elsewhere = { matchlistName: 'ALERT', entryId };
    expect((await test.call(getMatchlistEntry, { path: elsewhere })).status).toBe(404);
    const path = { matchlistName: 'NONE', entryId };
    expect((await test.call(getMatchlistEntry, { path, as: stranger })).status).toBe(404);
    const body = { entry: { state: 'DELETED' } };
    expect((await test.call(updateMatchlistEntry, { path, body, as: stranger })).status).toBe(404);
    const none = { matchlistName: 'nowhere' };
    expect((await test.call(listMatchlistEntries, { path: none })).status).toBe(404);
    expect(
      (
        await test.call(createMatchlistEntries, {
          path: none,
          body: { entries: [{ attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }] }] },
        })
      ).status,
    ).toBe(404);
    const search = {
      search: { attributes: [{ type: 'EMAIL_ADDRESS', value: 'mine@example.org' }] },
      filter: { listScope: 'ALL' },
    };
    expect((await test.ok(searchMatchlists, 200, { body: search, as: stranger })).entries).toEqual(
      [],
    );
  });
});

describe('a search of matchlists', () => {
  it('finds the same exactly and what is alike roughly, on the lists that are asked', async () => {
    const own = await test.newTenant();
    const watchId = await setUp('Watch', 'ALERT', own);
    const keep = async (matchlistName: string, attributes: readonly Attribute[]) => {
      const body = { entries: [{ attributes, reasons: ['X'] }] };
      const added = await test.ok(createMatchlistEntries, 200, {
        path: { matchlistName },
        body,
        as: own,
      });
      return added.entries[0]?.entryId;
    };
    const named = (value: string) => ({ type: 'IND_FAMILY_NAME', value });
    const first = await keep('Blocklist', [
      named('Montgomery'),
      { type: 'IND_GIVEN_NAME', value: 'Alfred' },
    ]);
    const second = await keep('Watch', [named('Montgommery')]);
    await keep('Watch', [named('Zbigniew')]);
    const search = async (body: object, query = {}) =>
      test.ok(searchMatchlists, 200, { body, query, as: own });
    const attributes = [named('MONTGOMERY')];

    const exact = await search({ search: { type: 'EXACT', attributes } });
    expect(exact.entries).toMatchObject([
      {
        entry: { entryId: first, reasons: ['X'] },
        confidence: 1,
        attributes: [{ attribute: named('Montgomery'), confidence: 1 }],
      },
    ]);
    expect(exact.meta).toEqual({ total: 1, limit: 20, count: 1 });
    expect(Object.values(exact.matchlists)).toMatchObject([{ name: 'Blocklist', action: 'BLOCK' }]);

    const all = { listScope: 'ALL' };
    expect((await search({ search: { attributes }, filter: all })).entries).toHaveLength(1);
    const fuzzy = await search({ search: { type: 'FUZZY', attributes }, filter: all });
    expect(fuzzy.entries.map(({ entry }) => entry.entryId)).toEqual([first, second]);
    expect(fuzzy.entries[1]?.confidence).toBeLessThan(1);
    expect(
      (await search({ search: { type: 'FUZZY', attributes }, filter: all }, { limit: 1 })).meta,
    ).toEqual({
      total: 2,
      limit: 1,
      count: 1,
    });
    const custom = { listScope: 'CUSTOM', searchLists: [watchId] };
    const onWatch = await search({ search: { type: 'FUZZY', attributes }, filter: custom });
    expect(onWatch.entries.map(({ entry }) => entry.entryId)).toEqual([second]);
    expect(Object.keys(onWatch.matchlists)).toEqual([watchId]);
    const both = [named('Montgomery'), { type: 'IND_GIVEN_NAME', value: 'Bernard' }];
    expect(
      (await search({ search: { attributes: both }, filter: all })).entries[0]?.confidence,
    ).toBe(0.5);
  });

  it('refuses what cannot be searched', async () => {
    const attributes = [{ type: 'EMAIL_ADDRESS', value: 'x@example.org' }];
    const status = async (body: object) => (await test.call(searchMatchlists, { body })).status;
    expect(await status({ search: { attributes }, filter: { listScope: 'CUSTOM' } })).toBe(400);
    expect(await status({ search: { attributes: [] } })).toBe(400);
    expect(await status({ search: { attributes, type: 'ROUGH' } })).toBe(400);
    expect(await status({})).toBe(400);
    const searchLists = ['00000000-0000-4000-8000-00000000dead'];
    expect(
      await status({ search: { attributes }, filter: { listScope: 'CUSTOM', searchLists } }),
    ).toBe(422);
  });
});
