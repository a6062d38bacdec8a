import type {
  EntryKind,
  Gender,
  ListEntry,
  ListedBirth,
  ListedName,
  NameQuality,
} from '../list-entry.ts';

/** What scoring and reporting need of an entry, beside the words of its names. */
export type EntryFacts = Pick<
  ListEntry,
  'reference' | 'kind' | 'names' | 'births' | 'genders' | 'birthPlaces' | 'isDeceased'
> & {
  /** Codes or names of every country that the entry is linked to, but for where it operates. */
  readonly countries: readonly string[];
  readonly documents: readonly DocumentFacts[];
};

export type DocumentFacts = {
  readonly type: string;
  readonly number: string;
  readonly country?: string;
};

const KINDS: readonly EntryKind[] = ['person', 'organisation', 'vessel', 'aircraft', 'unknown'];
const QUALITIES: readonly NameQuality[] = ['primary', 'strong', 'weak'];
const GENDERS: readonly Gender[] = ['MALE', 'FEMALE'];
const LINKS_THAT_IDENTIFY: ReadonlySet<string> = new Set([
  'CITIZENSHIP',
  'NATIONALITY',
  'RESIDENCE',
  'BIRTH',
  'INCORPORATION',
]);
/** Parts of a packed record, apart from each other by a character that no text holds. */
const FIELD = '\u001e';
const ITEM = '\u001d';
const CELL = '\u001f';
const SEPARATED = new RegExp(`[${FIELD}${ITEM}${CELL}]`, 'u');
const ENCODER = new TextEncoder();

/** Packs what is known of an entry into bytes that {@link unpackEntry} reads. */
export function packEntry(entry: ListEntry): Uint8Array {
  const countries = entry.countries
    .filter(({ link }) => LINKS_THAT_IDENTIFY.has(link))
    .map(({ code, name }) => code ?? name);
  const fields = [
    entry.reference,
    `${KINDS.indexOf(entry.kind)}${entry.isDeceased === true ? 'd' : ''}`,
    joined(entry.names.map(packName)),
    joined(
      entry.births.map(({ from, to, isApproximate }) => cells(from, to, isApproximate ? '~' : '')),
    ),
    entry.genders.map((gender) => GENDERS.indexOf(gender)).join(''),
    joined([...new Set(countries)].map(clean)),
    joined(entry.documents.map(({ type, number, country }) => cells(type, number, country))),
    joined(entry.birthPlaces.map(clean)),
  ];
  while (fields.at(-1) === '') fields.pop();
  return ENCODER.encode(fields.join(FIELD));
}

export function unpackEntry(bytes: Uint8Array): EntryFacts {
  const [
    reference = '',
    traits = '',
    names = '',
    births = '',
    genders = '',
    countries = '',
    documents = '',
    places = '',
  ] = new TextDecoder().decode(bytes).split(FIELD);
  return {
    reference,
    kind: KINDS[Number(traits.charAt(0))] ?? 'unknown',
    ...(traits.endsWith('d') ? { isDeceased: true } : {}),
    names: parted(names).map(unpackName),
    births: parted(births).map(unpackBirth),
    genders: [...genders].flatMap((place) => GENDERS[Number(place)] ?? []),
    countries: parted(countries),
    documents: parted(documents).map(unpackDocument),
    birthPlaces: parted(places),
  };
}

function packName({ full, given, middle, family, quality, isFormer }: ListedName): string {
  const traits = `${QUALITIES.indexOf(quality)}${isFormer === true ? 'f' : ''}`;
  return cells(traits, full, given, middle, family);
}

function unpackName(packed: string): ListedName {
  const [traits = '', full = '', given, middle, family] = packed.split(CELL);
  return {
    full,
    ...(given ? { given } : {}),
    ...(middle ? { middle } : {}),
    ...(family ? { family } : {}),
    quality: QUALITIES[Number(traits.charAt(0))] ?? 'weak',
    ...(traits.endsWith('f') ? { isFormer: true } : {}),
  };
}

function unpackBirth(packed: string): ListedBirth {
  const [from = '', to, about] = packed.split(CELL);
  return { from, ...(to ? { to } : {}), ...(about ? { isApproximate: true } : {}) };
}

function unpackDocument(packed: string): DocumentFacts {
  const [type = '', number = '', country] = packed.split(CELL);
  return { type, number, ...(country ? { country } : {}) };
}

function cells(...texts: ReadonlyArray<string | undefined>): string {
  const kept = texts.map((text) => clean(text ?? ''));
  while (kept.at(-1) === '') kept.pop();
  return kept.join(CELL);
}

function joined(items: readonly string[]): string {
  return items.join(ITEM);
}

function parted(packed: string): string[] {
  return packed === '' ? [] : packed.split(ITEM);
}

/** Texts from publishers hold none of the separators; one that did would be read as a space. */
function clean(text: string): string {
  if (!SEPARATED.test(text)) return text;
  return text.replaceAll(FIELD, ' ').replaceAll(ITEM, ' ').replaceAll(CELL, ' ');
}
