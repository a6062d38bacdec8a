import type { EntryKind } from '@probity/screening';
import { type ListPlace, ListUnreadable } from '../list-source.ts';
import { addIfKnown, type EntryDraft, given, newDraft } from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import { childText, type XmlElement } from '../reading/xml-records.ts';

/** Country, schedule and item: `Belarus, 1, Part 1, 12`. */
export function semaReference(record: XmlElement, place: ListPlace): string {
  const parts = [countryOf(record), childText(record, 'Schedule'), childText(record, 'Item')];
  if (parts[0] === '' || parts[2] === '') {
    throw new ListUnreadable('The record has no country or no item number.', place);
  }
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .replace(/\s+/g, ' ');
}

/**
 * One record of the list; fields have other names in files from before ships were listed. Its country
 * is that of the regulation and says nothing of whose citizen a person is, so it is a programme only.
 */
export function semaDraft(record: XmlElement, reference: string): EntryDraft {
  const draft = newDraft(reference, kindOf(record));
  addNames(draft, record);
  const written = textOf(record, 'DateOfBirthOrShipBuildDate', 'DateOfBirth');
  if (draft.kind === 'person') addBirths(draft, written);
  else if (written !== '') draft.remarks.push(`Build date: ${written}`);
  const title = textOf(record, 'TitleOrShip', 'Title');
  if (title !== '') draft.titles.push(title);
  const imo = childText(record, 'ShipIMONumber');
  if (imo !== '') draft.documents.push({ type: 'IMO Number', number: imo });
  draft.listings.push({
    kind: 'SANCTION',
    authority: 'Global Affairs Canada',
    programmes: [countryOf(record)],
    country: 'CAN',
    ...given('listedOn', publisherDate(childText(record, 'DateOfListing'))),
  });
  const schedule = childText(record, 'Schedule');
  if (schedule !== '')
    draft.remarks.push(`Schedule ${schedule}, item ${childText(record, 'Item')}`);
  return draft;
}

/** The English half of `Belarus / Bélarus`. */
function countryOf(record: XmlElement): string {
  return (childText(record, 'Country').split(/\s+\/\s+|\//)[0] ?? '').trim();
}

function kindOf(record: XmlElement): EntryKind {
  if (childText(record, 'ShipIMONumber') !== '') return 'vessel';
  const isPerson = childText(record, 'LastName') !== '' || childText(record, 'GivenName') !== '';
  return isPerson ? 'person' : 'organisation';
}

function addNames(draft: EntryDraft, record: XmlElement): void {
  const [givenName, family] = [childText(record, 'GivenName'), childText(record, 'LastName')];
  const thing = textOf(record, 'EntityOrShip', 'Entity');
  const isSplit = givenName !== '' && family !== '';
  const person = [givenName, family].filter((part) => part !== '').join(' ');
  draft.names.push({
    full: oneLine(person || thing),
    ...(isSplit && { given: oneLine(givenName), family: oneLine(family) }),
    quality: 'primary',
  });
  // In a field of several aliases a comma parts the words of one name as often as two names.
  for (const alias of childText(record, 'Aliases').split(/[;\n]/)) {
    const full = oneLine(alias);
    if (full === '') continue;
    draft.names.push({ full, quality: 'strong' });
    const parts = full.split(/,\s*/).filter((part) => part !== '');
    if (parts.length > 1)
      draft.names.push(...parts.map((part) => ({ full: part, quality: 'weak' as const })));
  }
}

function addBirths(draft: EntryDraft, written: string): void {
  if (written === '') return;
  const whole = publisherBirth(written);
  const births = whole
    ? [whole]
    : written.split(/\s*(?:;|,| or )\s*/i).map((one) => publisherBirth(one));
  for (const birth of births) addIfKnown(draft.births, birth);
  if (births.some((birth) => birth === undefined)) draft.remarks.push(`Date of birth: ${written}`);
}

function textOf(record: XmlElement, name: string, formerName: string): string {
  return childText(record, name) || childText(record, formerName);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
