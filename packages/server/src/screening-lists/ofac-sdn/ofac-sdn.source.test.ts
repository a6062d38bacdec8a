import type { ListEntry } from '@probity/screening';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ListFile } from '../list-source.ts';
import {
  bytesOf,
  describeRealLists,
  entriesOf,
  fileOf,
  realFiles,
  refusalOf,
} from '../test-real-lists.ts';
import { ofacSdn } from './ofac-sdn.source.ts';

const read = (files: readonly ListFile[]) => entriesOf(ofacSdn, files);
const refusal = (files: readonly ListFile[]) => refusalOf(ofacSdn, files);

describeRealLists('ofacSdn on the real CSV sets', () => {
  let entries: Map<string, ListEntry>;
  const entry = (reference: string) => entries.get(reference) ?? expect.fail('absent');

  beforeAll(async () => {
    entries = await read(realFiles('ofac-2021'));
  });

  it('reads every party', async () => {
    expect(entries.size).toBe(8976);
    expect((await read(realFiles('ofac-2019'))).size).toBe(7379);
    const kinds = [...entries.values()].map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'person')).toHaveLength(4620);
    expect(kinds.filter((kind) => kind === 'vessel')).toHaveLength(406);
    expect(kinds.filter((kind) => kind === 'aircraft')).toHaveLength(277);
  });

  it('reads every alias of the alias file', () => {
    const strong = [...entries.values()].flatMap(({ names }) =>
      names.filter(({ quality }) => quality === 'strong'),
    );

    expect(strong.length).toBeGreaterThan(11_900);
  });

  it('reads a person with everything that is said of him', () => {
    expect(entry('2676')).toMatchObject({
      kind: 'person',
      births: [{ from: '1951-06-19' }],
      birthPlaces: ['Giza, Egypt'],
      countries: [{ code: 'EGY', name: 'Egypt', link: 'BIRTH' }],
      documents: [
        { type: 'Passport', number: '1084010', country: 'EGY' },
        { type: 'Passport', number: '19820215' },
      ],
    });
    expect(entry('2676').names).toContainEqual({
      full: 'Aiman Muhammad Rabi AL-ZAWAHIRI',
      given: 'Aiman Muhammad Rabi',
      family: 'AL-ZAWAHIRI',
      quality: 'strong',
    });
  });

  it('joins remarks that run on in the comments file, in the middle of a word', () => {
    const { documents, relatedParties, names } = entry('28264');

    expect(documents).toContainEqual({
      type: 'Identification Number',
      number: '210302198701102136',
      country: 'CHN',
    });
    expect(relatedParties).toEqual([{ name: 'LAZARUS GROUP', relationship: 'Linked To' }]);
    expect(names).toContainEqual({ full: 'khaleesi', quality: 'weak' });
  });

  it('reads a ship', () => {
    const ship = entry('15037');

    expect(ship.names).toContainEqual({ full: 'ABADEH', quality: 'strong', isFormer: true });
    expect(ship.documents).toContainEqual({
      type: 'Vessel Registration Identification',
      number: 'IMO 9187655',
    });
    expect(ship.countries).toEqual([{ code: 'PAN', name: 'Panama', link: 'INCORPORATION' }]);
    expect(ship.remarks).toContain('Former Vessel Flag Malta');
  });

  it('puts a generation behind the family name', () => {
    expect(entry('10851').names[0]?.full).toBe('Feliciano Semborio DELOS REYES Jr.');
  });

  it('parts several programmes', () => {
    expect(entry('28264').listings[0]?.programmes).toEqual(['DPRK3', 'CYBER2']);
  });

  it('loses nothing of the remarks: what has no field stays in words', () => {
    const all = JSON.stringify([...entries.values()]);

    for (const words of ['ICTY indictee', 'Executive Order 13846', 'LAZARUS GROUP', 'Tempbank']) {
      expect(all).toContain(words);
    }
  });
});

describeRealLists('ofacSdn refuses', () => {
  const cut = async (name: string, share: number, atLine = false): Promise<ListFile[]> =>
    Promise.all(
      realFiles('ofac-2021').map(async (file) => {
        if (file.name !== name) return file;
        const bytes = await bytesOf(file);
        const end = Math.floor(bytes.length * share);
        return fileOf(name, bytes.subarray(0, atLine ? bytes.lastIndexOf(10, end) + 1 : end));
      }),
    );

  it.each(['sdn.csv', 'alt.csv', 'add.csv'])(
    '%s cut off in the middle of a record',
    async (name) => {
      expect(await refusal(await cut(name, 0.5))).toMatchObject({
        issue: expect.stringMatching(/truncated|fields/),
        issueLocation: expect.stringMatching(new RegExp(`^${name}, line \\d+$`)),
      });
    },
  );

  it.each([
    { name: 'sdn.csv', share: 0.5 },
    { name: 'sdn.csv', share: 0.95 },
    { name: 'alt.csv', share: 0.5 },
    { name: 'alt.csv', share: 0.9 },
    { name: 'add.csv', share: 0.5 },
    { name: 'add.csv', share: 0.9 },
  ])('$name cut off between two records after $share of it', async ({ name, share }) => {
    expect((await refusal(await cut(name, share, true))).issue).toContain('truncated');
  });

  it.each(['sdn.csv', 'alt.csv', 'add.csv', 'sdn_comments.csv'])(
    'a set without %s',
    async (name) => {
      const files = realFiles('ofac-2021').filter((file) => file.name !== name);

      expect(await refusal(files)).toEqual({
        issue: 'The file is missing: the set is read only as a whole.',
        issueLocation: name,
      });
    },
  );

  it('a set with an empty file', async () => {
    const files = realFiles('ofac-2021').filter(({ name }) => name !== 'alt.csv');

    expect(await refusal([...files, fileOf('alt.csv', '')])).toEqual({
      issue: 'The file is empty.',
      issueLocation: 'alt.csv',
    });
  });

  it('the files of another publisher', async () => {
    expect((await refusal(realFiles('un/un-2026-08.xml'))).issue).toContain('another kind');
  });
});

describeRealLists('ofacSdn on a sample of the classic XML', () => {
  it('reads every field', async () => {
    const publication = ofacSdn.read(realFiles('samples/sdn_test_sample.xml'));
    const entries: ListEntry[] = [];
    for await (const entry of publication.entries) entries.push(entry);

    expect(publication.publishedOn()).toBe('2026-01-15');
    expect(entries.map(({ kind }) => kind)).toEqual([
      'person',
      'organisation',
      'vessel',
      'person',
      'person',
    ]);
    expect(entries[0]).toMatchObject({
      reference: '1001',
      names: [
        { full: 'John DOE', given: 'John', family: 'DOE', quality: 'primary' },
        { full: 'Johnny DOE', quality: 'strong' },
        { full: 'AL-DOE', quality: 'weak' },
      ],
      births: [{ from: '1980-01-15' }],
      documents: [{ type: 'Passport', number: 'A12345678', country: 'USA' }],
      addresses: [{ city: 'New York', postalCode: '10001', country: 'USA' }],
    });
    expect(entries[3]?.countries).toContainEqual({ code: 'MEX', name: 'MX', link: 'CITIZENSHIP' });
  });
});

describe('ofacSdn on XML', () => {
  const xml = (records: string, count = 1) =>
    fileOf(
      'sdn.xml',
      `<?xml version="1.0"?><sdnList><publshInformation><Publish_Date>01/15/2026</Publish_Date><Record_Count>${count}</Record_Count></publshInformation>${records}</sdnList>`,
      7,
    );
  const record = '<sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Entity</sdnType></sdnEntry>';

  it('refuses a file that holds fewer records than it announces', async () => {
    expect((await refusal([xml(record, 2)])).issue).toBe(
      'The file announces 2 records and holds 1.',
    );
  });

  it('refuses a file that ends too early', async () => {
    const bytes = await bytesOf(xml(record));

    for (const end of [bytes.length - 1, bytes.length - 10, bytes.length - 30, 30]) {
      const issue = (await refusal([fileOf('sdn.xml', bytes.subarray(0, end))])).issue;
      expect(issue).toContain('truncated');
    }
  });

  it('refuses a file that is not well-formed, with its line', async () => {
    const broken = fileOf('sdn.xml', '<sdnList>\n<sdnEntry><uid>1</b></sdnEntry></sdnList>');

    expect(await refusal([broken])).toMatchObject({
      issue: expect.stringContaining('not well-formed'),
      issueLocation: 'sdn.xml, line 2',
    });
  });

  it('refuses a record without a name, and says nothing of what it holds', async () => {
    const nameless = '<sdnEntry><uid>77</uid><sdnType>Secret</sdnType></sdnEntry>';

    expect(JSON.stringify(await refusal([xml(nameless)]))).not.toMatch(/77|Secret/);
  });

  it('does not expand entities of its own making', async () => {
    const bomb =
      '<!DOCTYPE sdnList [<!ENTITY a "aaaa">]><sdnList><sdnEntry>&a;</sdnEntry></sdnList>';

    expect((await refusal([fileOf('sdn.xml', bomb)])).issue).toContain('not well-formed');
  });
});
