import { describe, expect, it } from 'vitest';
import { entriesOf, fileOf, refusalOf } from '../test-real-lists.ts';
import { chSeco } from './ch-seco.source.ts';

const part = (type: string, order: number, [value, ...variants]: readonly string[]) =>
  `<name-part ssid="9" order="${order}" name-part-type="${type}"><value>${value}</value>${variants.map((text) => `<spelling-variant lang="rus" script="Cyrl">${text}</spelling-variant>`).join('')}</name-part>`;
const name = (type: string, inside: string, quality = 'good') =>
  `<name ssid="8" name-type="${type}" quality="${quality}">${inside}</name>`;
const listed = '<modification modification-type="listed" effective-date="2014-04-02"/>';
const target = (ssid: number, inside: string, modifications = listed) =>
  `<target ssid="${ssid}"><sanctions-set-id>93</sanctions-set-id>${inside}${modifications}</target>`;

const PERSON = target(
  5328,
  `<individual sex="female"><identity ssid="1" main="true">
    ${name('alias', part('whole-name', 1, ['Ily']), 'low')}
    ${name('primary-name', part('family-name', 2, ['Thornquill', 'Торнквилл']) + part('given-name', 1, ['Ilyara', 'Илиара']))}
    <day-month-year ssid="2" day="7" month="4" year="1962"/><day-month-year ssid="3" year="1963"/>
    <place-of-birth ssid="4" place-id="700"/>
    <nationality ssid="5"><country iso-code="BY">Belarus</country></nationality>
    <identification-document ssid="6" document-type="passport"><number>X123456</number><issuer code="BY">Belarus</issuer><expiry-date>2027-02-01</expiry-date></identification-document>
    <address ssid="7" place-id="700"><address-details>1 Invented Street</address-details><zip-code>220000</zip-code></address>
  </identity><justification ssid="10">Invented for a test.</justification><relation ssid="11" target-id="77" relation-type="related-to"/></individual>`,
);
const SHIP = target(
  77,
  `<object object-type="vessel"><identity ssid="2" main="true">${name('primary-name', part('whole-name', 1, ['KALTEZMAR']))}</identity></object>`,
);

const list = (targets: string) =>
  fileOf(
    'consolidated-list.xml',
    `<?xml version="1.0" encoding="utf-8"?><swiss-sanctions-list list-type="full-de-jure" date="2026-01-15"><sanctions-program ssid="92"><program-key lang="ger">Weissrussland</program-key><program-key lang="eng">Belarus</program-key><sanctions-set ssid="93" lang="eng">Annex 1</sanctions-set></sanctions-program>${targets}<place ssid="700"><location>Minsk</location><country iso-code="BY">Belarus</country></place></swiss-sanctions-list>`,
    19,
  );

describe('chSeco', () => {
  it('reads a person with what stands elsewhere in the file', async () => {
    const entries = await entriesOf(chSeco, [list(PERSON + SHIP)]);

    expect(entries.get('5328')).toEqual({
      reference: '5328',
      kind: 'person',
      names: [
        {
          full: 'Ilyara Thornquill',
          given: 'Ilyara',
          family: 'Thornquill',
          quality: 'primary',
        },
        { full: 'Ily', quality: 'weak' },
        { full: 'Илиара Торнквилл', given: 'Илиара', family: 'Торнквилл', quality: 'strong' },
      ],
      births: [{ from: '1962-04-07' }, { from: '1963' }],
      birthPlaces: ['Minsk, Belarus'],
      genders: ['FEMALE'],
      countries: [
        { code: 'BLR', name: 'Belarus', link: 'BIRTH' },
        { code: 'BLR', name: 'Belarus', link: 'NATIONALITY' },
        { code: 'BLR', name: 'Belarus', link: 'RESIDENCE' },
      ],
      documents: [{ type: 'passport', number: 'X123456', country: 'BLR', expiresOn: '2027-02-01' }],
      addresses: [
        {
          full: '1 Invented Street, 220000, Minsk, Belarus',
          city: 'Minsk',
          postalCode: '220000',
          country: 'BLR',
        },
      ],
      listings: [
        {
          kind: 'SANCTION',
          authority: 'Swiss State Secretariat for Economic Affairs',
          programmes: ['Belarus'],
          country: 'CHE',
          reason: 'Invented for a test.',
          listedOn: '2014-04-02',
        },
      ],
      titles: [],
      relatedParties: [{ name: 'KALTEZMAR', relationship: 'related-to' }],
      links: [],
      remarks: 'Invented for a test.',
    });
    expect(entries.get('77')?.kind).toBe('vessel');
  });

  it.each([
    { what: 'removed last', from: '2014-04-02', until: '2020-01-01', isListed: false },
    { what: 'listed again', from: '2021-04-02', until: '2020-01-01', isListed: true },
    { what: 'listed and removed in one', from: '2020-01-01', until: '2020-01-01', isListed: true },
  ])('shows a target that was $what: $isListed', async ({ from, until, isListed }) => {
    const modifications = `<modification modification-type="listed" effective-date="${from}"/><modification modification-type="de-listed" effective-date="${until}"/>`;
    const inside = `<individual><identity main="true">${name('primary-name', part('whole-name', 1, ['A']))}</identity></individual>`;

    const entries = await entriesOf(chSeco, [list(target(1, inside, modifications))]);
    expect(entries.has('1')).toBe(isListed);
  });

  it('tells the day of publication', async () => {
    const publication = chSeco.read([list(SHIP)]);
    for await (const { reference } of publication.entries) expect(reference).not.toBe('');

    expect(publication.publishedOn()).toBe('2026-01-15');
  });

  it('refuses a target that says nothing of itself', async () => {
    expect((await refusalOf(chSeco, [list(target(1, ''))])).issue).toContain('no name');
  });

  it('refuses a file that is cut off or of another kind', async () => {
    const cut = fileOf('seco.xml', '<swiss-sanctions-list><target ssid="1">');
    const other = fileOf('seco.xml', '<export></export>');

    expect((await refusalOf(chSeco, [cut])).issue).toContain('truncated');
    expect((await refusalOf(chSeco, [other])).issue).toContain('another kind');
  });
});
