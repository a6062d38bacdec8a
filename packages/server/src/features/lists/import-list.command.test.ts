import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { asSuperuser } from '../../database/test-superuser.ts';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type { ListFile } from '../../screening-lists/list-source.ts';
import {
  bytesOf,
  describeRealLists,
  fileOf,
  realFiles,
} from '../../screening-lists/test-real-lists.ts';
import { importList, type ListImportTools } from './import-list.command.ts';
import { findList, listLists, pageEntryTexts } from './list.store.ts';
import { keepVersions } from './list-version.store.ts';

let test: TestDatabase;
let db: SystemDb;
const clock = { time: new Date('2026-09-01T00:00:00Z') };
const tools = (more: Partial<ListImportTools> = {}): ListImportTools => ({
  db,
  now: () => clock.time,
  ...more,
});

const HEADER = 'reference,kind,listing,name,births\n';
const person = (number: number, name = `Invented Person ${number}`) =>
  `${number},person,SANCTION,${name},1962`;
const sample = (lines: readonly string[]) => [
  fileOf('list.csv', `${HEADER}${lines.join('\n')}\n`, 1000),
];
const people = (count: number) => Array.from({ length: count }, (_, at) => person(at + 1));
const importSample = (lines: readonly string[], more: Partial<ListImportTools> = {}) =>
  importList(tools(more), { source: 'probity-sample', files: sample(lines) });

const COUNT_ROWS = systemStatement<{ versions: number; entries: number }>(
  'test-count-list-rows',
  `select (select count(*) from list_version)::integer as versions,
     (select count(*) from list_entry)::integer as entries`,
);
const DELETE_LISTS = systemStatement<never>('test-delete-lists', 'delete from list');
const END_OTHERS = `select pg_terminate_backend(pid) from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;

const rows = async () => (await db.one(COUNT_ROWS)) ?? expect.fail('no rows');

beforeAll(async () => {
  test = await testDatabase();
  db = test.database.system;
});
afterAll(() => test.drop());
beforeEach(() => db.all(DELETE_LISTS));

describe('importList', () => {
  it('puts a first version in service, with its counts', async () => {
    const done = await importSample(people(7));

    expect(done).toMatchObject({
      outcome: 'imported',
      source: 'probity-sample',
      name: 'probity-sample',
      version: 1,
      counts: { entries: 7, people: 7, added: 7, removed: 0, changed: 0, unchanged: 0 },
    });
    expect(
      (await findList(db, { name: 'PROBITY-Sample', ownerTenantId: null }))?.inService,
    ).toMatchObject({
      version: 1,
      importedAt: clock.time,
    });
  });

  it('keeps the order of the publication over many statements', async () => {
    const { listId, version } = await importSample(people(2345));
    const references: string[] = [];
    for await (const page of pageEntryTexts(db, { listId, version })) {
      references.push(...page.map((text) => JSON.parse(text).reference));
    }

    expect(references).toEqual(Array.from({ length: 2345 }, (_, at) => String(at + 1)));
  });

  it('does nothing for the same content, says so, and confirms the version', async () => {
    await importSample(people(3));
    clock.time = new Date('2026-09-03T00:00:00Z');

    const again = await importSample(people(3));

    expect(again).toMatchObject({ outcome: 'unchanged', version: 1 });
    expect(
      (await findList(db, { name: 'probity-sample', ownerTenantId: null }))?.inService,
    ).toMatchObject({
      importedAt: new Date('2026-09-01T00:00:00Z'),
      confirmedAt: new Date('2026-09-03T00:00:00Z'),
    });
    expect(await rows()).toEqual({ versions: 1, entries: 3 });
  });

  it('counts what was added, removed, changed and changed materially', async () => {
    await importSample(people(10));
    const next = people(11).slice(1);
    next[0] = person(2, 'Another Name');
    next[1] = `${next[1]}`.replace('SANCTION', 'PEP');
    const files = [
      fileOf(
        'list.csv',
        `${HEADER.trim()},remarks\n${next.map((line, at) => `${line},${at === 5 ? 'new' : ''}`).join('\n')}\n`,
      ),
    ];

    const done = await importList(tools(), { source: 'probity-sample', files });

    expect(done.counts).toEqual({
      entries: 10,
      people: 10,
      names: 10,
      added: 1,
      removed: 1,
      changed: 3,
      materiallyChanged: 2,
      unchanged: 6,
    });
  });

  it('keeps two lists of one source apart by their names', async () => {
    await importSample(people(2));
    await importList(tools(), { source: 'PROBITY-SAMPLE', name: 'Ours', files: sample(people(3)) });

    const lists = await listLists(db);
    expect(lists.map(({ name, inService }) => [name, inService?.counts.entries])).toEqual([
      ['Ours', 3],
      ['probity-sample', 2],
    ]);
  });

  it('keeps three versions, or as many as it is told', async () => {
    for (const count of [5, 6, 7, 8]) await importSample(people(count));
    expect(await rows()).toEqual({ versions: 3, entries: 6 + 7 + 8 });

    await importSample(people(9), { versionsKept: 1 });
    expect(await rows()).toEqual({ versions: 1, entries: 9 });
  });

  it('keeps every version in which somebody was found', async () => {
    const { listId } = await importSample(people(1));
    await keepVersions(db, [{ listId, version: 1 }]);
    for (let count = 2; count <= 6; count += 1) await importSample(people(count));
    expect(await rows()).toEqual({ versions: 4, entries: 1 + 4 + 5 + 6 });
  });

  it('refuses a version that is implausibly smaller, unless told to accept it', async () => {
    await importSample(people(10));

    await expect(importSample(people(6))).rejects.toMatchObject({
      kind: 'conflict',
      details: [{ issue: 'The files hold 6 entries, the version in service 10.' }],
    });
    expect(
      (await findList(db, { name: 'probity-sample', ownerTenantId: null }))?.inService?.version,
    ).toBe(1);

    expect((await importSample(people(7))).version).toBe(2);
    const accepted = await importList(tools(), {
      source: 'probity-sample',
      files: sample(people(1)),
      acceptsFewerEntries: true,
    });
    expect(accepted.counts.entries).toBe(1);
  });

  describe('with entries that say less than before', () => {
    const rich = (
      from: number,
      to: number,
      said = 'A|B,1 Street|2 Street,Passport/X1/|Passport/X2/',
    ) => Array.from({ length: to - from }, (_, at) => `${person(from + at)},${said}`);
    const importRich = (lines: readonly string[], acceptsFewerEntries = false) =>
      importList(tools(), {
        source: 'probity-sample',
        acceptsFewerEntries,
        files: [
          fileOf('list.csv', `${HEADER.trim()},aliases,addresses,documents\n${lines.join('\n')}\n`),
        ],
      });
    const blank = ',,';

    it.each([
      { what: 'names', said: ',1 Street|2 Street,Passport/X1/|Passport/X2/', of: 600 },
      { what: 'addresses', said: 'A|B,,Passport/X1/|Passport/X2/', of: 400 },
      { what: 'documents', said: 'A|B,1 Street|2 Street,', of: 400 },
    ])('refuses a version that lost $what, with both numbers', async ({ what, said, of }) => {
      await importRich(rich(1, 201));

      await expect(importRich([...rich(1, 190), ...rich(190, 201, said)])).rejects.toMatchObject({
        code: 'LIST-0411',
        details: [
          {
            issue: `Of ${of} ${what} in service, 22 are missing from entries that are still there.`,
          },
        ],
      });
      expect(
        (await findList(db, { name: 'probity-sample', ownerTenantId: null }))?.inService?.version,
      ).toBe(1);
    });

    it('refuses a version that lost birth dates', async () => {
      await importRich(rich(1, 201));
      const lines = rich(1, 201).map((line, at) => (at < 11 ? line.replace(',1962,', ',,') : line));

      await expect(importRich(lines)).rejects.toMatchObject({
        details: [{ issue: expect.stringContaining('Of 200 births in service, 11') }],
      });
    });

    it('does not take entries that are gone or new for a loss', async () => {
      await importRich(rich(1, 201));

      const done = await importRich([...rich(41, 201), ...rich(300, 500, blank)]);
      expect(done).toMatchObject({ version: 2, counts: { removed: 40, added: 200 } });
    });

    it('sees a loss behind as many new names', async () => {
      await importRich(rich(1, 201));

      await expect(
        importRich([...rich(1, 181), ...rich(181, 201, blank), ...rich(300, 500)]),
      ).rejects.toMatchObject({ code: 'LIST-0411' });
    });

    it('lets a few go, and all when it is told to', async () => {
      await importRich(rich(1, 201));

      expect((await importRich([...rich(1, 196), ...rich(196, 201, blank)])).version).toBe(2);
      expect((await importRich(rich(1, 201, blank), true)).version).toBe(3);
    });
  });

  it('leaves everything as it was when the files break off in the middle', async () => {
    await importSample(people(1200));
    const broken = [...people(1300), '1301,robot,PEP,Nobody,'];

    await expect(importSample(broken)).rejects.toMatchObject({
      code: 'LIST-0400',
      details: [{ issueLocation: 'list.csv, line 1302' }],
    });
    expect(await rows()).toEqual({ versions: 1, entries: 1200 });
  });

  it('leaves no list behind when the first import fails', async () => {
    await expect(importSample([person(1), ',person,PEP,Nobody,'])).rejects.toThrow();

    expect(await listLists(db)).toEqual([]);
  });

  it.each([
    { where: 'within one statement', at: 3 },
    { where: 'across statements', at: 1400 },
  ])('refuses a number that occurs twice $where', async ({ at }) => {
    const lines = people(1500);
    lines[at] = person(1, 'Somebody Else');

    await expect(importSample(lines)).rejects.toMatchObject({
      details: [{ issue: 'Two records have the same number.' }],
    });
    expect(await rows()).toEqual({ versions: 0, entries: 0 });
  });

  it('refuses a source that is not known, naming those that are', async () => {
    await expect(importList(tools(), { source: 'gossip', files: [] })).rejects.toMatchObject({
      code: 'LIST-0404',
      details: [{ issue: expect.stringContaining('ofac-sdn'), issueLocation: 'source' }],
    });
  });

  it('refuses the name of a list of another source', async () => {
    await importList(tools(), {
      source: 'probity-sample',
      name: 'un-consolidated',
      files: sample(people(2)),
    });

    await expect(
      importList(tools(), { source: 'un-consolidated', files: [fileOf('x.xml', '<x/>')] }),
    ).rejects.toMatchObject({ code: 'LIST-0410' });
  });

  it('lets imports of one list take turns', async () => {
    const done = await Promise.all(
      [20, 21, 22, 23].map((count) => importSample(people(count), { versionsKept: 9 })),
    );

    expect(done.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4]);
    const last = done.find(({ version }) => version === 4);
    expect(
      (await findList(db, { name: 'probity-sample', ownerTenantId: null }))?.inService?.counts,
    ).toEqual(last?.counts);
  });

  it('imports the same files once when they come twice at the same time', async () => {
    const done = await Promise.all([importSample(people(20)), importSample(people(20))]);

    expect(done.map(({ outcome }) => outcome).sort()).toEqual(['imported', 'unchanged']);
  });

  it('gives up when another import of the list does not end', async () => {
    const gate = gated();
    const slow = importList(tools(), { source: 'probity-sample', files: [gate.file] });
    await gate.reached;

    await expect(importSample(people(2), { patienceMs: 0 })).rejects.toMatchObject({
      code: 'LIST-0423',
    });
    gate.open();
    expect((await slow).version).toBe(1);
  });

  it('leaves the old version in service when it is killed half-way', async () => {
    await importSample(people(10));
    const gate = gated();
    const killed = importList(tools(), { source: 'probity-sample', files: [gate.file] });
    await gate.reached;

    await asSuperuser(test.connection, END_OTHERS);
    gate.open();

    await expect(killed).rejects.toThrow();
    expect(await rows()).toEqual({ versions: 1, entries: 10 });
    expect((await importSample(people(11))).version).toBe(2);
  });
});

/** A file of 1,200 entries that stops before its end until it is opened; the second reading is it. */
function gated() {
  let open = (): void => undefined;
  let reach = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  let readings = 0;
  const lines = people(1200);
  const file: ListFile = {
    name: 'list.csv',
    sizeBytes: 1,
    async *open() {
      readings += 1;
      yield Buffer.from(`${HEADER}${lines.slice(0, 1100).join('\n')}\n`);
      if (readings > 1) {
        reach();
        await opened;
      }
      yield Buffer.from(`${lines.slice(1100).join('\n')}\n`);
    },
  };
  return { file, reached, open: () => open() };
}

describeRealLists('importList on the real lists', () => {
  const importReal = (source: string, path: string) =>
    importList(tools(), { source, files: realFiles(path) });

  it('goes from one OFAC publication to the next', async () => {
    const first = await importReal('ofac-sdn', 'ofac-2019');
    const second = await importReal('ofac-sdn', 'ofac-2021');

    expect(first.counts).toMatchObject({ entries: 7379, people: 3845, added: 7379 });
    expect(second.counts).toMatchObject({ entries: 8976, people: 4620 });
    const { added, removed, changed, unchanged, materiallyChanged } = second.counts;
    expect(added + changed + unchanged).toBe(8976);
    expect(removed + changed + unchanged).toBe(7379);
    expect(await independentDelta()).toEqual({ added, removed });
    expect(materiallyChanged).toBeLessThan(changed);
    expect((await importReal('ofac-sdn', 'ofac-2021')).outcome).toBe('unchanged');
  });

  it('goes from one UN publication to the next: 25 parties changed materially', async () => {
    await importReal('un-consolidated', 'un/un-2026-02.xml');

    const next = await importReal('un-consolidated', 'un/un-2026-08.xml');

    expect(next).toMatchObject({
      publishedOn: '2026-08-01',
      counts: { entries: 1011, people: 736, added: 16, removed: 8, materiallyChanged: 25 },
    });
  });

  it.each([
    { source: 'us-csl', path: 'us-csl/consolidated-2025.csv.gz', entries: 14_160, people: 5286 },
    { source: 'au-dfat', path: 'au-dfat/dfat-2026-08.xlsx', entries: 3846, people: 2543 },
  ])('imports $source whole, and once', async ({ source, path, entries, people }) => {
    const done = await importReal(source, path);

    expect(done.counts).toMatchObject({ entries, people, added: entries });
    expect((await importReal(source, path)).outcome).toBe('unchanged');
  });

  it('refuses a set whose last few aliases are cut off, which no file shows by itself', async () => {
    await importReal('ofac-sdn', 'ofac-2021');
    const cut = await Promise.all(
      realFiles('ofac-2021').map(async (file) => {
        if (file.name !== 'alt.csv') return file;
        const bytes = await bytesOf(file);
        const end = bytes.lastIndexOf(10, Math.floor(bytes.length * 0.994)) + 1;
        return fileOf('alt.csv', bytes.subarray(0, end));
      }),
    );

    await expect(importList(tools(), { source: 'ofac-sdn', files: cut })).rejects.toMatchObject({
      code: expect.stringMatching(/^LIST-04(?:00|11)$/),
    });
  });

  it('refuses a broken, a cut and a wrong file, and keeps what is in service', async () => {
    await importReal('un-consolidated', 'un/un-2026-02.xml');
    const before = await findList(db, { name: 'un-consolidated', ownerTenantId: null });
    const [whole] = realFiles('un/un-2026-08.xml');
    const bytes = await bytesOf(whole ?? expect.fail('absent'));
    const cut = [fileOf('un.xml', bytes.subarray(0, bytes.length / 2))];

    await expect(
      importReal('un-consolidated', 'un/un-2025-08-not-well-formed.xml'),
    ).rejects.toMatchObject({ details: [{ issueLocation: expect.stringContaining('line 54') }] });
    await expect(
      importList(tools(), { source: 'un-consolidated', files: cut }),
    ).rejects.toMatchObject({ code: 'LIST-0400' });
    await expect(importReal('un-consolidated', 'samples/sdn_test_sample.xml')).rejects.toThrow();
    await expect(
      importReal('un-consolidated', 'samples/un_consolidated_test_sample.xml'),
    ).rejects.toMatchObject({ code: 'LIST-0422' });

    expect(await findList(db, { name: 'un-consolidated', ownerTenantId: null })).toEqual(before);
  });

  /** By the party numbers alone, read without any of the code under test. */
  async function independentDelta(): Promise<{ added: number; removed: number }> {
    const [before, after] = await Promise.all(
      ['ofac-2019', 'ofac-2021'].map(async (folder) => {
        const file = realFiles(folder).find(({ name }) => name === 'sdn.csv');
        const text = (await bytesOf(file ?? expect.fail('absent'))).toString();
        return new Set([...text.matchAll(/^(\d+),"/gm)].map(([, number]) => number));
      }),
    );
    if (!before || !after) return expect.fail('absent');
    return {
      added: [...after].filter((number) => !before.has(number)).length,
      removed: [...before].filter((number) => !after.has(number)).length,
    };
  }
});
