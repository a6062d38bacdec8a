import { gzipSync } from 'node:zlib';
import type { ListEntry } from '@probity/screening';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bytesOf,
  describeRealLists,
  entriesOf,
  fileOf,
  realFiles,
  refusalOf,
} from '../test-real-lists.ts';
import { usCsl } from './us-csl.source.ts';

const PATH = 'us-csl/consolidated-2025.csv.gz';

describeRealLists('usCsl on the real list', () => {
  let entries: Map<string, ListEntry>;
  beforeAll(async () => {
    entries = await entriesOf(usCsl, realFiles(PATH));
  });

  it('reads every party of every list under a reference of its own', () => {
    const kinds = [...entries.values()].map(({ kind }) => kind);

    expect(entries.size).toBe(14_160);
    expect(kinds.filter((kind) => kind === 'person')).toHaveLength(5286);
    expect(kinds.filter((kind) => kind === 'vessel')).toHaveLength(433);
    expect([...entries.keys()].filter((key) => key.startsWith('SDN-'))).toHaveLength(10_026);
  });

  it('reads a person with everything that is said of him', () => {
    expect(entries.get('SDN-9935')).toMatchObject({
      kind: 'person',
      births: [{ from: '1962-08-06' }],
      birthPlaces: ['Al-Bawgah, Sudan', 'Albaouga, Sudan'],
      documents: [{ type: 'Passport', number: 'BC166787', country: 'CAN' }],
      listings: [{ kind: 'SANCTION', programmes: ['SDGT'] }],
    });
    expect(entries.get('SDN-9935')?.names).toContainEqual({
      full: 'Sofian ABDELRAZIK',
      given: 'Sofian',
      family: 'ABDELRAZIK',
      quality: 'strong',
    });
  });

  it('tells export control from sanctions', () => {
    const kindOf = (prefix: string) =>
      [...entries].find(([key]) => key.startsWith(prefix))?.[1].listings[0]?.kind;

    expect(kindOf('EL-')).toBe('WATCHLIST');
    expect(kindOf('DPL-')).toBe('WATCHLIST');
    expect(kindOf('SSI-')).toBe('SANCTION');
    expect(kindOf('ISN-')).toBe('SANCTION');
  });

  it('refuses a file whose compressed content breaks off', async () => {
    const [file] = realFiles(PATH);
    const bytes = await bytesOf(file ?? expect.fail('absent'));

    const cut = fileOf('consolidated.csv.gz', bytes.subarray(0, bytes.length / 2));
    expect((await refusalOf(usCsl, [cut])).issue).toContain('truncated');
  });
});

describe('usCsl', () => {
  const header = '_id,source,type,name,alt_names,addresses,dates_of_birth,ids\n';
  const row = (ids: string, list = 'Specially Designated Nationals (SDN) - Treasury') =>
    `7,${list},Individual,"NOBODY, Ada",,,circa 1962,"${ids}"\n`;
  const read = async (ids: string) => {
    const packed = gzipSync(header + row(ids));
    return (await entriesOf(usCsl, [fileOf('consolidated.csv.gz', packed, 9)])).get('SDN-7');
  };

  it.each([
    ['IQ, H0347417, Passport', { number: 'H0347417', country: 'IRQ' }],
    [
      'IQ, 2011-02-19, 2003-02-20, H0347417, Passport',
      { number: 'H0347417', country: 'IRQ', expiresOn: '2011-02-19', issuedOn: '2003-02-20' },
    ],
    ['IQ, 2011-02-19, H0347417, Passport', { number: 'H0347417', note: 'dated 2011-02-19' }],
    ['123, Passport', { number: '123' }],
    ['1234, Passport', { number: '1234' }],
  ])('reads the paper %s', async (ids, expected) => {
    expect((await read(ids))?.documents).toMatchObject([{ type: 'Passport', ...expected }]);
  });

  it('reads facts that stand among the papers', async () => {
    const entry = await read('Male, Gender; Subject to Sanctions, Secondary sanctions risk:');

    expect(entry).toMatchObject({ genders: ['MALE'], documents: [] });
    expect(entry?.remarks).toContain('Secondary sanctions risk: Subject to Sanctions');
  });

  it('keeps apart one party on two lists', async () => {
    const csv = header + row('') + row('', 'Sectoral (SSI) - Treasury') + row('');
    const entries = await entriesOf(usCsl, [fileOf('consolidated.csv', csv)]);

    expect([...entries.keys()]).toEqual(['SDN-7', 'SSI-7', 'SDN-7/2']);
  });

  it('refuses a file of another kind', async () => {
    const { issue } = await refusalOf(usCsl, [fileOf('consolidated.csv', 'a,b\n1,2\n')]);

    expect(issue).toContain('its header lacks _id');
  });
});
