import { describe, expect, it } from 'vitest';
import { describeRealLists, entriesOf, fileOf, realFiles, refusalOf } from '../test-real-lists.ts';
import { euFsf } from './eu-fsf.source.ts';

describeRealLists('euFsf on a sample of the real format', () => {
  it('reads every party with everything that is said of it', async () => {
    const entries = await entriesOf(euFsf, realFiles('samples/eu_consolidated_test_sample.xml'));

    expect([...entries.keys()]).toEqual(['EU.10.42', 'EU.20.15', 'EU.30.77', 'EU.40.10', '500']);
    expect(entries.get('EU.10.42')).toMatchObject({
      kind: 'person',
      names: [
        { full: 'Sergei Petrovich Ivanov', given: 'Sergei', family: 'Ivanov', quality: 'primary' },
        { full: 'Сергей Петрович Иванов', quality: 'strong' },
        { full: 'Serguei Ivanov', quality: 'weak' },
      ],
      births: [{ from: '1970-05-20' }],
      birthPlaces: ['Moscow, RUSSIA'],
      genders: ['MALE'],
      documents: [{ type: 'National passport', number: 'RU9876543', country: 'RUS' }],
      listings: [{ programmes: ['RUS'], listedOn: '2022-03-01' }],
      titles: ['Mr', 'Government Official'],
    });
    expect(entries.get('EU.20.15')?.listings[0]?.programmes).toEqual(['RUS', 'CRIMEA']);
    expect(entries.get('EU.30.77')?.births).toEqual([{ from: '1965' }, { from: '1966' }]);
    expect(entries.get('500')?.addresses).toMatchObject([
      { full: 'PO Box 999, Pyongyang, NORTH KOREA', country: 'PRK' },
    ]);
  });

  it('tells the day of publication', async () => {
    const publication = euFsf.read(realFiles('samples/eu_consolidated_test_sample.xml'));
    for await (const { names } of publication.entries) expect(names.length).toBeGreaterThan(0);

    expect(publication.publishedOn()).toBe('2024-01-15');
  });
});

describeRealLists('euFsf on a CSV that was saved again in another encoding', () => {
  it('refuses it, saying why and where', async () => {
    expect(await refusalOf(euFsf, realFiles('samples/eu_fsf_2018_sample.csv'))).toMatchObject({
      issue: expect.stringMatching(/another kind|not UTF-8/),
      issueLocation: expect.stringMatching(/^eu_fsf_2018_sample\.csv, line \d+$/),
    });
  });
});

describe('euFsf on the CSV', () => {
  const HEADER =
    'fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;Entity_DesignationDetails;Entity_Remark;Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_PublicationDate;Entity_Regulation_NumberTitle;Entity_Regulation_Programme;Entity_Regulation_PublicationUrl;NameAlias_LastName;NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_Gender;NameAlias_Title;NameAlias_Function;Address_City;Address_Street;Address_CountryIso2Code;Address_CountryDescription;BirthDate_BirthDate;BirthDate_Day;BirthDate_Month;BirthDate_Year;BirthDate_Circa;BirthDate_CalendarType;BirthDate_City;BirthDate_CountryIso2Code;BirthDate_CountryDescription;Identification_Number;Identification_KnownFalse;Identification_TypeDescription;Identification_CountryIso2Code;Citizenship_CountryIso2Code;Citizenship_CountryDescription';
  const columns = HEADER.split(';');
  const row = (id: number, cells: Readonly<Record<string, string>>) => {
    const party: Readonly<Record<string, string>> = {
      fileGenerationDate: '15/01/2026',
      Entity_LogicalId: String(id),
      Entity_EU_ReferenceNumber: `EU.${id}.1`,
      Entity_SubjectType: 'P',
      Entity_SubjectType_ClassificationCode: 'person',
      Entity_Regulation_Programme: 'BLR',
      Entity_Regulation_PublicationDate: '2020-10-02',
      Entity_Remark: 'Invented',
      ...cells,
    };
    return columns.map((column) => party[column] ?? '').join(';');
  };
  const csv = (rows: readonly string[], mark = '\uFEFF') =>
    fileOf('eu.csv', `${mark}${[HEADER, ...rows].join('\n')}\n`, 23);

  it('puts the rows of one party together, also those that stand apart', async () => {
    const file = csv([
      row(7, {
        NameAlias_LastName: 'Thornquill',
        NameAlias_FirstName: 'Ilyara',
        NameAlias_WholeName: 'Ilyara Thornquill',
        NameAlias_Gender: 'F',
        NameAlias_Function: 'Deputy of nothing',
      }),
      row(8, { Entity_SubjectType: 'enterprise', NameAlias_WholeName: 'Kaltezmar Works' }),
      row(7, { NameAlias_WholeName: 'Илиара Торнквилл' }),
      row(7, {
        BirthDate_BirthDate: '1962-04-07',
        BirthDate_Circa: 'false',
        BirthDate_City: 'Minsk',
      }),
      row(7, {
        Identification_Number: 'X123',
        Identification_TypeDescription: 'National passport',
      }),
      row(7, { Citizenship_CountryIso2Code: 'BY', Citizenship_CountryDescription: 'BELARUS' }),
      row(7, { Address_City: 'Minsk', Address_CountryIso2Code: 'BY' }),
    ]);
    const publication = euFsf.read([file]);
    const entries = [];
    for await (const entry of publication.entries) entries.push(entry);

    expect(publication.publishedOn()).toBe('2026-01-15');
    expect(entries).toMatchObject([
      {
        reference: 'EU.7.1',
        kind: 'person',
        names: [
          { full: 'Ilyara Thornquill', given: 'Ilyara', family: 'Thornquill', quality: 'primary' },
          { full: 'Илиара Торнквилл', quality: 'strong' },
        ],
        births: [{ from: '1962-04-07' }],
        birthPlaces: ['Minsk'],
        genders: ['FEMALE'],
        countries: [
          { code: 'BLR', link: 'CITIZENSHIP' },
          { code: 'BLR', link: 'RESIDENCE' },
        ],
        documents: [{ type: 'National passport', number: 'X123' }],
        listings: [{ programmes: ['BLR'], listedOn: '2020-10-02' }],
        titles: ['Deputy of nothing'],
        remarks: 'Invented',
      },
      { reference: 'EU.8.1', kind: 'organisation', births: [], documents: [] },
    ]);
  });

  it.each([
    ['a party without a name', csv([row(7, {})]), 'no name'],
    ['a row of nobody', csv([row(7, { Entity_LogicalId: '' })]), 'whose it is'],
    ['a file that is cut off', csv([row(7, {}).slice(0, 40)]), 'fields'],
  ])('refuses %s', async (_what, file, issue) => {
    expect((await refusalOf(euFsf, [file])).issue).toContain(issue);
  });

  it('refuses a file that is not UTF-8', async () => {
    const latin = Buffer.from(`${HEADER}\n${row(7, { NameAlias_WholeName: 'José' })}\n`, 'latin1');

    expect(await refusalOf(euFsf, [fileOf('eu.csv', latin)])).toEqual({
      issue: 'The file is not UTF-8: an invalid byte was found.',
      issueLocation: 'eu.csv, line 2',
    });
  });
});

describe('euFsf', () => {
  const party = (inside: string) =>
    fileOf(
      'eu.xml',
      `<export generationDate="2024-01-15T10:00:00"><sanctionEntity logicalId="1"><subjectType code="person"/><nameAlias wholeName="Ada Nobody"/>${inside}</sanctionEntity></export>`,
      13,
    );
  const birthsOf = async (attributes: string) =>
    (await entriesOf(euFsf, [party(`<birthdate ${attributes}/>`)])).get('1');

  it.each([
    ['circa="true" year="1962"', [{ from: '1962', isApproximate: true }]],
    ['year="1962" monthOfYear="4"', [{ from: '1962-04' }]],
    ['yearRangeFrom="1962" yearRangeTo="1965"', [{ from: '1962', to: '1965' }]],
    ['circa="false" city="Rome"', []],
  ])('reads the birth date %s', async (attributes, births) => {
    expect((await birthsOf(attributes))?.births).toEqual(births);
  });

  it('leaves a date of another calendar in words', async () => {
    const entry = await birthsOf('calendarType="ISLAMIC" year="1402"');

    expect(entry?.births).toEqual([]);
    expect(entry?.remarks).toContain('1402');
  });

  it('refuses a file that is cut off or of another kind', async () => {
    const cut = fileOf('eu.xml', '<export><sanctionEntity logicalId="1">');
    const other = fileOf('eu.xml', '<sdnList></sdnList>');

    expect((await refusalOf(euFsf, [cut])).issue).toContain('truncated');
    expect((await refusalOf(euFsf, [other])).issue).toContain('another kind');
  });
});
