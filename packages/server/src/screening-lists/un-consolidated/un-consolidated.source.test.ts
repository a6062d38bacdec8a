import { type ListEntry, materialFingerprint } from '@probity/screening';
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
import { unConsolidated } from './un-consolidated.source.ts';

const read = (path: string) => entriesOf(unConsolidated, realFiles(path));
const refusal = (files: readonly ListFile[]) => refusalOf(unConsolidated, files);

describeRealLists('unConsolidated on the real lists', () => {
  let february: Map<string, ListEntry>;
  let august: Map<string, ListEntry>;
  const entry = (reference: string) => august.get(reference) ?? expect.fail('absent');

  beforeAll(async () => {
    february = await read('un/un-2026-02.xml');
    august = await read('un/un-2026-08.xml');
  });

  it('reads every person and entity', async () => {
    const [file] = realFiles('un/un-2026-08.xml');
    const xml = (await bytesOf(file ?? expect.fail('absent'))).toString();
    const people = [...august.values()].filter(({ kind }) => kind === 'person');

    expect(people).toHaveLength(xml.split('<INDIVIDUAL>').length - 1);
    expect(august.size - people.length).toBe(xml.split('<ENTITY>').length - 1);
    expect([august.size, february.size]).toEqual([1011, 1003]);
  });

  it('tells the day of publication', async () => {
    const publication = unConsolidated.read(realFiles('un/un-2026-08.xml'));
    for await (const { names } of publication.entries) expect(names.length).toBeGreaterThan(0);

    expect(publication.publishedOn()).toBe('2026-08-01');
  });

  it('finds a material change in exactly 25 of the parties on both lists', () => {
    const common = [...august.values()].filter(({ reference }) => february.has(reference));
    const changed = common.filter((after) => {
      const before = february.get(after.reference) ?? expect.fail('absent');
      return materialFingerprint(before) !== materialFingerprint(after);
    });

    expect(common).toHaveLength(995);
    expect(changed).toHaveLength(25);
  });

  it('reads a person with everything that is said of him', () => {
    expect(entry('CDi.003')).toMatchObject({
      kind: 'person',
      names: expect.arrayContaining([
        { full: 'GASTON IYAMUREMYE', quality: 'primary' },
        { full: 'Rumuli', quality: 'weak' },
        { full: 'Victor Rumuri', quality: 'strong' },
      ]),
      genders: ['MALE'],
      titles: expect.arrayContaining(['FDLR Interim President']),
      listings: [{ kind: 'SANCTION', programmes: ['DRC'], listedOn: '2010-12-01' }],
    });
    expect(entry('CDi.003').countries).toContainEqual({
      code: 'RWA',
      name: 'Rwanda',
      link: 'NATIONALITY',
    });
    expect(entry('CDi.003').links[0]?.url).toContain('interpol.int');
  });

  it('parts several names in one field and takes the original script out of brackets', () => {
    const names = [...august.values()].flatMap((party) => party.names.map(({ full }) => full));

    for (const name of ['Azim Adhajani', 'Azim Agha-Jani', 'Jin Tiesan', '金铁三', 'GLBC']) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => name.includes(';'))).toEqual([]);
  });

  it('takes for dead only whom the UN states to be dead', () => {
    const dead = [...august.values()].filter(({ isDeceased }) => isDeceased);

    expect(dead.map(({ reference }) => reference).sort()).toEqual(
      'IQi.045 KPi.050 KPi.051 KPi.053 QDi.283 TAi.016 TAi.022 TAi.096'.split(' '),
    );
  });

  it('knows the code of every country but one that is no more', () => {
    const unknown = [...august.values()].flatMap(({ countries }) =>
      countries.filter(({ code }) => code === undefined).map(({ name }) => name),
    );

    expect(new Set(unknown)).toEqual(new Set(['former Soviet Union']));
  });

  it('refuses the list that is not the UTF-8 it claims to be, with the line', async () => {
    expect(await refusal(realFiles('un/un-2025-08-not-well-formed.xml'))).toEqual({
      issue: 'The file is not UTF-8: an invalid byte was found.',
      issueLocation: 'un-2025-08-not-well-formed.xml, line 54',
    });
  });

  it.each([0.1, 0.5, 0.99, 0.99999])('refuses a file cut off after %d of it', async (share) => {
    const [file] = realFiles('un/un-2026-08.xml');
    const bytes = await bytesOf(file ?? expect.fail('absent'));
    const end = Math.min(bytes.length - 2, Math.floor(bytes.length * share));

    const { issue } = await refusal([fileOf('un.xml', bytes.subarray(0, end))]);
    expect(issue).toMatch(/truncated|not UTF-8/);
  });
});

describe('unConsolidated', () => {
  const person = (inside: string) =>
    fileOf(
      'un.xml',
      `<CONSOLIDATED_LIST dateGenerated="2026-08-01"><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>X.1</REFERENCE_NUMBER><FIRST_NAME>ADA</FIRST_NAME>${inside}</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`,
      11,
    );
  const readPerson = async (inside: string) =>
    (await entriesOf(unConsolidated, [person(inside)])).get('X.1');
  const born = (inside: string) => `<INDIVIDUAL_DATE_OF_BIRTH>${inside}</INDIVIDUAL_DATE_OF_BIRTH>`;

  it.each([
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1962-04-07</DATE>', { from: '1962-04-07' }],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973</NOTE>', { from: '1973-11' }],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1958</YEAR><NOTE>Sep.</NOTE>', { from: '1958-09' }],
    [
      '<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1962</YEAR>',
      { from: '1962', isApproximate: true },
    ],
    [
      '<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1962</FROM_YEAR><TO_YEAR>1965</TO_YEAR>',
      { from: '1962', to: '1965' },
    ],
  ])('reads the birth date %s', async (inside, expected) => {
    expect((await readPerson(born(inside)))?.births).toEqual([expected]);
  });

  it('says nothing of a birth date that the publisher left empty', async () => {
    expect((await readPerson(born('<TYPE_OF_DATE/>')))?.births).toEqual([]);
  });

  it('reads a number out of a note where the number itself is empty', async () => {
    const entry = await readPerson(
      '<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>Tunisian passport number L 191609 issued on 28 Feb. 1996, expired on 27 Feb. 2001</NOTE></INDIVIDUAL_DOCUMENT>',
    );

    expect(entry?.documents).toMatchObject([
      {
        type: 'Tunisian passport number',
        number: 'L 191609',
        issuedOn: '1996-02-28',
        expiresOn: '2001-02-27',
      },
    ]);
  });

  it('refuses more than one file, and the file of another publisher', async () => {
    expect((await refusal([person(''), person('')])).issue).toContain('one XML file');
    expect((await refusal([fileOf('sdn.xml', '<sdnList></sdnList>')])).issue).toContain(
      'another kind',
    );
  });
});
