import { describe, expect, it } from 'vitest';
import { entriesOf, fileOf, refusalOf } from '../test-real-lists.ts';
import { mappedCsv } from './mapped-csv.source.ts';

const MAPPING = `
authority: Invented Register
separator: ";"
dates: month-first
fields:
  reference: ID
  kind: { column: TYPE, values: { P: person, C: organisation } }
  listing: { value: WATCHLIST }
  name: [FIRST, LAST]
  aliases: { column: AKA, separator: "," }
  births: BORN
`;
const CSV =
  'ID;TYPE;FIRST;LAST;AKA;BORN;OTHER\n7;P;Ilyara;Thornquill;Ily, Thorn;04/07/1962;x\n8;C;;Kaltezmar;;;\n';
const mapping = (text = MAPPING, name = 'mapping.yaml') => fileOf(name, text);
const csv = (text: string | Buffer = CSV) => fileOf('register.csv', text, 5);

describe('mappedCsv', () => {
  it('reads a CSV as its mapping says', async () => {
    const entries = await entriesOf(mappedCsv, [csv(), mapping()]);

    expect(entries.get('7')).toMatchObject({
      kind: 'person',
      names: [
        { full: 'Ilyara Thornquill', quality: 'primary' },
        { full: 'Ily', quality: 'strong' },
        { full: 'Thorn', quality: 'strong' },
      ],
      births: [{ from: '1962-04-07' }],
      listings: [{ kind: 'WATCHLIST', authority: 'Invented Register' }],
    });
    expect(entries.get('8')).toMatchObject({
      kind: 'organisation',
      names: [{ full: 'Kaltezmar' }],
    });
  });

  it('reads a mapping in JSON, and a declared windows-1252', async () => {
    const json = JSON.stringify({
      authority: 'A',
      encoding: 'windows-1252',
      fields: {
        reference: 'id',
        name: 'name',
        kind: { value: 'person' },
        listing: { value: 'PEP' },
      },
    });
    const latin = csv(Buffer.from('id,name\n1,José Núñez\n', 'latin1'));

    const entries = await entriesOf(mappedCsv, [latin, mapping(json, 'mapping.json')]);
    expect(entries.get('1')?.names[0]?.full).toBe('José Núñez');
  });

  it('refuses windows-1252 that is not declared', async () => {
    const latin = csv(Buffer.from(CSV.replace('Ilyara', 'José'), 'latin1'));

    expect((await refusalOf(mappedCsv, [latin, mapping()])).issue).toContain('not UTF-8');
  });

  it.each([
    ['no mapping', [csv()], 'mapping file'],
    ['no CSV', [mapping()], 'CSV file'],
    ['a mapping that is none', [csv(), mapping('- 1\n')], 'does not hold'],
    ['a mapping that is no YAML', [csv(), mapping('{{{')], 'does not hold'],
    ['a field that is not known', [csv(), mapping(`${MAPPING}  shoe: BORN\n`)], 'does not hold'],
    ['a mapping without a name', [csv(), mapping(MAPPING.replace(/ {2}name.*\n/, ''))], 'fields'],
    ['a column that the file lacks', [csv(), mapping(MAPPING.replace('BORN', 'BIRTH'))], 'lacks'],
    ['a value without translation', [csv(CSV.replace(';P;', ';X;')), mapping()], 'kind'],
    ['a date that is none', [csv(CSV.replace('04/07/1962', 'long ago')), mapping()], 'births'],
  ])('refuses %s', async (_what, files, issue) => {
    expect((await refusalOf(mappedCsv, files)).issue).toContain(issue);
  });

  it('repeats no name of a column that the file lacks', async () => {
    const refused = await refusalOf(mappedCsv, [csv(), mapping(MAPPING.replace('BORN', 'SECRET'))]);

    expect(refused.issue).toMatch(/lacks columns that the mapping names/);
    expect(JSON.stringify(refused)).not.toMatch(/secret/i);
  });

  it('repeats nothing of a mapping that does not hold', async () => {
    const refused = await refusalOf(mappedCsv, [csv(), mapping(`${MAPPING}  secret: {}\n`)]);

    expect(JSON.stringify(refused)).not.toContain('secret');
  });
});
