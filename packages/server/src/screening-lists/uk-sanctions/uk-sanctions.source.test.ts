import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  describeRealLists,
  entriesOf,
  fileOf,
  realFiles,
  refusalOf,
} from '../test-real-lists.ts';
import { ukSanctions } from './uk-sanctions.source.ts';

describeRealLists('ukSanctions on samples of the older forms', () => {
  it('puts the rows of the XML together', async () => {
    const entries = await entriesOf(ukSanctions, realFiles('samples/uk_hmt_test_sample.xml'));

    expect(entries.get('100')).toMatchObject({
      kind: 'person',
      names: expect.arrayContaining([
        { full: 'John Edward SMITH', given: 'John Edward', family: 'SMITH', quality: 'primary' },
        { full: 'Johnny SMYTH', given: 'Johnny', family: 'SMYTH', quality: 'strong' },
      ]),
      births: [{ from: '1985-03-01' }],
      birthPlaces: ['Manchester, United Kingdom'],
      genders: ['MALE'],
      listings: [{ programmes: ['Global Human Rights'], listedOn: '2023-06-15' }],
    });
    expect(entries.get('100')?.documents).toContainEqual({ type: 'Passport', number: 'GB123456' });
    const ship = [...entries.values()].find(({ kind }) => kind === 'vessel');
    expect(ship?.documents).toContainEqual({ type: 'IMO Number', number: '1234567' });
    expect(ship?.countries).toContainEqual({ code: 'PAN', name: 'Panama', link: 'INCORPORATION' });
  });

  it('puts the rows of the CSV together, with every birth date', async () => {
    const publication = ukSanctions.read(realFiles('samples/uk_hmt_sample.csv'));
    const births = new Map<string, readonly unknown[]>();
    for await (const entry of publication.entries) births.set(entry.reference, entry.births);

    expect(publication.publishedOn()).toBe('2020-04-27');
    expect(births.get('9053')).toEqual([{ from: '1955-09-28' }]);
    expect(births.get('13063')).toEqual([
      { from: '1983-07-05' },
      { from: '1983' },
      { from: '1984-04' },
    ]);
  });

  it('refuses a CSV that breaks off', async () => {
    const [file] = realFiles('samples/uk_hmt_sample.csv');
    const bytes = await bytesOf(file ?? expect.fail('absent'));

    const cut = fileOf('ConList.csv', bytes.subarray(0, bytes.length / 2));
    expect((await refusalOf(ukSanctions, [cut])).issue).toMatch(/truncated|fields/);
  });
});

describe('ukSanctions on the UK Sanctions List', () => {
  const xml = `<Designations><DateGenerated>2026-01-31</DateGenerated><Designation>
    <UniqueID>XYZ0001</UniqueID><DateDesignated>15/06/2023</DateDesignated>
    <Names>
      <Name><Name6>NOBODY</Name6><Name1>ADDIE</Name1><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
      <Name><Name6>NOBODY</Name6><Name1>ADA</Name1><Name2>JANE</Name2><NameType>Primary Name</NameType></Name>
    </Names>
    <NonLatinNames><NonLatinName><NameNonLatinScript>Ада</NameNonLatinScript></NonLatinName></NonLatinNames>
    <RegimeName>Global Human Rights</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
    <SanctionsImposed>Asset freeze</SanctionsImposed>
    <Addresses><Address><AddressLine1>1 Road</AddressLine1><AddressCountry>Iran</AddressCountry></Address></Addresses>
    <IndividualDetails><Individual>
      <DOBs><DOB>07/04/1962</DOB><DOB>dd/mm/1963</DOB><DOB>dd/05/1964</DOB></DOBs>
      <Nationalities><Nationality>Iran</Nationality></Nationalities>
      <PassportDetails><Passport><PassportNumber>A1</PassportNumber><PassportAdditionalInformation>expired</PassportAdditionalInformation></Passport></PassportDetails>
      <BirthDetails><Location><TownOfBirth>Qom</TownOfBirth><CountryOfBirth>Iran</CountryOfBirth></Location></BirthDetails>
      <Genders><Gender>Female</Gender></Genders>
    </Individual></IndividualDetails>
  </Designation></Designations>`;

  it('reads a person with everything that is said of her', async () => {
    const entries = await entriesOf(ukSanctions, [fileOf('UK-Sanctions-List.xml', xml, 17)]);

    expect(entries.get('XYZ0001')).toMatchObject({
      names: [
        { full: 'ADA JANE NOBODY', given: 'ADA JANE', family: 'NOBODY', quality: 'primary' },
        { full: 'ADDIE NOBODY', quality: 'weak' },
        { full: 'Ада', quality: 'strong' },
      ],
      births: [{ from: '1962-04-07' }, { from: '1963' }, { from: '1964-05' }],
      birthPlaces: ['Qom, Iran'],
      genders: ['FEMALE'],
      documents: [{ type: 'Passport', number: 'A1', note: 'expired' }],
      listings: [{ programmes: ['Global Human Rights'], listedOn: '2023-06-15' }],
      remarks: 'Asset freeze',
    });
  });

  it('refuses a file that is cut off, or of another publisher', async () => {
    const cut = fileOf('UK-Sanctions-List.xml', xml.slice(0, -20));
    const other = fileOf('sdn.xml', '<sdnList></sdnList>');

    expect((await refusalOf(ukSanctions, [cut])).issue).toContain('truncated');
    expect((await refusalOf(ukSanctions, [other])).issue).toContain('another kind');
  });
});

describe('ukSanctions on the UK Sanctions List as CSV', () => {
  const columns =
    'Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)'.split(
      ',',
    );
  const row = (id: string, cells: Readonly<Record<string, string>>) => {
    const all: Readonly<Record<string, string>> = {
      'Unique ID': id,
      'Designation Type': 'Individual',
      'Regime Name': 'Invented Regime',
      'Date Designated': '15/06/2023',
      ...cells,
    };
    return columns.map((column) => all[column] ?? '').join(',');
  };
  const csv = (rows: readonly string[]) =>
    fileOf(
      'UK-Sanctions-List.csv',
      `Report Date: 28-Jan-2026\n${[columns.join(','), ...rows].join('\n')}\n`,
      31,
    );

  it('puts the rows of one party together', async () => {
    const file = csv([
      row('INV0001', {
        'Name 6': 'Ily',
        'Name type': 'Alias',
        'Alias strength': 'Low quality a.k.a',
      }),
      row('INV0001', {
        'Name 6': 'THORNQUILL',
        'Name 1': 'Ilyara',
        'Name type': 'Primary Name',
        'D.O.B': '07/04/1962',
        'Nationality(/ies)': 'Belarus',
        'Passport number': 'X123',
        Gender: 'Female',
        'Town of birth': 'Minsk',
        'Country of birth': 'Belarus',
      }),
      row('INV0002', {
        'Designation Type': 'Ship',
        'Name 6': 'KALTEZMAR',
        'Name type': 'Primary Name',
        'IMO number': '9187655',
        'Current believed flag of ship': 'Panama',
      }),
      row('INV0001', {
        'Name 6': 'THORNQUILL',
        'Name 1': 'Ilyara',
        'Name type': 'Primary Name',
        'D.O.B': 'dd/mm/1963',
        'Name non-latin script': 'Илиара Торнквилл',
      }),
    ]);
    const publication = ukSanctions.read([file]);
    const entries = [];
    for await (const entry of publication.entries) entries.push(entry);

    expect(publication.publishedOn()).toBe('2026-01-28');
    expect(entries).toMatchObject([
      {
        reference: 'INV0001',
        kind: 'person',
        names: [
          { full: 'Ilyara THORNQUILL', given: 'Ilyara', family: 'THORNQUILL', quality: 'primary' },
          { full: 'Ily', quality: 'weak' },
          { full: 'Илиара Торнквилл', quality: 'strong' },
        ],
        births: [{ from: '1962-04-07' }, { from: '1963' }],
        birthPlaces: ['Minsk, Belarus'],
        genders: ['FEMALE'],
        documents: [{ type: 'Passport', number: 'X123' }],
        listings: [{ programmes: ['Invented Regime'], listedOn: '2023-06-15' }],
      },
      {
        reference: 'INV0002',
        kind: 'vessel',
        documents: [{ type: 'IMO Number', number: '9187655' }],
        countries: [{ code: 'PAN', link: 'INCORPORATION' }],
      },
    ]);
  });

  it.each([
    ['a row of nobody', csv([row('', { 'Name 6': 'A' })]), 'whose it is'],
    ['a party without a name', csv([row('INV0001', {})]), 'no name'],
    ['a file that is cut off', csv([row('INV0001', { 'Name 6': 'A' }).slice(0, 30)]), 'fields'],
  ])('refuses %s', async (_what, file, issue) => {
    expect((await refusalOf(ukSanctions, [file])).issue).toContain(issue);
  });
});
