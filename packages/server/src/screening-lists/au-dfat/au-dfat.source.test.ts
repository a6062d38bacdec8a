import type { ListEntry } from '@probity/screening';
import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bytesOf,
  describeRealLists,
  entriesOf,
  fileOf,
  realFiles,
  refusalOf,
} from '../test-real-lists.ts';
import { auDfat } from './au-dfat.source.ts';

const PATH = 'au-dfat/dfat-2026-08.xlsx';

describeRealLists('auDfat on the real list', () => {
  let entries: Map<string, ListEntry>;
  beforeAll(async () => {
    entries = await entriesOf(auDfat, realFiles(PATH));
  });

  it('puts the rows of each party together', () => {
    const all = [...entries.values()];

    expect(all).toHaveLength(3846);
    expect(all.filter(({ kind }) => kind === 'person')).toHaveLength(2543);
    expect(all.filter(({ kind }) => kind === 'vessel')).toHaveLength(262);
    expect(all.every(({ names }) => names[0]?.quality === 'primary')).toBe(true);
  });

  it('reads a person with his names, dates and measures', () => {
    expect(entries.get('3')).toMatchObject({
      kind: 'person',
      names: [
        { full: 'Abdul Kabir Mohammad Jan', quality: 'primary' },
        { full: 'A. Kabir', quality: 'strong' },
        { full: 'عبد الکبیر محمد جان' },
        { full: 'Abdul Kabir Muhammad Jan' },
      ],
      births: [{ from: '1963', isApproximate: true }, { from: '1972-01-30' }],
      listings: [{ programmes: ['1988 (Taliban)'], listedOn: '2001-01-25' }],
      remarks: expect.stringContaining('Measure: travel ban'),
    });
  });

  it('reads nearly every birth date, and keeps the others in words', () => {
    const people = [...entries.values()].filter(({ kind }) => kind === 'person');
    const years = people.flatMap(({ births }) =>
      births.map(({ from }) => Number(from.slice(0, 4))),
    );
    const unread = people.filter(({ remarks }) => /Date of birth: /.test(remarks ?? ''));

    expect(people.filter(({ births }) => births.length > 0).length).toBeGreaterThan(2400);
    expect(Math.min(...years)).toBeGreaterThan(1900);
    expect(Math.max(...years)).toBeLessThan(2015);
    expect(unread.length).toBeLessThan(8);
  });

  it.each([0.2, 0.6, 0.9])('refuses the first %d of the file', async (share) => {
    const [file] = realFiles(PATH);
    const bytes = await bytesOf(file ?? expect.fail('absent'));
    const cut = fileOf('dfat.xlsx', bytes.subarray(0, bytes.length * share));

    expect((await refusalOf(auDfat, [cut])).issue).toMatch(/truncated|not a zip/);
  });
});

describe('auDfat', () => {
  const COLUMNS = [
    'Reference',
    'Name of Individual or Entity',
    'Type',
    'Name Type',
    'Date of Birth',
    'Citizenship',
    'Committees',
  ];
  const cell = (text: string, at: number, row: number) =>
    `<c r="${String.fromCharCode(65 + at)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const workbook = (rows: readonly (readonly string[])[]) => {
    const xml = [COLUMNS, ...rows].map(
      (fields, at) =>
        `<row r="${at + 1}">${fields.map((text, column) => cell(text, column, at + 1)).join('')}</row>`,
    );
    const parts = {
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet><sheetData>${xml.join('')}</sheetData></worksheet>`,
      ),
      'xl/sharedStrings.xml': strToU8('<sst></sst>'),
    };
    return fileOf('dfat.xlsx', Buffer.from(zipSync(parts)), 100);
  };
  const readBirths = async (written: string) => {
    const rows = [['1', 'Nobody', 'Individual', 'Primary Name', written, '', '']];
    return (await entriesOf(auDfat, [workbook(rows)])).get('1')?.births;
  };

  it.each([
    ['29220', [{ from: '1979-12-31' }]],
    ['9999', [{ from: '1927-05-17' }]],
    ['1947', [{ from: '1947' }]],
    ['5/02/1981, 1/01/1972', [{ from: '1981-02-05' }, { from: '1972-01-01' }]],
    ['12/03/1970 13/03/1970', [{ from: '1970-03-12' }, { from: '1970-03-13' }]],
    ['Approximately: Between 1959 and 1965', [{ from: '1959', to: '1965', isApproximate: true }]],
    ['03/1975', [{ from: '1975-03' }]],
  ])('reads the birth date %s', async (written, births) => {
    expect(await readBirths(String(written))).toEqual(births);
  });

  it('puts the primary name first wherever it stands', async () => {
    const rows = [
      ['7a', 'Alias', 'Entity', 'Alias', '', '', ''],
      ['7', 'Name', 'Entity', 'Primary Name', '', '', ''],
    ];

    const entry = (await entriesOf(auDfat, [workbook(rows)])).get('7');
    expect(entry?.names.map(({ full }) => full)).toEqual(['Name', 'Alias']);
  });

  it('refuses what is not a spreadsheet, and a row without a reference', async () => {
    const text = fileOf('dfat.xlsx', 'reference,name');
    const rows = [['', 'Nobody', 'Individual', 'Primary Name', '', '', '']];

    expect((await refusalOf(auDfat, [text])).issue).toContain('another kind');
    expect(await refusalOf(auDfat, [workbook(rows)])).toEqual({
      issue: 'The row has no reference.',
      issueLocation: 'dfat.xlsx, line 2',
    });
  });
});
