import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveIndex, screen } from '@probity/screening';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { newUuid } from '../../kernel/id.ts';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import { fileOf } from '../../screening-lists/test-real-lists.ts';
import type { NamedTenant } from '../tenants/find-customer.command.ts';
import { insertTenant } from '../tenants/tenant.store.ts';
import { importList } from './import-list.command.ts';
import { type ListRegistryTools, openListRegistry } from './open-list-registry.command.ts';
import { readListEvents, retireList } from './retire-list.command.ts';

let test: TestDatabase;
let db: SystemDb;
const IMPORTED = new Date('2026-09-01T00:00:00Z');
const TENANT = newUuid();
const hoursLater = (hours: number) => new Date(IMPORTED.getTime() + hours * 3_600_000);

/** A reference and a name. */
type Row = readonly [string, string];

const importRows = (
  rows: readonly Row[],
  { name = 'sample', owner }: { name?: string; owner?: NamedTenant | undefined } = {},
) =>
  importList(
    { db, now: () => IMPORTED },
    {
      source: 'probity-sample',
      name,
      ...(owner && { owner }),
      acceptsFewerEntries: true,
      files: [
        fileOf(
          'list.csv',
          `reference,kind,listing,name\n${rows.map(([at, full]) => `${at},person,PEP,${full}`).join('\n')}\n`,
        ),
      ],
    },
  );
const importPeople = (names: readonly string[], name?: string, owner?: NamedTenant) =>
  importRows(
    names.map((full, at): Row => [`${at + 1}`, full]),
    { ...(name !== undefined && { name }), owner },
  );
const newTenant = async (parentTenantId: string | null = null) => {
  const tenantId = newUuid();
  const tenant = { tenantId, parentTenantId, name: 'Invented', isSandbox: true };
  await insertTenant(db, { ...tenant, createdAt: IMPORTED });
  return tenantId;
};
const registry = (more: Partial<ListRegistryTools> = {}) => openListRegistry({ db, ...more });

const DELETE_LISTS = systemStatement<never>('test-delete-lists', 'delete from list');
const AGE_SOURCE = systemStatement<never>('test-age-source', `update list set source = 'ofac-sdn'`);
const FORGE_CONTENT = systemStatement<never>(
  'test-forge-content',
  `update list_version set content_hash = sha256(content_hash)`,
);
const RENAME_PEOPLE = systemStatement<never>(
  'test-rename-people',
  `update list_entry set detail = replace(detail::text, 'Zorvan Kaltezmar', 'Tamsin Oakhollow')::jsonb`,
);
const DELETE_SOME_OLD = systemStatement<never>(
  'test-delete-some-old-entries',
  `delete from list_entry as e using list as l
   where l.list_id = e.list_id and e.version = l.version_in_service and e.ordinal > 30`,
);
const DELETE_ENTRIES = systemStatement<never>('test-delete-entries', 'delete from list_entry');

beforeAll(async () => {
  test = await testDatabase();
  db = test.database.system;
});
afterAll(() => test.drop());
beforeEach(() => db.all(DELETE_LISTS));

describe('openListRegistry', () => {
  it('names everything asked for as not loaded before its first refresh', async () => {
    await importPeople(['Zorvan Kaltezmar']);

    expect(registry().consult(['sample'], IMPORTED, TENANT)).toEqual({
      ready: [],
      unavailable: [{ name: 'sample', because: 'not-loaded' }],
    });
  });

  it('searches what is in service, under the name or the source, in any case', async () => {
    const { listId } = await importPeople(['Zorvan Kaltezmar', 'Ilyara Thornquill']);
    const lists = registry();
    await lists.refresh();

    for (const name of ['SAMPLE', 'probity-Sample']) {
      const { ready, unavailable } = lists.consult([name], IMPORTED, TENANT);
      expect(unavailable).toEqual([]);
      const [loaded] = ready;
      const outcome = screen(
        loaded ? [loaded.index] : [],
        { names: [{ full: 'ilyara thornquill' }] },
        {
          threshold: 0.8,
        },
      );
      expect(outcome).toMatchObject({ outcome: 'screened', matches: [{ listId, reference: '2' }] });
    }
  });

  it('searches no retired list: silent where it is named, not there where all are asked', async () => {
    const { listId } = await importPeople(['Zorvan Kaltezmar'], 'old');
    await importPeople(['Tamsin Oakhollow'], 'new');
    const lists = registry();
    await lists.refresh();
    await retireList({ db, now: () => IMPORTED, by: { actor: 'operator' } }, listId);
    await lists.refresh();
    const consult = (...names: string[]) => {
      const { ready, unavailable } = lists.consult(names, IMPORTED, TENANT);
      return { ready: ready.map(({ name }) => name), unavailable };
    };

    const silent = [{ name: 'old', because: 'retired' }];
    expect(consult('OLD')).toEqual({ ready: [], unavailable: silent });
    expect(consult(listId)).toEqual({ ready: [], unavailable: silent });
    expect(consult('probity-sample')).toEqual({ ready: ['new'], unavailable: [] });
    expect(lists.status(IMPORTED).map(({ name }) => name)).toEqual(['new']);
    expect(lists.statusOfAll(IMPORTED)).toMatchObject([
      { name: 'new', state: 'ready' },
      { name: 'old', state: 'retired', retiredAt: IMPORTED, inService: { version: 1 } },
    ]);

    await importPeople(['Zorvan Kaltezmar'], 'old');
    await lists.refresh();
    expect(consult('old')).toEqual({ ready: ['old'], unavailable: [] });
    const { events } = await readListEvents(db, listId);
    expect(events.map(({ type }) => type)).toEqual(['restored', 'retired', 'imported']);
  });

  it('is silent for a source all of whose lists are retired', async () => {
    const { listId } = await importPeople(['Zorvan Kaltezmar'], 'old');
    await retireList({ db, now: () => IMPORTED, by: { actor: 'operator' } }, listId);
    const lists = registry();
    await lists.refresh();
    const { ready, unavailable } = lists.consult(['probity-sample'], IMPORTED, TENANT);
    expect([ready, unavailable]).toEqual([[], [{ name: 'old', because: 'retired' }]]);
  });

  it('keeps the versions whose entries were asked for', async () => {
    const { listId } = await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();
    await lists.entries([{ listId, version: 1, reference: '1' }]);
    for (const name of ['A B', 'C D', 'E F', 'G H']) await importPeople([name]);
    const found = await lists.entries([
      { listId, version: 1, reference: '1' },
      { listId, version: 2, reference: '1' },
    ]);
    expect([...found.values()].map(({ names }) => names[0]?.full)).toEqual(['Zorvan Kaltezmar']);
  });

  it('answers once for a list that is asked for twice', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();

    expect(lists.consult(['sample', 'probity-sample'], IMPORTED, TENANT).ready).toHaveLength(1);
  });

  it('never answers with nothing at all', async () => {
    const { ready, unavailable } = registry().consult([], IMPORTED, TENANT);

    expect(ready).toEqual([]);
    expect(unavailable).toHaveLength(1);
  });

  it('names what is not there beside what is', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();

    const { ready, unavailable } = lists.consult(['sample', 'ofac-sdn'], IMPORTED, TENANT);
    expect(ready).toHaveLength(1);
    expect(unavailable).toEqual([{ name: 'ofac-sdn', because: 'not-loaded' }]);
  });

  it('swaps in a new version when it is refreshed, and hands out what it found', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();
    const { listId } = await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow']);
    expect(lists.consult(['sample'], IMPORTED, TENANT).ready[0]?.version).toBe(1);

    await lists.refresh();

    expect(lists.consult(['sample'], IMPORTED, TENANT).ready[0]?.version).toBe(2);
    const entries = await lists.entries([
      { listId, version: 2, reference: '2' },
      { listId, version: 1, reference: '1' },
      { listId, version: 2, reference: 'gone' },
    ]);
    expect(entries.get(`${listId}/2`)).toMatchObject({
      names: [{ full: 'Tamsin Oakhollow' }],
      materialHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect([...entries.keys()].sort()).toEqual([`${listId}/1`, `${listId}/2`]);
  });

  describe('with a new version that differs little', () => {
    const people = Array.from({ length: 60 }, (_, at): Row => [`r${at}`, `Person${at % 9} Ashe`]);
    const kept: number[] = [];
    const onLoad = ({ entriesKept }: { entriesKept: number }) => kept.push(entriesKept);
    const bytesOf = (lists: ReturnType<typeof registry>) => {
      const [loaded] = lists.consult(['sample'], IMPORTED, TENANT).ready;
      return saveIndex(loaded?.index ?? expect.fail('not loaded'));
    };
    const anew = async () => {
      const lists = registry();
      await lists.refresh();
      return bytesOf(lists);
    };
    beforeEach(() => {
      kept.length = 0;
    });

    it('takes over what stands unchanged, and holds the same as one that read it all', async () => {
      const changed = people
        .with(7, ['r7', 'Zorvan Kaltezmar'])
        .toSpliced(40, 1)
        .toSpliced(3, 0, ['new', 'Tamsin Oakhollow']);
      const moved = [...changed.slice(50), ...changed.slice(0, 50)];
      await importRows(people);
      const lists = registry({ onLoad });
      await lists.refresh();

      await importRows(changed);
      await lists.refresh();
      expect(Buffer.compare(bytesOf(lists), await anew())).toBe(0);

      await importRows(moved);
      await lists.refresh();
      expect(Buffer.compare(bytesOf(lists), await anew())).toBe(0);
      expect(kept).toEqual([0, 58, 60]);
    });

    it('reads all where most is new, or the earlier version is not whole any more', async () => {
      const half = people.slice(0, 20);
      await importRows(people);
      const lists = registry({ onLoad });
      await lists.refresh();
      await importRows(half.concat(half.map(([at, full]) => [`${at}b`, full])));
      await lists.refresh();
      await db.all(DELETE_SOME_OLD);
      await importRows(half);
      await lists.refresh();

      expect(kept).toEqual([0, 0, 0]);
      expect(Buffer.compare(bytesOf(lists), await anew())).toBe(0);
    });

    it('keeps the lists of tenants apart', async () => {
      const [one, other] = [await newTenant(), await newTenant()];
      const ours = { name: 'ours', owner: { customerId: one } };
      const theirs = { name: 'ours', owner: { customerId: other } };
      await importRows(people, ours);
      await importRows(people.slice(1), theirs);
      const lists = registry({ onLoad });
      await lists.refresh();
      await importRows([...people, ['new', 'Zorvan Kaltezmar']], ours);
      await importRows([...people.slice(1), ['new', 'Tamsin Oakhollow']], theirs);
      await lists.refresh();
      const found = (tenantId: string, full: string) => {
        const indexes = lists.consult(['ours'], IMPORTED, tenantId).ready.map(({ index }) => index);
        const outcome = screen(indexes, { names: [{ full }] }, { threshold: 0.8 });
        return outcome.outcome === 'screened' ? outcome.matches.length : -1;
      };

      expect(kept.sort()).toEqual([0, 0, 59, 60]);
      expect([found(one, 'Zorvan Kaltezmar'), found(other, 'Zorvan Kaltezmar')]).toEqual([1, 0]);
      expect([found(one, 'Tamsin Oakhollow'), found(other, 'Tamsin Oakhollow')]).toEqual([0, 1]);
    });
  });

  it('does not search a list nobody confirmed for too long, unless it is invented', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry({ maxAgeHours: 24 });
    await lists.refresh();
    expect(lists.consult(['sample'], hoursLater(1000), TENANT).ready).toHaveLength(1);

    await db.all(AGE_SOURCE);
    await lists.refresh();

    expect(lists.consult(['sample'], hoursLater(24), TENANT).ready).toHaveLength(1);
    expect(lists.consult(['sample'], hoursLater(24.1), TENANT)).toEqual({
      ready: [],
      unavailable: [{ name: 'sample', because: 'stale' }],
    });
    expect(lists.status(hoursLater(48))).toMatchObject([
      { name: 'sample', state: 'stale', ageHours: 48, loadedVersion: 1 },
    ]);
  });

  it('does not search a list whose newest version cannot be loaded, and tries again', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const failures: unknown[] = [];
    const lists = registry({ onFailure: (failure) => failures.push(failure) });
    await lists.refresh();
    await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow']);
    await db.all(DELETE_ENTRIES);

    await lists.refresh();

    expect(failures).toHaveLength(1);
    expect(lists.consult(['sample'], IMPORTED, TENANT)).toEqual({
      ready: [],
      unavailable: [{ name: 'sample', because: 'failing' }],
    });
    await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow', 'Emeka Olubrandt']);
    await lists.refresh();
    expect(lists.consult(['sample'], IMPORTED, TENANT).ready[0]?.version).toBe(3);
  });

  it('finds a new version by itself once it is started', async () => {
    const lists = registry({ pollMs: 20 });
    lists.start();
    try {
      await importPeople(['Zorvan Kaltezmar']);

      await expect
        .poll(() => lists.consult(['sample'], IMPORTED, TENANT).ready.length, { timeout: 20_000 })
        .toBe(1);
    } finally {
      lists.stop();
    }
  });

  it('sees with a refresh what was imported before it was asked, even while one is under way', async () => {
    const lists = registry();
    await importPeople(['Zorvan Kaltezmar']);
    const first = lists.refresh();
    await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow']);

    await Promise.all([first, lists.refresh(), lists.refresh()]);

    expect(lists.consult(['sample'], IMPORTED, TENANT).ready[0]?.version).toBe(2);
  });
});

describe('lists that tenants keep for themselves', () => {
  const consulted = (lists: ReturnType<typeof registry>, name: string, tenantId: string) =>
    lists.consult([name], IMPORTED, tenantId).ready.map(({ listId }) => listId);

  it('are there for their tenant and for nobody else, neither parent nor child', async () => {
    const parent = await newTenant();
    const child = await newTenant(parent);
    const ofParent = await importPeople(['Zorvan Kaltezmar'], 'ours', { customerId: parent });
    const ofChild = await importPeople(['Ilyara Thornquill'], 'ours', {
      customerId: parent,
      customerChildId: child,
    });
    const lists = registry();
    await lists.refresh();

    for (const name of ['ours', 'OURS', 'probity-sample']) {
      expect(consulted(lists, name, parent)).toEqual([ofParent.listId]);
      expect(consulted(lists, name, child)).toEqual([ofChild.listId]);
      expect(lists.consult([name], IMPORTED, TENANT)).toEqual({
        ready: [],
        unavailable: [{ name, because: 'not-loaded' }],
      });
    }
  });

  it('shadow nothing: a shared list of the same name answers beside them', async () => {
    const tenantId = await newTenant();
    const shared = await importPeople(['Zorvan Kaltezmar'], 'sample');
    const own = await importPeople(['Ilyara Thornquill'], 'Sample', { customerId: tenantId });
    const lists = registry();
    await lists.refresh();

    expect(consulted(lists, 'sample', tenantId).sort()).toEqual([shared.listId, own.listId].sort());
    expect(consulted(lists, 'sample', TENANT)).toEqual([shared.listId]);
  });

  it('are shown to the operator, and to their tenant among the shared ones', async () => {
    const tenantId = await newTenant();
    const shared = await importPeople(['Zorvan Kaltezmar'], 'sample');
    const own = await importPeople(['Ilyara Thornquill'], 'ours', { customerId: tenantId });
    const lists = registry();
    await lists.refresh();
    const ids = (standing: readonly { readonly listId: string }[]) =>
      standing.map(({ listId }) => listId).sort();

    expect(ids(lists.status(IMPORTED))).toEqual([shared.listId]);
    expect(ids(lists.status(IMPORTED, TENANT))).toEqual([shared.listId]);
    expect(ids(lists.status(IMPORTED, tenantId))).toEqual([shared.listId, own.listId].sort());
    expect(ids(lists.statusOfAll(IMPORTED))).toEqual([shared.listId, own.listId].sort());
  });

  it('belong to somebody who is there', async () => {
    await expect(
      importPeople(['Zorvan Kaltezmar'], 'ours', { customerId: newUuid() }),
    ).rejects.toMatchObject({ kind: 'not-found' });
    const lists = registry();
    await lists.refresh();

    expect(lists.statusOfAll(IMPORTED)).toEqual([]);
  });
});

describe('snapshots of indexes', () => {
  let snapshotFolder: string;
  const troubles: string[] = [];
  const onSnapshotTrouble = ({ because }: { because: string }) => troubles.push(because);
  const files = () => readdir(snapshotFolder);
  const fresh = async () => {
    const lists = registry({ snapshotFolder, onSnapshotTrouble });
    await lists.refresh();
    return lists;
  };
  const found = (lists: ReturnType<typeof registry>, full: string) => {
    const { ready } = lists.consult(['sample'], IMPORTED, TENANT);
    const outcome = screen(
      ready.map(({ index }) => index),
      { names: [{ full }] },
      { threshold: 0.9 },
    );
    return outcome.outcome === 'screened' ? outcome.matches : [];
  };
  /** The one snapshot with other content; its hash is right again if `isSigned`. */
  const rewrite = async (change: (content: Buffer) => Buffer, isSigned: boolean) => {
    const [name] = await files();
    const path = join(snapshotFolder, name ?? expect.fail('no snapshot'));
    const bytes = await readFile(path);
    const content = change(bytes.subarray(32));
    const hash = createHash('sha256').update(content).digest();
    await writeFile(path, Buffer.concat([isSigned ? hash : bytes.subarray(0, 32), content]));
  };

  beforeEach(async () => {
    snapshotFolder = await mkdtemp(join(tmpdir(), 'probity-snapshots-'));
    troubles.length = 0;
  });
  afterEach(() => rm(snapshotFolder, { recursive: true, force: true }));

  it('are loaded at the next start, without the entries, and find the same', async () => {
    await importPeople(['Zorvan Kaltezmar', 'Ilyara Thornquill']);
    const before = found(await fresh(), 'Ilyara Thornquil');
    await db.all(DELETE_ENTRIES);

    const after = found(await fresh(), 'Ilyara Thornquil');
    expect(after).toEqual(before);
    expect(after).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  it.each([
    ['cut short', (content: Buffer) => content.subarray(0, -8), true],
    ['of changed bytes', (content: Buffer) => Buffer.from(content.map((byte) => byte ^ 1)), false],
    ['empty', () => Buffer.alloc(0), true],
    [
      'of another engine',
      (content: Buffer) =>
        Buffer.from(
          content.toString('latin1').replace('"engineVersion":"', '"engineVersion":"0'),
          'latin1',
        ),
      true,
    ],
    [
      'of another list',
      (content: Buffer) =>
        Buffer.from(content.toString('latin1').replace('"listId":"', '"listId":"0'), 'latin1'),
      true,
    ],
  ])('are built anew when one is %s', async (_what, change, isSigned) => {
    await importPeople(['Zorvan Kaltezmar']);
    await fresh();
    await rewrite(change, isSigned);

    expect(found(await fresh(), 'Zorvan Kaltezmar')).toHaveLength(1);
    expect(troubles).toEqual(['damaged']);
    expect(found(await fresh(), 'Zorvan Kaltezmar')).toHaveLength(1);
    expect(troubles).toEqual(['damaged']);
  });

  it('do not pass for those of other content under the same number', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    await fresh();
    await db.all(FORGE_CONTENT);
    await db.all(RENAME_PEOPLE);

    expect(found(await fresh(), 'Zorvan Kaltezmar')).toEqual([]);
    expect(found(await fresh(), 'Tamsin Oakhollow')).toHaveLength(1);
  });

  it('of versions no longer in service are removed, and nothing else in the folder', async () => {
    await writeFile(join(snapshotFolder, 'note.txt'), 'kept');
    await importPeople(['Zorvan Kaltezmar']);
    const lists = await fresh();
    const first = await files();
    await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow']);
    await lists.refresh();

    const second = await files();
    expect(second).toHaveLength(2);
    expect(second).toContain('note.txt');
    expect(second).not.toEqual(first);
  });

  it('that cannot be written are told of, and the list is searched', async () => {
    const blocked = join(snapshotFolder, 'a-file');
    await writeFile(blocked, '');
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry({ snapshotFolder: join(blocked, 'indexes'), onSnapshotTrouble });
    await lists.refresh();

    expect(found(lists, 'Zorvan Kaltezmar')).toHaveLength(1);
    expect(troubles).toHaveLength(1);
  });
});
