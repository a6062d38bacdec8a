import { describe, expect, it } from 'vitest';
import type { ListFile } from '../../list-source.ts';
import { entriesOf, fileOf, refusalOf } from '../../test-real-lists.ts';
import { ofacSdn } from '../ofac-sdn.source.ts';

const REFERENCES = `<ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <AreaCodeValues><AreaCode ID="11082" CountryID="11082" Description="Iran">IR</AreaCode></AreaCodeValues>
  <CountryValues><Country ID="11082" ISO2="IR">Iran</Country><Country ID="11193" ISO2="RU">Russia</Country></CountryValues>
  <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
  <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="224">Gender</FeatureType><FeatureType ID="25">Location</FeatureType><FeatureType ID="504">Secondary sanctions risk:</FeatureType><FeatureType ID="3">Vessel Flag</FeatureType></FeatureTypeValues>
  <IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType><IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>
  <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
  <LegalBasisValues><LegalBasis ID="1826" LegalBasisShortRef="Executive Order 13224">Executive Order 13224 (Terrorism)</LegalBasis></LegalBasisValues>
  <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
  <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1522">Middle Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType><NamePartType ID="1526">Vessel Name</NamePartType></NamePartTypeValues>
  <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
  <RelationTypeValues><RelationType ID="15003">Acting for or on behalf of</RelationType></RelationTypeValues>
  <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>`;

const dated = (from: string, to: string, approximate = false) => {
  const parts = (day: string) => {
    const [year, month, date] = day.split('-').map(Number);
    return `<Year>${year}</Year><Month>${month}</Month><Day>${date}</Day>`;
  };
  return `<DatePeriod CalendarTypeID="1"><Start Approximate="${approximate}"><From>${parts(from)}</From><To>${parts(from)}</To></Start><End Approximate="${approximate}"><From>${parts(to)}</From><To>${parts(to)}</To></End></DatePeriod>`;
};
const feature = (type: number, inside: string) =>
  `<Feature ID="1" FeatureTypeID="${type}"><FeatureVersion ID="2"><Comment/>${inside}</FeatureVersion></Feature>`;
const alias = (type: number, parts: ReadonlyArray<[group: number, text: string]>, more = '') =>
  `<Alias AliasTypeID="${type}" ${more}><DocumentedName>${parts
    .map(
      ([group, text]) =>
        `<DocumentedNamePart><NamePartValue NamePartGroupID="${group}" ScriptID="215">${text}</NamePartValue></DocumentedNamePart>`,
    )
    .join('')}</DocumentedName></Alias>`;
const groups = (types: readonly number[]) =>
  `<NamePartGroups>${types.map((type, at) => `<MasterNamePartGroup><NamePartGroup ID="${at + 1}" NamePartTypeID="${type}"/></MasterNamePartGroup>`).join('')}</NamePartGroups>`;
const party = (id: number, subType: number, inside: string) =>
  `<DistinctParty FixedRef="${id}"><Comment/><Profile ID="${id}" PartySubTypeID="${subType}">${inside}</Profile></DistinctParty>`;
const listing = (id: number, programme: string) =>
  `<SanctionsEntry ID="${id}" ProfileID="${id}" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1826"><Comment/><Date><Year>2019</Year><Month>4</Month><Day>15</Day></Date></EntryEvent><SanctionsMeasure ID="1" SanctionsTypeID="2"><Comment/></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>${programme}</Comment></SanctionsMeasure></SanctionsEntry>`;

const PERSON = party(
  7157,
  4,
  `<Identity ID="90" Primary="true">
    ${alias(
      1400,
      [
        [2, 'Ilyar'],
        [1, 'THORNQUIL'],
      ],
      'Primary="false" LowQuality="true"',
    )}
    ${alias(
      1403,
      [
        [1, 'THORNQUILL'],
        [3, 'Oak'],
        [2, 'Ilyara'],
      ],
      'Primary="true" LowQuality="false"',
    )}
    ${alias(
      1401,
      [
        [1, 'OAKHOLLOW'],
        [2, 'Ilyara'],
      ],
      'Primary="false" LowQuality="false"',
    )}
    ${groups([1520, 1521, 1522])}
  </Identity>
  ${feature(8, dated('1962-04-07', '1962-04-07'))}${feature(8, dated('1963-01-01', '1963-12-31', true))}
  ${feature(9, '<VersionDetail DetailTypeID="1432">Tehran, Iran</VersionDetail>')}
  ${feature(10, '<VersionLocation LocationID="50"/>')}
  ${feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/>')}
  ${feature(25, '<VersionLocation LocationID="51"/>')}
  ${feature(504, '<VersionDetail>section 1(b) of Executive Order 13224</VersionDetail>')}`,
);
const SHIP = party(
  15_037,
  1,
  `<Identity ID="91" Primary="true">${alias(1403, [[1, 'KALTEZMAR']], 'Primary="true"')}${groups([1526])}</Identity>${feature(3, '<VersionDetail>Iran</VersionDetail>')}`,
);

const sdn = (parts: { parties?: string; listings?: string } = {}, pieceBytes = 101): ListFile =>
  fileOf(
    'sdn_advanced.xml',
    `<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML" Version="1">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>1</Month><Day>5</Day></DateOfIssue>
${REFERENCES}
<Locations>
  <Location ID="50"><LocationCountry CountryID="11082"/></Location>
  <Location ID="51"><LocationAreaCode AreaCodeID="11082"/><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Comment/><Value>Shiraz</Value></LocationPartValue></LocationPart><LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Comment/><Value>1 Invented Street</Value></LocationPartValue></LocationPart></Location>
</Locations>
<IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="90" IssuedBy-CountryID="11082" ValidityID="1"><Comment/><IDRegistrationNo>X123456</IDRegistrationNo><DocumentDate IDRegDocDateTypeID="1481">${dated('2027-02-01', '2027-02-01')}</DocumentDate></IDRegDocument></IDRegDocuments>
<DistinctParties>${parts.parties ?? PERSON + SHIP}</DistinctParties>
<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="7157" To-ProfileID="15037" RelationTypeID="15003" Former="false"><Comment/></ProfileRelationship></ProfileRelationships>
<SanctionsEntries>${parts.listings ?? listing(7157, 'SDGT') + listing(15_037, 'IRAN')}</SanctionsEntries>
</Sanctions>`,
    pieceBytes,
  );

describe('the advanced XML of OFAC', () => {
  it('reads a person with all that stands elsewhere in the file', async () => {
    const entries = await entriesOf(ofacSdn, [sdn()]);

    expect([...entries.keys()]).toEqual(['7157', '15037']);
    expect(entries.get('7157')).toEqual({
      partyNumbers: [{ register: 'OFAC', number: '7157' }],
      reference: '7157',
      kind: 'person',
      names: [
        {
          full: 'Ilyara Oak THORNQUILL',
          given: 'Ilyara Oak',
          family: 'THORNQUILL',
          quality: 'primary',
        },
        { full: 'Ilyar THORNQUIL', given: 'Ilyar', family: 'THORNQUIL', quality: 'weak' },
        {
          full: 'Ilyara OAKHOLLOW',
          given: 'Ilyara',
          family: 'OAKHOLLOW',
          quality: 'strong',
          isFormer: true,
        },
      ],
      births: [{ from: '1962-04-07' }, { from: '1963', isApproximate: true }],
      birthPlaces: ['Tehran, Iran'],
      genders: ['MALE'],
      countries: [
        { code: 'IRN', name: 'Iran', link: 'BIRTH' },
        { code: 'IRN', name: 'Iran', link: 'NATIONALITY' },
        { code: 'IRN', name: 'Iran', link: 'RESIDENCE' },
      ],
      documents: [{ type: 'Passport', number: 'X123456', country: 'IRN', expiresOn: '2027-02-01' }],
      addresses: [{ full: '1 Invented Street, Shiraz, Iran', city: 'Shiraz', country: 'IRN' }],
      listings: [
        {
          kind: 'SANCTION',
          authority: 'US Treasury OFAC',
          programmes: ['SDGT'],
          country: 'USA',
          reason: 'Executive Order 13224 (Terrorism)',
          listedOn: '2019-04-15',
        },
      ],
      titles: [],
      relatedParties: [{ name: 'KALTEZMAR', relationship: 'Acting for or on behalf of' }],
      links: [],
      remarks: 'Secondary sanctions risk: section 1(b) of Executive Order 13224',
    });
  });

  it('reads a ship and its flag', async () => {
    expect((await entriesOf(ofacSdn, [sdn()])).get('15037')).toMatchObject({
      kind: 'vessel',
      names: [{ full: 'KALTEZMAR', quality: 'primary' }],
      countries: [{ code: 'IRN', name: 'Iran', link: 'INCORPORATION' }],
    });
  });

  it.each([
    ['1962-01-01', '1962-12-31', { from: '1962' }],
    ['1962-02-01', '1962-02-28', { from: '1962-02' }],
    ['1964-02-01', '1964-02-29', { from: '1964-02' }],
    ['1962-01-01', '1965-12-31', { from: '1962', to: '1965' }],
    ['1962-03-02', '1965-12-31', { from: '1962-03-02', to: '1965' }],
  ])('reads a birth from %s to %s', async (from, to, birth) => {
    const parties = party(
      1,
      4,
      `<Identity ID="1" Primary="true">${alias(1403, [[1, 'A']], 'Primary="true"')}${groups([1520])}</Identity>${feature(8, dated(from, to))}`,
    );
    const file = sdn({ parties, listings: listing(1, 'X') });

    expect((await entriesOf(ofacSdn, [file])).get('1')?.births).toEqual([birth]);
  });

  it('tells the day of publication', async () => {
    const publication = ofacSdn.read([sdn()]);
    for await (const { reference } of publication.entries) expect(reference).not.toBe('');

    expect(publication.publishedOn()).toBe('2026-01-05');
  });

  it('refuses a party that no sanctions entry speaks of', async () => {
    expect((await refusalOf(ofacSdn, [sdn({ listings: listing(7157, 'SDGT') })])).issue).toContain(
      'no sanctions entry',
    );
  });

  it('refuses a party without a name', async () => {
    const parties = party(1, 4, '<Identity ID="1" Primary="true"></Identity>');

    expect(
      (await refusalOf(ofacSdn, [sdn({ parties, listings: listing(1, 'X') })])).issue,
    ).toContain('no name');
  });

  it('refuses a file that is cut off, wherever that is', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of sdn({}, 1_000_000).open()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);

    for (const share of [0.1, 0.4, 0.7, 0.9, 0.999]) {
      const cut = fileOf('sdn_advanced.xml', bytes.subarray(0, Math.floor(bytes.length * share)));
      expect((await refusalOf(ofacSdn, [cut])).issue).toContain('truncated');
    }
  });
});
