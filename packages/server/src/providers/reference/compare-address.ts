import type { ReferenceAddress } from '../../features/reference-people/reference-person.ts';
import type { AttributeFinding, SubjectAddress } from '../identity-provider.ts';

/** Street types by their short forms, as post offices and people write them. */
const STREET_TYPES: Readonly<Record<string, string>> = {
  st: 'street',
  str: 'street',
  rd: 'road',
  ave: 'avenue',
  av: 'avenue',
  dr: 'drive',
  drv: 'drive',
  ln: 'lane',
  ct: 'court',
  crt: 'court',
  cres: 'crescent',
  cr: 'crescent',
  pl: 'place',
  blvd: 'boulevard',
  bvd: 'boulevard',
  tce: 'terrace',
  ter: 'terrace',
  terr: 'terrace',
  pde: 'parade',
  hwy: 'highway',
  cl: 'close',
  gr: 'grove',
  gve: 'grove',
  sq: 'square',
  pkwy: 'parkway',
  pwy: 'parkway',
  cct: 'circuit',
  cir: 'circle',
  esp: 'esplanade',
  qy: 'quay',
  wy: 'way',
  trl: 'trail',
  gdns: 'gardens',
  mws: 'mews',
};

/** Words within names of places and streets that people shorten. */
const SHORT_WORDS: Readonly<Record<string, string>> = {
  mt: 'mount',
  mtn: 'mountain',
  ft: 'fort',
  nth: 'north',
  n: 'north',
  sth: 'south',
  s: 'south',
  e: 'east',
  w: 'west',
  pt: 'point',
  apt: 'unit',
  apartment: 'unit',
  flat: 'unit',
};

const SUBDIVISIONS: Readonly<Record<string, string>> = {
  'new south wales': 'nsw',
  victoria: 'vic',
  queensland: 'qld',
  'south australia': 'sa',
  'western australia': 'wa',
  tasmania: 'tas',
  'northern territory': 'nt',
  'australian capital territory': 'act',
};

type Parts = Omit<ReferenceAddress, 'longForm'>;

/** What each part weighs in the whole; parts that either side lacks weigh nothing. */
const WEIGHTS = {
  streetNumber: 3,
  streetName: 4,
  streetType: 1,
  unitNumber: 1,
  locality: 2,
  subdivision: 1,
  postalCode: 3,
  country: 1,
} as const satisfies Readonly<Record<keyof Parts, number>>;
type Part = keyof typeof WEIGHTS;

/** Without these an address is some place nearby. */
const NEEDED: readonly Part[] = ['streetNumber', 'streetName'];
const MATCH_FROM = 80;
const PARTIAL_FROM = 50;

/** How two addresses compare, part by part, whatever abbreviations they use. */
export function compareAddress(
  subject: SubjectAddress,
  reference: ReferenceAddress,
): Pick<AttributeFinding, 'result' | 'strengths'> {
  const [mine, theirs] = [partsOf(subject), partsOf(reference)];
  const strengths: Partial<Record<Part, number>> = {};
  for (const part of Object.keys(WEIGHTS) as Part[]) {
    const [one, other] = [mine[part], theirs[part]];
    if (one && other) strengths[part] = one === other ? 100 : 0;
  }
  const fullAddress = wholeOf(strengths) ?? lineStrength(subject, reference);
  const { unitNumber, ...shown } = strengths;
  const isOtherUnit = unitNumber === 0;
  return {
    result: resultOf(fullAddress, isOtherUnit || NEEDED.some((part) => strengths[part] === 0)),
    strengths: { ...shown, ...streetAll(strengths), fullAddress },
  };
}

function resultOf(fullAddress: number, isElsewhere: boolean): AttributeFinding['result'] {
  if (fullAddress >= MATCH_FROM && !isElsewhere) return 'MATCH';
  return fullAddress >= PARTIAL_FROM ? 'PARTIAL_MATCH' : 'NO_MATCH';
}

/** Undefined where the two share too few parts to be compared by them. */
function wholeOf(strengths: Partial<Record<Part, number>>): number | undefined {
  const { streetName, postalCode, locality } = strengths;
  const hasPlace = postalCode !== undefined || locality !== undefined;
  if (streetName === undefined || strengths.streetNumber === undefined || !hasPlace) {
    return undefined;
  }
  let weight = 0;
  let sum = 0;
  for (const part of Object.keys(strengths) as Part[]) {
    weight += WEIGHTS[part];
    sum += WEIGHTS[part] * (strengths[part] ?? 0);
  }
  return Math.round(sum / weight);
}

function streetAll({ streetNumber, streetName, streetType }: Partial<Record<Part, number>>) {
  const parts = [streetNumber, streetName, streetType].filter((part) => part !== undefined);
  return parts.length > 1 ? { streetAll: Math.round(mean(parts)) } : {};
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function partsOf(address: SubjectAddress | ReferenceAddress): Parts {
  const street = words(address.streetName ?? '');
  const hasType = address.streetType !== undefined;
  const last = street.at(-1) ?? '';
  // Some write the type of the street into its name.
  const typed = !hasType && street.length > 1 ? (STREET_TYPES[last] ?? knownType(last)) : undefined;
  const name = typed ? street.slice(0, -1) : street;
  const written = words(address.streetType ?? '').join(' ');
  const streetType = typed ?? STREET_TYPES[written] ?? written;
  const subdivision = words(address.subdivision ?? '').join(' ');
  return {
    unitNumber: number(address.unitNumber),
    streetNumber: number(address.streetNumber),
    streetName: name.join(' '),
    streetType,
    locality: words(address.locality ?? '').join(' '),
    subdivision: SUBDIVISIONS[subdivision] ?? subdivision,
    postalCode: number(address.postalCode),
    country: (address.country ?? '').toUpperCase(),
  };
}

function knownType(word: string): string | undefined {
  return Object.values(STREET_TYPES).includes(word) ? word : undefined;
}

/** `12 A`, `No. 12a` and `12A` are one number; `02000` is none other than `02000`. */
function number(text = ''): string {
  return plain(text)
    .replaceAll(/[^\p{L}\p{N}/-]/gu, '')
    .replace(/^(no|unit|apt|flat)(?=\d)/, '');
}

function words(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => SHORT_WORDS[word] ?? word);
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Addresses that are not in parts are compared by the words of their one line. */
function lineStrength(subject: SubjectAddress, reference: ReferenceAddress): number {
  const [mine, theirs] = [lineWords(subject), lineWords(reference)];
  if (mine.size === 0 || theirs.size === 0) return 0;
  const common = [...mine].filter((word) => theirs.has(word));
  const numbers = (words: ReadonlySet<string>) => [...words].filter((word) => /\d/.test(word));
  const isSameNumber = numbers(theirs).every((word) => mine.has(word));
  const share = (2 * common.length) / (mine.size + theirs.size);
  return Math.round(100 * (isSameNumber ? share : share / 2));
}

const LINE_PARTS = [
  'unitNumber',
  'streetNumber',
  'streetName',
  'streetType',
  'locality',
  'subdivision',
  'postalCode',
] as const;

function lineWords(address: SubjectAddress | ReferenceAddress): ReadonlySet<string> {
  const line = LINE_PARTS.map((part) => address[part])
    .filter(Boolean)
    .join(' ');
  const spelt = words(line || (address.longForm ?? '')).map((word) => STREET_TYPES[word] ?? word);
  return new Set(spelt.map((word) => SUBDIVISIONS[word] ?? word));
}
