import { birthCountry, listedCountry } from '../reading/country.ts';
import { addIfKnown, type EntryDraft } from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import { childrenNamed, childText, groupedTexts, type XmlElement } from '../reading/xml-records.ts';
import { addUnDocument } from './un-document.ts';
import { addUnAddresses, unNames, unPartyDraft, unWholeName } from './un-party.ts';

/** A person of the UN list. */
export function unIndividualDraft(record: XmlElement): EntryDraft {
  const draft = unPartyDraft(record, 'person');
  draft.names.push({ full: unWholeName(record), quality: 'primary' });
  draft.names.push(...unNames(childText(record, 'NAME_ORIGINAL_SCRIPT'), { quality: 'strong' }));
  for (const alias of childrenNamed(record, 'INDIVIDUAL_ALIAS')) addAlias(draft, alias);
  for (const birth of childrenNamed(record, 'INDIVIDUAL_DATE_OF_BIRTH')) addBirth(draft, birth);
  for (const place of childrenNamed(record, 'INDIVIDUAL_PLACE_OF_BIRTH')) {
    addBirthPlace(draft, place);
  }
  for (const group of ['NATIONALITY', 'NATIONALITY2']) {
    for (const name of groupedTexts(record, group, 'VALUE')) {
      addIfKnown(draft.countries, knownCountry(name));
    }
  }
  for (const document of childrenNamed(record, 'INDIVIDUAL_DOCUMENT')) {
    addUnDocument(draft, document);
  }
  draft.titles.push(...groupedTexts(record, 'TITLE', 'VALUE'));
  draft.titles.push(...groupedTexts(record, 'DESIGNATION', 'VALUE'));
  addUnAddresses(draft, record, 'RESIDENCE');
  addGender(draft, record);
  draft.isDeceased = draft.remarks.some((remark) => DEAD.test(remark));
  return draft;
}

/**
 * Only what the UN states as a fact: `reportedly deceased` and `believed` are left as remarks, since
 * a dead person's listing is waved through.
 */
const DEAD = /(?:^|\. |: )(?:Deceased\b|Died (?:in|on)\b|Confirmed (?:deceased|to have died)\b)/;

const ORIGINAL_SCRIPT_NOTE = /(?:in )?original script: ?(.+)$|\bin Arabic: ?(.+)$/i;

function addAlias(draft: EntryDraft, alias: XmlElement): void {
  const note = childText(alias, 'NOTE').replace(/\s+/g, ' ');
  const quality = childText(alias, 'QUALITY') === 'Low' ? 'weak' : 'strong';
  const isFormer = /previously|formerly/i.test(note);
  const mark = { quality, ...(isFormer && { isFormer }) } as const;
  const name = childText(alias, 'ALIAS_NAME');
  draft.names.push(...unNames(name, mark));
  const original = ORIGINAL_SCRIPT_NOTE.exec(note);
  if (original) draft.names.push(...unNames(original[1] ?? original[2] ?? '', mark));

  addIfKnown(draft.births, publisherBirth(childText(alias, 'DATE_OF_BIRTH')));
  const place = ['CITY_OF_BIRTH', 'COUNTRY_OF_BIRTH'].map((field) => childText(alias, field));
  addPlace(draft, place.filter((part) => part !== '').join(', '));
  if (note !== '') draft.remarks.push(`Alias ${name.replace(/\s+/g, ' ')}: ${note}`);
}

function addBirth(draft: EntryDraft, element: XmlElement): void {
  const text = (field: string) => childText(element, field).replace(/\s+/g, ' ');
  const note = text('NOTE');
  const isApproximate =
    text('TYPE_OF_DATE') === 'APPROXIMATELY' || /approximately|circa/i.test(note);
  const [from, to] = [publisherDate(text('FROM_YEAR')), publisherDate(text('TO_YEAR'))];
  const written = [text('DATE'), `${note} ${text('YEAR')}`.trim(), text('YEAR'), note];
  const exact = written.map((part) => publisherDate(part)).find((date) => date !== undefined);
  const known = from ?? exact ?? to;
  if (known !== undefined) {
    draft.births.push({
      from: known,
      ...(from !== undefined && to !== undefined && { to }),
      ...(isApproximate && { isApproximate }),
    });
  }
  if (note !== '') draft.remarks.push(`Date of birth: ${note}`);
}

function addBirthPlace(draft: EntryDraft, element: XmlElement): void {
  const place = ['STREET', 'CITY', 'STATE_PROVINCE', 'COUNTRY']
    .map((field) => childText(element, field).replace(/\s+/g, ' '))
    .filter((part) => part !== '' && part !== 'na')
    .join(', ');
  addPlace(draft, place);
  const note = childText(element, 'NOTE').replace(/\s+/g, ' ');
  if (note !== '') draft.remarks.push(`Place of birth: ${note}`);
}

function addPlace(draft: EntryDraft, place: string): void {
  if (place === '') return;
  draft.birthPlaces.push(place);
  addIfKnown(draft.countries, birthCountry(place));
}

function knownCountry(name: string) {
  return name === 'na' ? undefined : listedCountry(name, 'NATIONALITY');
}

/** The gender has a field of its own since 2022; before that it stood in the comments. */
function addGender(draft: EntryDraft, record: XmlElement): void {
  const commented = /\bGender:?\s*\[?(male|female)\b/i.exec(childText(record, 'COMMENTS1'))?.[1];
  const gender = (childText(record, 'GENDER') || (commented ?? '')).toUpperCase();
  if (gender === 'MALE' || gender === 'FEMALE') draft.genders.push(gender);
}
