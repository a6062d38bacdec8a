import type { EntryKind, Gender, ListEntry, ListedBirth, ListedDocument } from './list-entry.ts';

/** A number that one paper or register has given to one party alone. */
export type IdentityNumber = {
  /** The kind of paper or register, in the same words for all publishers: `passport` … */
  readonly family: string;
  /** Letters and digits only. */
  readonly number: string;
  readonly country: string | undefined;
};

/** First and last day on which somebody may have been born. */
export type BirthSpan = { readonly first: string; readonly last: string };

/** What of an entry says which party it is, in a form that can be compared. */
export type PartyFacts = {
  readonly kind: EntryKind;
  readonly genders: readonly Gender[];
  readonly numbers: readonly IdentityNumber[];
  readonly spans: readonly BirthSpan[];
  /** Birth dates that are known to the day, and are not what registers write for an unknown day. */
  readonly birthDays: ReadonlySet<string>;
  /** Numbers by which publishers know the party: `UN QDi.001`. */
  readonly partyNumbers: ReadonlySet<string>;
};

export function partyFactsOf(entry: ListEntry): PartyFacts {
  return {
    kind: entry.kind,
    genders: entry.genders,
    numbers: entry.documents.flatMap((paper) => identityNumberOf(paper) ?? []),
    spans: entry.births.map(spanOf),
    birthDays: new Set(entry.births.flatMap(birthDayOf)),
    partyNumbers: new Set(
      (entry.partyNumbers ?? []).map(({ register, number }) => `${register} ${number}`),
    ),
  };
}

/** Registers write the first of January where they know the year alone. */
const UNKNOWN_DAY = /-01-01$/;
const WHOLE_DAY = /^\d{4}-\d{2}-\d{2}$/;

function birthDayOf({ from, to, isApproximate }: ListedBirth): string[] {
  const isKnown = WHOLE_DAY.test(from) && (to === undefined || to === from) && !isApproximate;
  return isKnown && !UNKNOWN_DAY.test(from) ? [from] : [];
}

/** Years that an approximate date may be off. */
const APPROXIMATELY = 2;

function spanOf({ from, to, isApproximate }: ListedBirth): BirthSpan {
  const [first, last] = [from, to ?? from].sort() as [string, string];
  const slack = isApproximate ? APPROXIMATELY : 0;
  return {
    first: shifted(UNKNOWN_DAY.test(first) ? first.slice(0, 4) : first, -slack),
    // Letters sort behind digits: the end of a month or a year that is known no closer.
    last: `${shifted(UNKNOWN_DAY.test(last) ? last.slice(0, 4) : last, slack)}~`,
  };
}

function shifted(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  return years === 0 ? date : `${String(year).padStart(4, '0')}`;
}

/** By the words that publishers use; the first that fits. What fits none is no identity. */
const FAMILIES: ReadonlyArray<[family: string, words: RegExp]> = [
  ['IMO number', /\bimo\b|vessel registration/],
  ['MMSI', /\bmmsi\b/],
  ['passport of office', /(?:diplomatic|service|official|duty).*pass|laissez/],
  ['passport', /pass?port|pasaporte/],
  ['fiscal code', /fiscal/],
  ['tax number', /\btax\b|v\.?a\.?t\b|\binn\b/],
  ['NIT', /\bnit\b/],
  ['RFC', /\br\.?f\.?c\b/],
  ['RUC', /\bruc\b/],
  ['RIF', /\brif\b/],
  ['CURP', /c\.?u\.?r\.?p/],
  ['cédula', /c[eé]dula/],
  ['DNI', /d\.?n\.?i\b/],
  ['social security number', /social security/],
  ['driving licence', /driv(?:er|ing)/],
  ['national identity', /national|identity|tazkira|personal id/],
  ['social credit code', /social credit/],
  ['company number', /company (?:number|no)/],
  ['business register', /business regist/],
  ['commercial register', /commercial|c\.r\. no|matricula|folio/],
  ['trade licence', /trade licen/],
  ['register', /regist/],
];

/** What makes a number say nothing about who somebody is. */
const WORTHLESS = /false|fake|counterfeit|forged|fraudulent|stolen|lost|nationality/i;

const SHORTEST = 5;

function identityNumberOf({
  type,
  number,
  country,
  note,
}: ListedDocument): IdentityNumber | undefined {
  if (WORTHLESS.test(type) || WORTHLESS.test(note ?? '')) return undefined;
  const plain = number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const isShip = /^IMO\d/.test(plain);
  const words = isShip ? 'imo' : type.toLowerCase();
  const family = FAMILIES.find(([, pattern]) => pattern.test(words))?.[0];
  const bare = isShip ? plain.slice('IMO'.length) : plain;
  const isFilled = new Set(bare).size > 1 && /\p{N}/u.test(bare);
  if (family === undefined || bare.length < SHORTEST || !isFilled) return undefined;
  return { family, number: bare, country };
}
