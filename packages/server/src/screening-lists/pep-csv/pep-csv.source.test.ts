import { describe, expect, it } from 'vitest';
import { entriesOf, fileOf, refusalOf } from '../test-real-lists.ts';
import { pepCsv } from './pep-csv.source.ts';

const CSV = `reference,name,aliases,position,level,country,births,nationalities,listed_on
BY-17,Ilyara Thornquill,Ilyara Thornkvil|Ily,Minister of Nothing,1,Belarus,1962-04-07,Belarus,2021-05
`;
const JSON_LINES = `{"reference":"BY-17","name":"Ilyara Thornquill","aliases":["Ilyara Thornkvil","Ily"],"position":"Minister of Nothing","level":1,"country":"BY","births":"1962-04-07","nationalities":["Belarus"],"listed_on":"2021-05"}
`;

describe('pepCsv', () => {
  it.each([
    ['CSV', fileOf('pep.csv', CSV, 7)],
    ['JSON lines', fileOf('pep.jsonl', JSON_LINES, 7)],
  ])('reads a person as %s', async (_what, file) => {
    expect((await entriesOf(pepCsv, [file])).get('BY-17')).toMatchObject({
      kind: 'person',
      names: [
        { full: 'Ilyara Thornquill', quality: 'primary' },
        { full: 'Ilyara Thornkvil', quality: 'strong' },
        { full: 'Ily', quality: 'strong' },
      ],
      births: [{ from: '1962-04-07' }],
      countries: [{ code: 'BLR', name: 'Belarus', link: 'NATIONALITY' }],
      listings: [
        {
          kind: 'PEP',
          position: 'Minister of Nothing',
          level: '1',
          country: 'BLR',
          listedOn: '2021-05',
        },
      ],
    });
  });

  it('reads true as yes', async () => {
    const file = fileOf('pep.json', '{"reference":"1","name":"A","is_deceased":true}\n');

    expect((await entriesOf(pepCsv, [file])).get('1')?.isDeceased).toBe(true);
  });

  it.each([
    ['a column that is not known', 'pep.csv', 'reference,name,shoe\n', 'not known'],
    [
      'a field that is not known',
      'pep.json',
      '{"reference":"1","name":"A","shoe":"9"}',
      'not known',
    ],
    ['a person without a name', 'pep.json', '{"reference":"1"}\n', 'no name'],
    ['a line that is no object', 'pep.json', '[1]\n', 'not a JSON object'],
    ['a file that is cut off', 'pep.json', `${JSON_LINES}{"reference":"2","na`, 'truncated'],
    ['a date that is none', 'pep.json', '{"reference":"1","name":"A","births":"x"}', 'births'],
  ])('refuses %s', async (...[, name, content, issue]) => {
    expect((await refusalOf(pepCsv, [fileOf(name, content)])).issue).toContain(issue);
  });
});
