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
