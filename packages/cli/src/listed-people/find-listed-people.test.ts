import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFiles } from '../list-files/list-files.ts';
import { findListedPeople, knownFileAmong } from './find-listed-people.ts';

const REAL = fileURLToPath(new URL('../../../../../shared/data/lists', import.meta.url));
const SAMPLE = fileURLToPath(
  new URL('../../../server/sample-lists/probity-sample.csv', import.meta.url),
);

async function peopleAt(path: string) {
  const known = await knownFileAmong(await localFiles('/', [path]));
  return known ? findListedPeople(known, 2) : undefined;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('findListedPeople', () => {
  it('finds two on the sample list', async () => {
    expect(await peopleAt(SAMPLE)).toMatchObject([
      { reference: 'PS-001' },
      { reference: 'PS-007' },
    ]);
  });

  it('finds people whose record lies across many pieces of the file', async () => {
    const record = (number: number, comment: string) =>
      `<INDIVIDUAL><FIRST_NAME>ILLO</FIRST_NAME><SECOND_NAME>MARN</SECOND_NAME>
       <THIRD_NAME>TESTER</THIRD_NAME><REFERENCE_NUMBER>${number}</REFERENCE_NUMBER>
       <COMMENTS1>${comment}</COMMENTS1>
       <INDIVIDUAL_DATE_OF_BIRTH><DATE>1978-04-28</DATE></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>`;
    const text = `<CONSOLIDATED_LIST >${record(1, 'é'.repeat(100_000))}${record(2, '')}${record(3, '')}`;
    const path = join(folder, 'un.xml');
    await writeFile(path, text);

    expect(await peopleAt(path)).toMatchObject([{ reference: '1' }, { reference: '2' }]);
  });

  it('knows no form for other files', async () => {
    const path = join(folder, 'other.csv');
    await writeFile(path, 'name,birth\n');

    expect(await peopleAt(path)).toBeUndefined();
  });

  it('finds nobody in an empty sdn.csv', async () => {
    const path = join(folder, 'sdn.csv');
    await writeFile(path, '');

    expect(await peopleAt(path)).toEqual([]);
  });
});

describe('findListedPeople on real lists', () => {
  const cases = ['ofac-2019', 'ofac-2021', 'un/un-2026-02.xml', 'un/un-2026-08.xml'];
  if (existsSync(REAL)) {
    it.each(cases)('finds two people on %s', async (path) => {
      expect(await peopleAt(join(REAL, path))).toHaveLength(2);
    });
  } else if (process.env.CI === 'true') {
    it('has the real lists', () => expect.fail('absent'));
  } else {
    it.skip('needs the real lists in ../shared/data/lists', () => undefined);
  }
});
