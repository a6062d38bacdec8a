import { describe, expect, it } from 'vitest';
import { entriesOf, fileOf, refusalOf } from '../test-real-lists.ts';
import { caSema } from './ca-sema.source.ts';

const list = (records: string) =>
  fileOf(
    'sema-lmes.xml',
    `<?xml version="1.0" encoding="UTF-8"?>\n<data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${records}</data-set>`,
    17,
  );
const PERSON = `<record><Country>Belarus / Bélarus</Country><LastName>Thornquill</LastName><GivenName>Ilyara Oak</GivenName><Aliases>Ilyara Thornkvil; Торнквилл Илиара</Aliases><DateOfBirthOrShipBuildDate>1962-04-07</DateOfBirthOrShipBuildDate><TitleOrShip>Deputy of nothing</TitleOrShip><Schedule>1, Part 1</Schedule><Item>12</Item><DateOfListing>2020-09-28</DateOfListing></record>`;

describe('caSema', () => {
  it('reads a person with everything that is said of him', async () => {
    const entries = await entriesOf(caSema, [list(PERSON)]);

    expect(entries.get('Belarus, 1, Part 1, 12')).toMatchObject({
      kind: 'person',
      names: [
        {
          full: 'Ilyara Oak Thornquill',
          given: 'Ilyara Oak',
          family: 'Thornquill',
          quality: 'primary',
        },
        { full: 'Ilyara Thornkvil', quality: 'strong' },
        { full: 'Торнквилл Илиара', quality: 'strong' },
      ],
      births: [{ from: '1962-04-07' }],
      countries: [],
      listings: [{ programmes: ['Belarus'], listedOn: '2020-09-28', country: 'CAN' }],
      titles: ['Deputy of nothing'],
    });
  });

  it('keeps an alias with a comma whole, and its parts as weak names', async () => {
    const record = PERSON.replace(/<Aliases>.*<\/Aliases>/, '<Aliases>Thorn, Oakhollow</Aliases>');

    expect([...(await entriesOf(caSema, [list(record)])).values()][0]?.names.slice(1)).toEqual([
      { full: 'Thorn, Oakhollow', quality: 'strong' },
      { full: 'Thorn', quality: 'weak' },
      { full: 'Oakhollow', quality: 'weak' },
    ]);
  });

  it.each([
    ['1962', [{ from: '1962' }]],
    ['1962 or 1963', [{ from: '1962' }, { from: '1963' }]],
    ['unknown', []],
  ])('reads the birth date %s', async (written, births) => {
    const record = PERSON.replace('1962-04-07', written);

    expect([...(await entriesOf(caSema, [list(record)])).values()][0]?.births).toEqual(births);
  });

  it('reads organisations, in the older form too, and ships', async () => {
    const entries = await entriesOf(caSema, [
      list(
        '<record><Country>Iran</Country><Entity>Kaltezmar Works</Entity><Item>3</Item></record>' +
          '<record><Country>Russia / Russie</Country><EntityOrShip>KALTEZMAR</EntityOrShip><ShipIMONumber>9187655</ShipIMONumber><DateOfBirthOrShipBuildDate>2001</DateOfBirthOrShipBuildDate><Schedule>2</Schedule><Item>4</Item></record>',
      ),
    ]);

    expect(entries.get('Iran, 3')).toMatchObject({ kind: 'organisation', births: [] });
    expect(entries.get('Russia, 2, 4')).toMatchObject({
      kind: 'vessel',
      births: [],
      documents: [{ type: 'IMO Number', number: '9187655' }],
    });
  });

  it('keeps two parties of one item apart', async () => {
    const entries = await entriesOf(caSema, [list(PERSON + PERSON.replace('Ilyara', 'Tamsin'))]);

    expect([...entries.keys()]).toEqual(['Belarus, 1, Part 1, 12', 'Belarus, 1, Part 1, 12 (2)']);
  });

  it.each([
    [
      'a record without a name',
      PERSON.replace(/<LastName>.*<Aliases>.*<\/Aliases>/, ''),
      'no name',
    ],
    ['a record without an item', PERSON.replace(/<Item>.*<\/Item>/, ''), 'no item number'],
  ])('refuses %s', async (_what, record, issue) => {
    expect((await refusalOf(caSema, [list(record)])).issue).toContain(issue);
  });

  it('refuses a file that is cut off or of another kind', async () => {
    const cut = fileOf('sema.xml', '<data-set><record><Country>Iran</Country>');
    const other = fileOf('sema.xml', '<export></export>');

    expect((await refusalOf(caSema, [cut])).issue).toContain('truncated');
    expect((await refusalOf(caSema, [other])).issue).toContain('another kind');
  });
});
