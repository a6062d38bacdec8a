import { AmlData } from '@probity/contract/evidence/aml-data';
import type { ListEntry, ListedName, Listing, ScreeningMatch } from '@probity/screening';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AmlHitFacts, amlSupplementOf } from './aml-supplement.ts';

const LISTING = {
  authority: 'Ministry of Lists',
  programmes: ['PROG-1', 'PROG-2'],
  reason: 'for the reason',
  listedOn: '2001-02-03',
  delistedOn: '2020-01-01',
  country: 'NZL',
  level: '2',
  position: 'Minister of Tides',
  url: 'https://lists.example.org/1',
};

const NAMES: readonly ListedName[] = [
  { full: 'Ada Marie Quill', given: 'Ada', middle: 'Marie', family: 'Quill', quality: 'primary' },
  { full: 'Adele Feather', quality: 'weak' },
  { full: 'Ada Inkwell', quality: 'strong', isFormer: true },
];

/** An entry that holds everything an entry can hold, every value another. */
const entryWith = (...kinds: Listing['kind'][]): ListEntry => ({
  reference: 'R-77',
  kind: 'person',
  names: NAMES,
  births: [{ from: '1962-04-07' }, { from: '1960', to: '1964', isApproximate: true }],
  birthPlaces: ['Wellington, New Zealand', 'Hobart'],
  genders: ['FEMALE', 'MALE'],
  countries: [
    { code: 'POL', name: 'Poland', link: 'CITIZENSHIP' },
    { name: 'Freedonia', link: 'NATIONALITY' },
  ],
  documents: [
    {
      type: 'Passport',
      number: 'P-1',
      country: 'BRA',
      issuedOn: '2011',
      expiresOn: '2031',
      note: 'stolen',
    },
    { type: 'Tax ID', number: 'T-2', expiresOn: '2032-05' },
  ],
  addresses: [{ full: '1 Harbour Street, Hobart' }, { full: 'Unit 9, Gdansk' }],
  listings: kinds.map((kind) => ({ kind, ...LISTING })),
  isDeceased: true,
  titles: ['Colonel', 'Doctor'],
  relatedParties: [{ name: 'Otto Quill', relationship: 'brother' }],
  links: [{ url: 'https://press.example.org/a', description: 'notice' }],
  remarks: 'Last seen sailing.',
});

const [primary, weak] = NAMES as readonly [ListedName, ListedName];
const factsOf = (entry: ListEntry, name: ListedName = primary): AmlHitFacts => ({
  provider: 'probity',
  members: [
    {
      listName: 'sample',
      listVersion: 3,
      entry,
      match: { match: 0.914, name } as ScreeningMatch,
    },
  ],
  fuzziness: 20,
  searchLevel: 'SANCTION + PEP',
});
const supplementOf = (entry: ListEntry, name?: ListedName) =>
  amlSupplementOf(factsOf(entry, name)) as AmlData;

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsIn);
}

describe('amlSupplementOf', () => {
  it.each(['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'] as const)(
    'drops nothing that an entry of kind %s holds',
    (kind) => {
      const entry = entryWith(kind);
      const shown = textsIn(supplementOf(entry)).join('\n');
      const { listings, ...party } = entry;
      const ofListing = {
        SANCTION: ['authority', 'programmes', 'reason', 'listedOn', 'delistedOn', 'country', 'url'],
        PEP: [
          'authority',
          'programmes',
          'reason',
          'listedOn',
          'delistedOn',
          'country',
          'url',
          'level',
          'position',
        ],
        WATCHLIST: [
          'authority',
          'programmes',
          'reason',
          'listedOn',
          'delistedOn',
          'country',
          'url',
        ],
        MEDIA: ['authority', 'reason', 'listedOn', 'country', 'url'],
      }[kind];
      const said = Object.entries(listings[0] ?? {}).filter(([field]) => ofListing.includes(field));
      const partyTexts = textsIn({
        ...party,
        countries: ['POL', 'Freedonia', 'CITIZENSHIP'],
        names: NAMES.map(({ full }) => full),
      });

      const missing = [...textsIn(said.map(([, value]) => value)), ...partyTexts].filter(
        (text) => !shown.includes(text) && !['MALE', 'FEMALE'].includes(text),
      );
      expect(missing).toEqual([]);
      expect(shown).toMatch(/^FEMALE$/m);
      expect(shown).toMatch(/^MALE$/m);
    },
  );

  it('puts each listing under its kind, several of one kind too', () => {
    const { pepData, sanctionData, watchlistData, mediaData } = supplementOf(
      entryWith('PEP', 'SANCTION', 'SANCTION', 'MEDIA'),
    );
    expect([pepData, sanctionData, watchlistData, mediaData].map((data) => data?.length)).toEqual([
      1, 2, 0, 1,
    ]);
  });

  it('shows the name that matched, and the others as aliases', () => {
    const byAlias = supplementOf(entryWith('SANCTION'), weak);
    expect(byAlias.matchData).toMatchObject({ name: 'Adele Feather', isAlias: true, strength: 91 });
    expect(byAlias.aliases).toEqual(['Ada Marie Quill', 'Ada Inkwell']);
    expect(supplementOf(entryWith('SANCTION')).matchData?.isAlias).toBe(false);
  });

  it('shows a party of several lists once, with every listing under its own list', () => {
    const [first] = factsOf(entryWith('SANCTION', 'PEP')).members;
    const entry = { ...entryWith('SANCTION'), reference: 'A-1', remarks: 'Also known at sea.' };
    const second = {
      ...first,
      listName: 'another',
      listVersion: 9,
      entry: { ...entry, names: [{ full: 'Ada Quilt', quality: 'primary' as const }] },
    };
    const facts = factsOf(first.entry);
    const data = amlSupplementOf({ ...facts, members: [first, second] }) as AmlData;

    expect(AmlData.parse(data)).toEqual(data);
    expect(data).toMatchObject({
      searchId: 'sample@3, another@9',
      referenceId: 'sample:R-77',
      groupingId: 'another:A-1',
      matchData: { spReferenceId: 'sample:R-77', name: 'Ada Marie Quill' },
      aliases: ['Adele Feather', 'Ada Inkwell', 'Ada Quilt'],
      pepData: [{ sourceName: 'sample' }],
      sanctionData: [{ sourceName: 'sample' }, { sourceName: 'another' }],
    });
    expect(data.sanctionData?.[1]?.additionalData).toEqual(
      expect.arrayContaining([
        { key: 'reference', value: 'A-1' },
        { key: 'listVersion', value: '9' },
      ]),
    );
    expect(data.notes).toMatchObject({
      remarks: { value: 'sample:R-77: Last seen sailing.' },
      'remarks 2': { value: 'another:A-1: Also known at sea.' },
    });
    expect(data.relatedParties).toHaveLength(1);
    const turned = amlSupplementOf({ ...facts, members: [second, first] }) as AmlData;
    expect(turned.groupingId).toBe(data.groupingId);
  });

  it('says that media is no longer current once it was taken down', () => {
    expect(supplementOf(entryWith('MEDIA')).mediaData).toMatchObject([{ isCurrent: false }]);
  });

  it('keeps to the contract whatever an entry leaves out', () => {
    const some = <T>(value: T) => fc.constantFrom(value, undefined);
    const few = <T>(values: readonly T[]) => fc.subarray([...values]);
    const full = entryWith('SANCTION');
    const anyListing = fc
      .record({
        kind: fc.constantFrom('SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'),
        reason: some('x'),
        country: fc.constantFrom('NZL', 'QQQ', undefined),
        url: some('https://x.example.org'),
      })
      .map(
        ({ kind, ...others }) =>
          ({
            kind,
            authority: 'A',
            programmes: [],
            ...JSON.parse(JSON.stringify(others)),
          }) as Listing,
      );
    const anyEntry = fc
      .record({
        births: few(full.births),
        birthPlaces: few(full.birthPlaces),
        genders: few(full.genders),
        countries: few(full.countries),
        documents: few(full.documents),
        addresses: few(full.addresses),
        titles: few(full.titles),
        relatedParties: few(full.relatedParties),
        links: few(full.links),
        listings: fc.array(anyListing, { maxLength: 4 }),
        remarks: some(''),
      })
      .map(
        (parts) =>
          JSON.parse(JSON.stringify({ ...full, ...parts, isDeceased: undefined })) as ListEntry,
      );
    fc.assert(
      fc.property(anyEntry, fc.constantFrom(...NAMES), (entry, name) => {
        const supplement = supplementOf(entry, name);
        expect(AmlData.parse(supplement)).toEqual(supplement);
      }),
    );
  });
});
