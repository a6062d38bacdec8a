import type { CountryLink, EntryKind, ListedName } from '@probity/screening';
import { listedCountry } from '../reading/country.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { childrenNamed, childText, groupedTexts, type XmlElement } from '../reading/xml-records.ts';

const AUTHORITY = 'United Nations Security Council';

/** What people and entities have in common: number, programme, dates, comments and links. */
export function unPartyDraft(record: XmlElement, kind: EntryKind): EntryDraft {
  const reference = childText(record, 'REFERENCE_NUMBER') || childText(record, 'DATAID');
  const draft = newDraft(reference, kind);
  addPartyNumber(draft, 'UN', reference);
  draft.listings.push({
    kind: 'SANCTION',
    authority: AUTHORITY,
    programmes: [childText(record, 'UN_LIST_TYPE')].filter((programme) => programme !== ''),
    ...given('listedOn', publisherDate(childText(record, 'LISTED_ON').slice(0, 10))),
    ...given('delistedOn', publisherDate(childText(record, 'DELISTED_ON').slice(0, 10))),
    ...given('url', childText(record, 'NARRATIVE_LINK')),
  });
  addComments(draft, record);
  for (const day of groupedTexts(record, 'LAST_DAY_UPDATED', 'VALUE')) {
    draft.remarks.push(`Amended on ${day.slice(0, 10)}`);
  }
  return draft;
}

/** The name in the publisher's own four fields, of which it says no more than their order. */
export function unWholeName(record: XmlElement): string {
  return ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME']
    .map((field) => childText(record, field))
    .filter((part) => part !== '')
    .join(' ')
    .replace(/\s+/g, ' ');
}

/** Adds each address, and the country it lies in as `link`. */
export function addUnAddresses(draft: EntryDraft, record: XmlElement, link: CountryLink): void {
  const group = link === 'RESIDENCE' ? 'INDIVIDUAL_ADDRESS' : 'ENTITY_ADDRESS';
  for (const address of childrenNamed(record, group)) {
    const text = (field: string) => childText(address, field).replace(/\s+/g, ' ');
    const parts = ['STREET', 'CITY', 'STATE_PROVINCE', 'ZIP_CODE', 'COUNTRY'].map(text);
    const place = parts.filter((part) => part !== '').join(', ');
    const note = text('NOTE');
    const full = note === '' ? place : `${place} (${note})`.trim();
    if (full === '') continue;
    const country = listedCountry(text('COUNTRY'), link);
    draft.addresses.push({
      full,
      ...given('city', text('CITY')),
      ...given('postalCode', text('ZIP_CODE')),
      ...given('country', country?.code),
    });
    addIfKnown(draft.countries, country);
  }
}

const IN_BRACKETS = /^(.*?)\s*\(([^()]+)\)$/u;
const SCRIPT_NOTE = /^(?:original script|in \w+ script): ?/i;
const OUTSIDE_LATIN = /[^\p{Script=Latin}\P{L}]/u;
const ABBREVIATION = /^[A-Z][A-Z./-]{1,9}$/;

/** Said of the name rather than part of it: `(birth name)`, `, born 1 Jan. 1953 (…)`. */
const NAME_NOTE =
  /,? \(?(?:born \d|birth name|combat name|third|previously listed|formerly listed|false identity|[A-Z]{2}e\.\d|KPE\.).*$/i;

/**
 * The names in one field: several are parted by semicolons, and the original script or an
 * abbreviation stands in brackets behind.
 */
export function unNames(written: string, mark: Omit<ListedName, 'full'>): ListedName[] {
  return written
    .replace(/\s+/g, ' ')
    .replace(/^([^()]*)\(([^()]*;[^()]*)\)$/, '$1; $2')
    .split(/;| b\) /)
    .map((name) => name.replace(NAME_NOTE, '').replace(/^[\s),]+|[\s,]+$/g, ''))
    .filter((name) => name !== '')
    .flatMap((name) => withBrackets(name, mark));
}

function withBrackets(name: string, mark: Omit<ListedName, 'full'>): ListedName[] {
  const [, before = '', brackets = ''] = IN_BRACKETS.exec(name) ?? [];
  const inside = brackets.replace(SCRIPT_NOTE, '');
  if (before === '' || inside === '') return [{ full: name, ...mark }];
  if (ABBREVIATION.test(inside)) {
    return [
      { full: before, ...mark },
      { full: inside, quality: 'weak' },
    ];
  }
  const isOtherScript = OUTSIDE_LATIN.test(before) !== OUTSIDE_LATIN.test(inside);
  if (!isOtherScript) return [{ full: name, ...mark }];
  const quality = mark.quality === 'primary' ? 'strong' : mark.quality;
  return [
    { full: before, ...mark },
    { full: inside, ...mark, quality },
  ];
}

function addComments(draft: EntryDraft, record: XmlElement): void {
  const comments = childText(record, 'COMMENTS1').replace(/\s+/g, ' ').trim();
  if (comments !== '') draft.remarks.push(comments);
  const linked = [childText(record, 'INTERPOL_LINK'), ...(comments.match(/https?:\/\/\S+/g) ?? [])];
  for (const url of linked.filter((text) => text !== '')) {
    const isNotice = url.includes('interpol.int');
    draft.links.push({
      url: url.replace(/[.,;)]+$/, ''),
      ...(isNotice && { description: 'INTERPOL-UN Security Council Special Notice' }),
    });
  }
}
