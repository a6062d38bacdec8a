import { describe, expect, it } from 'vitest';
import { entriesOf, fileOf, refusalOf } from '../test-real-lists.ts';
import { senzing } from './senzing.source.ts';

const file = (objects: readonly unknown[]) =>
  fileOf('senzing.json', objects.map((one) => `${JSON.stringify(one)}\n`).join(''), 17);

const FEATURES = [
  { RECORD_TYPE: 'PERSON' },
  { NAME_TYPE: 'ALIAS', NAME_FULL: 'Ilyara Thornkvil' },
  { NAME_TYPE: 'PRIMARY', NAME_FIRST: 'Ilyara', NAME_LAST: 'Thornquill' },
  { DATE_OF_BIRTH: '1962-04-07' },
  { GENDER: 'F' },
  { NATIONALITY: 'by' },
  { PASSPORT_NUMBER: 'X123', PASSPORT_COUNTRY: 'by' },
  { ADDR_FULL: '1 Invented Street, Minsk', ADDR_COUNTRY: 'BY' },
  { TOPIC: 'role.pep' },
];
const WHOLE = {
  reference: 'NK-1',
  kind: 'person',
  names: [
    { full: 'Ilyara Thornquill', given: 'Ilyara', family: 'Thornquill', quality: 'primary' },
    { full: 'Ilyara Thornkvil', quality: 'strong' },
  ],
  births: [{ from: '1962-04-07' }],
  genders: ['FEMALE'],
  countries: [{ code: 'BLR', name: 'BY', link: 'NATIONALITY' }],
  documents: [{ type: 'Passport', number: 'X123', country: 'BLR' }],
  addresses: [{ full: '1 Invented Street, Minsk', country: 'BLR' }],
  listings: [{ kind: 'PEP', authority: 'INVENTED', reason: 'role.pep' }],
};
const record = { DATA_SOURCE: 'INVENTED', RECORD_ID: 'NK-1' };

describe('senzing', () => {
  it.each([
    ['in one array', { ...record, FEATURES }],
    [
      'in arrays by kind',
      {
        ...record,
        RECORD_TYPE: 'PERSON',
        NAMES: FEATURES.slice(1, 3),
        DATES: FEATURES.slice(3, 4),
        ATTRIBUTES: FEATURES.slice(4, 7),
        ADDRESSES: FEATURES.slice(7, 8),
        RISKS: FEATURES.slice(8),
      },
    ],
  ])('reads features %s', async (_where, object) => {
    expect((await entriesOf(senzing, [file([object])])).get('NK-1')).toMatchObject(WHOLE);
  });

  it('reads features on the record itself', async () => {
    const flat = {
      ...record,
      RECORD_TYPE: 'ORGANIZATION',
      PRIMARY_NAME_ORG: 'Kaltezmar Works',
      FORMER_NAME_ORG: 'Kaltezmar Mills',
      TAX_ID_NUMBER: 'T1',
    };

    expect((await entriesOf(senzing, [file([flat])])).get('NK-1')).toMatchObject({
      kind: 'organisation',
      names: [
        { full: 'Kaltezmar Works', quality: 'primary' },
        { full: 'Kaltezmar Mills', quality: 'strong', isFormer: true },
      ],
      documents: [{ type: 'Tax Number', number: 'T1' }],
    });
  });

  it('hides nobody from a search for one kind of listing where the record does not say which', async () => {
    const entries = await entriesOf(senzing, [file([{ ...record, NAME_FULL: 'A' }])]);

    expect(entries.get('NK-1')?.listings.map(({ kind }) => kind)).toEqual([
      'SANCTION',
      'PEP',
      'WATCHLIST',
    ]);
  });

  it.each([
    ['a record without a name', '{"RECORD_ID":"1"}\n', 'no name'],
    ['a record without an id', '{"NAME_FULL":"A"}\n', 'no number'],
    ['a file that is cut off', '{"RECORD_ID":"1","NAME_FULL":"A"}\n{"REC', 'truncated'],
  ])('refuses %s', async (_what, content, issue) => {
    expect((await refusalOf(senzing, [fileOf('senzing.json', content)])).issue).toContain(issue);
  });
});
