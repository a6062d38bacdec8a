import { screen } from '@probity/screening';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import { fileOf } from '../../screening-lists/test-real-lists.ts';
import { importList } from './import-list.command.ts';
import { type ListRegistryTools, openListRegistry } from './open-list-registry.command.ts';

let test: TestDatabase;
let db: SystemDb;
const IMPORTED = new Date('2026-09-01T00:00:00Z');
const hoursLater = (hours: number) => new Date(IMPORTED.getTime() + hours * 3_600_000);

const importPeople = (names: readonly string[], name = 'sample') =>
  importList(
    { db, now: () => IMPORTED },
    {
      source: 'probity-sample',
      name,
      files: [
        fileOf(
          'list.csv',
          `reference,kind,listing,name\n${names.map((full, at) => `${at + 1},person,PEP,${full}`).join('\n')}\n`,
        ),
      ],
    },
  );
const registry = (more: Partial<ListRegistryTools> = {}) => openListRegistry({ db, ...more });

const DELETE_LISTS = systemStatement<never>('test-delete-lists', 'delete from list');
const AGE_SOURCE = systemStatement<never>('test-age-source', `update list set source = 'ofac-sdn'`);
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

    expect(registry().consult(['sample'], IMPORTED)).toEqual({
      ready: [],
      unavailable: [{ name: 'sample', because: 'not-loaded' }],
    });
  });

  it('searches what is in service, under the name or the source, in any case', async () => {
    const { listId } = await importPeople(['Zorvan Kaltezmar', 'Ilyara Thornquill']);
    const lists = registry();
    await lists.refresh();

    for (const name of ['SAMPLE', 'probity-Sample']) {
      const { ready, unavailable } = lists.consult([name], IMPORTED);
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

  it('answers once for a list that is asked for twice', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();

    expect(lists.consult(['sample', 'probity-sample'], IMPORTED).ready).toHaveLength(1);
  });

  it('never answers with nothing at all', async () => {
    const { ready, unavailable } = registry().consult([], IMPORTED);

    expect(ready).toEqual([]);
    expect(unavailable).toHaveLength(1);
  });

  it('names what is not there beside what is', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();

    const { ready, unavailable } = lists.consult(['sample', 'ofac-sdn'], IMPORTED);
    expect(ready).toHaveLength(1);
    expect(unavailable).toEqual([{ name: 'ofac-sdn', because: 'not-loaded' }]);
  });

  it('swaps in a new version when it is refreshed, and hands out what it found', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry();
    await lists.refresh();
    const { listId } = await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow']);
    expect(lists.consult(['sample'], IMPORTED).ready[0]?.version).toBe(1);

    await lists.refresh();

    expect(lists.consult(['sample'], IMPORTED).ready[0]?.version).toBe(2);
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

  it('does not search a list nobody confirmed for too long, unless it is invented', async () => {
    await importPeople(['Zorvan Kaltezmar']);
    const lists = registry({ maxAgeHours: 24 });
    await lists.refresh();
    expect(lists.consult(['sample'], hoursLater(1000)).ready).toHaveLength(1);

    await db.all(AGE_SOURCE);
    await lists.refresh();

    expect(lists.consult(['sample'], hoursLater(24)).ready).toHaveLength(1);
    expect(lists.consult(['sample'], hoursLater(24.1))).toEqual({
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
    expect(lists.consult(['sample'], IMPORTED)).toEqual({
      ready: [],
      unavailable: [{ name: 'sample', because: 'failing' }],
    });
    await importPeople(['Zorvan Kaltezmar', 'Tamsin Oakhollow', 'Emeka Olubrandt']);
    await lists.refresh();
    expect(lists.consult(['sample'], IMPORTED).ready[0]?.version).toBe(3);
  });

  it('finds a new version by itself once it is started', async () => {
    const lists = registry({ pollMs: 20 });
    lists.start();
    try {
      await importPeople(['Zorvan Kaltezmar']);

      await expect
        .poll(() => lists.consult(['sample'], IMPORTED).ready.length, { timeout: 20_000 })
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

    expect(lists.consult(['sample'], IMPORTED).ready[0]?.version).toBe(2);
  });
});
