import type { EntryKind, ListedName } from '@probity/screening';
import { birthCountry, listedCountry } from '../reading/country.ts';
import type { TableRow } from '../reading/csv-table.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import { dayOfSerial } from '../reading/spreadsheet-rows.ts';

const AUTHORITY = 'Australian Department of Foreign Affairs and Trade';

const KINDS: Readonly<Record<string, EntryKind>> = {
  individual: 'person',
  entity: 'organisation',
  vessel: 'vessel',
};

const MEASURES = [
  'targeted financial sanction',
  'travel ban',
  'arms embargo',
  'maritime restriction',
];

/** One party: its first row, and one row for each of its other names. */
export function dfatDraft(number: string, rows: readonly TableRow[]): EntryDraft {
  const kind = KINDS[rows[0]?.cell('type').toLowerCase() ?? ''] ?? 'unknown';
  const draft = newDraft(number, kind);
  const primaryFirst = [...rows].sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  for (const row of primaryFirst) {
    draft.names.push(nameOf(row));
    addFacts(draft, row);
  }
  const [first] = primaryFirst;
  if (first) addListing(draft, first);
  return draft;
}

function isPrimary(row: TableRow): boolean {
  return /^primary/i.test(row.cell('name type'));
}

function nameOf(row: TableRow): ListedName {
  const full = row.cell('name of individual or entity').replace(/\s+/g, ' ');
  if (isPrimary(row)) return { full, quality: 'primary' };
  return { full, quality: /^weak/i.test(row.cell('alias strength')) ? 'weak' : 'strong' };
}

/** The publisher repeats a party's facts on each row; what is said twice is dropped in the end. */
function addFacts(draft: EntryDraft, row: TableRow): void {
  addBirths(draft, row.cell('date of birth'));
  for (const place of parts(row.cell('place of birth'), /;/)) {
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
  for (const name of parts(row.cell('citizenship'), /;/)) {
    const short = name.replace(/ \((?:North|South) Korea\)$/, '');
    addIfKnown(draft.countries, listedCountry(short, 'CITIZENSHIP'));
  }
  for (const full of parts(row.cell('address').replace(/\s+/g, ' '), /;/)) {
    const country = birthCountry(full.replace(/ \([^)]*\)$/, ''));
    draft.addresses.push({ full, ...given('country', country?.code) });
    if (country) {
      const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
      draft.countries.push({ ...country, link });
    }
  }
  const imo = row.cell('imo number');
  if (imo !== '') draft.documents.push({ type: 'IMO Number', number: imo });
  const remarks = row.cell('additional information').replace(/\s+/g, ' ');
  if (remarks !== '') draft.remarks.push(remarks);
  // What the Security Council lists begins with its number there; further on it names others.
  addPartyNumber(draft, 'UN', /^([A-Z]{2,3}[ie]\.\d{3})\b/.exec(remarks)?.[1]);
}

/** Days are the spreadsheet's serial numbers where they stand alone, and texts among others. */
function addBirths(draft: EntryDraft, written: string): void {
  for (const part of parts(written, /[,;]| (?=\d{1,2}\/)/)) {
    const text = part
      .replace(/^approximately:? */i, 'circa ')
      .replace(/^circa between/i, 'between');
    const serial = /^\d{4,5}$/.test(text) ? Number(text) : 0;
    const isDay = serial > 2200 || (serial > 0 && serial < 1800);
    const birth = isDay ? { from: dayOfSerial(serial) } : publisherBirth(text);
    const isApproximate = birth !== undefined && part !== text;
    addIfKnown(draft.births, isApproximate && birth ? { ...birth, isApproximate } : birth);
    if (!birth) draft.remarks.push(`Date of birth: ${part}`);
  }
}

function addListing(draft: EntryDraft, row: TableRow): void {
  const information = row.cell('listing information').replace(/\s+/g, ' ');
  const listed = /^Listed on:? ?(\d{1,2} \p{L}+\.? \d{4})/u.exec(information)?.[1];
  const instrument = row.cell('instrument of designation').replace(/\s+/g, ' ');
  draft.listings.push({
    kind: 'SANCTION',
    authority: AUTHORITY,
    programmes: [row.cell('committees').replace(/\s+/g, ' ')].filter((name) => name !== ''),
    country: 'AUS',
    ...given('reason', instrument === information ? '' : instrument),
    ...given('listedOn', listed && publisherDate(listed)),
  });
  if (information !== '') draft.remarks.push(information);
  for (const measure of MEASURES) {
    if (/^(?:1|true|yes)$/i.test(row.cell(measure))) draft.remarks.push(`Measure: ${measure}`);
  }
  const control = Number(row.cell('control date'));
  if (control > 0) draft.remarks.push(`Control date: ${dayOfSerial(control)}`);
}

function parts(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
