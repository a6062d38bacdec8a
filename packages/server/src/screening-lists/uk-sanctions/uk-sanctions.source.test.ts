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
