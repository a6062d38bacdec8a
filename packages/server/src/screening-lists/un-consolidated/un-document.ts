import { countryCode } from '../reading/country.ts';
import { type EntryDraft, given } from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { childText, type XmlElement } from '../reading/xml-records.ts';

/** `Afghan national identification card (tazkira) number 300786`: the kind stands before the number. */
const KIND_AND_NUMBER = /^(.*\p{L}.*?)[\s:]+(?=\S*\d)(\S.*)$/su;

/** The word that ends the kind, so that letters before the digits stay with the number. */
const NUMBER_WORD = /^(.*\b(?:numbers?|nos?|code|card)\b[.:]*)\s+(\S.*)$/isu;

/** A remark in brackets or behind a comma: `381110042 (Expired 25 Jan. 2016)`. */
const NUMBER_AND_NOTE = /^([^\s,(][^,(]*?)\s*(?:,\s*|\()([^)]*)\)?$/;

const EXPIRY = /expire[sd]?(?: on)? (\d{1,2} \w{3}\.? \d{4})/i;
const ISSUE = /issued(?: on)? (\d{1,2} \w{3}\.? \d{4})/i;

/**
 * Adds a paper of the UN list. Where there is no number but only a note, the number is sought in the
 * note; where it is not found, the note stays among the remarks.
 */
export function addUnDocument(draft: EntryDraft, element: XmlElement): void {
  const text = (field: string) => childText(element, field).replace(/\s+/g, ' ');
  const note = text('NOTE');
  const kind = text('TYPE_OF_DOCUMENT2') || text('TYPE_OF_DOCUMENT');
  const found = numberIn(text('NUMBER')) ?? numberInKind(kind) ?? numberIn(withoutDates(note));
  if (!found) {
    if (note !== '' || kind !== '') draft.remarks.push(`${kind}: ${note}`.trim());
    return;
  }
  const country = countryCode(text('ISSUING_COUNTRY')) ?? countryCode(text('COUNTRY_OF_ISSUE'));
  const notes = [found.note ?? '', note, text('CITY_OF_ISSUE')].filter((part) => part !== '');
  const foundKind = found.kind ?? kind;
  const isCountry = countryCode(foundKind) !== undefined;
  const said = `${found.note ?? ''} ${note}`;
  draft.documents.push({
    type: isCountry ? kind : foundKind,
    number: found.number,
    ...given('country', country ?? countryCode(found.note ?? '') ?? countryCode(foundKind)),
    ...given('issuedOn', publisherDate(text('DATE_OF_ISSUE')) ?? dateIn(said, ISSUE)),
    ...given('expiresOn', publisherDate(text('DATE_OF_EXPIRY')) ?? dateIn(said, EXPIRY)),
    ...given('note', notes.join('; ')),
  });
}

type Found = { readonly number: string; readonly kind?: string; readonly note?: string };

function numberIn(written: string): Found | undefined {
  if (!/\d/.test(written)) return written === '' ? undefined : { number: written };
  const { number, note } = splitNote(written);
  const [, kind, bare] = /\p{L}{4,}/u.test(number) ? (kindAndNumber(number) ?? []) : [];
  return kind && bare
    ? { number: bare, kind: kind.trim(), ...given('note', note) }
    : { number, ...given('note', note) };
}

function numberInKind(kind: string): Found | undefined {
  const [, name, number] = kindAndNumber(kind) ?? [];
  return name && number ? { number, kind: name } : undefined;
}

function kindAndNumber(written: string): RegExpExecArray | null {
  return NUMBER_WORD.exec(written) ?? KIND_AND_NUMBER.exec(written);
}

function splitNote(written: string): { number: string; note?: string } {
  const [, number, note] = NUMBER_AND_NOTE.exec(written) ?? [];
  return number && note && /\d/.test(number) ? { number, note } : { number: written };
}

/** The number stands before the first date; a note without one before it holds none. */
function withoutDates(note: string): string {
  const before = note.split(/,? ?(?:issued|expire[sd]|under name)\b/)[0]?.trim() ?? '';
  return /\d{3}/.test(before) ? before : '';
}

function dateIn(text: string, pattern: RegExp): string | undefined {
  const written = pattern.exec(text)?.[1];
  return written === undefined ? undefined : publisherDate(written);
}
