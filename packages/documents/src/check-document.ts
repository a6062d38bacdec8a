import type { LicenceBarcode } from './barcodes/aamva.ts';
import { compareNames, type NameAgreement } from './compare-names.ts';
import type { Mrz } from './mrz/mrz.ts';
import { countryOfMrzCode } from './mrz/mrz-state.ts';
import { checkNumber } from './numbers/check-number.ts';
import { compact, type NumberedDocument } from './numbers/number-check.ts';

/** A document as somebody typed it in. */
export type TypedDocument = NumberedDocument & {
  /** ISO date, as far as it is known. */
  readonly issuedOn?: string;
};

/** Whose document it is said to be. */
export type Holder = {
  readonly names: readonly { readonly family: string; readonly given: string }[];
  /** ISO dates; several where more than one is on record. */
  readonly births: readonly string[];
};

/** What was read from the document itself, and where from. */
export type DocumentReading =
  | { readonly from: 'typed' | 'photo'; readonly mrz: Mrz }
  | { readonly from: 'photo'; readonly barcode: LicenceBarcode };

/** One thing that was looked at. `inform` says something without deciding anything. */
export type DocumentCheck = {
  readonly about: DocumentAspect;
  readonly verdict: 'holds' | 'fails' | 'partly' | 'missing' | 'inform';
  /** For an officer: names parts of the document, never what they say. */
  readonly note: string;
};

export type DocumentAspect =
  | 'number'
  | 'expiry'
  | 'issue-date'
  | 'check-digits'
  | 'zone'
  | 'type'
  | 'country'
  | 'name'
  | 'birth-date';

/** Looks at a document by its own rules: what can be known of it without asking anybody. */
export function checkDocument(
  document: TypedDocument,
  holder: Holder,
  { readings, today }: { readonly readings: readonly DocumentReading[]; readonly today: string },
): readonly DocumentCheck[] {
  const checks = [
    numberCheck(document),
    ...dateChecks(document, holder, today),
    ...readings.flatMap((reading) =>
      'mrz' in reading
        ? zoneChecks(document, holder, { ...reading, today })
        : barcodeChecks(document, holder, { barcode: reading.barcode, today }),
    ),
  ];
  return checks.flatMap((check) => check ?? []);
}

/** Whether a document had run out on a day; a month or a year lasts to its end. */
export function isPast(date: string | undefined, today: string): boolean {
  return date !== undefined && date !== '' && date < today.slice(0, date.length);
}

function numberCheck(document: TypedDocument): DocumentCheck {
  const found = checkNumber(document);
  if (found.verdict === 'no-rule') {
    return compact(document.primaryIdentifier) === ''
      ? { about: 'number', verdict: 'missing', note: 'The document has no number' }
      : { about: 'number', verdict: 'inform', note: 'No rule for numbers of this kind is known' };
  }
  if (found.verdict === 'well-formed') {
    return { about: 'number', verdict: 'holds', note: `Has the form of: ${found.rule}` };
  }
  const what = found.verdict === 'missing' ? 'is missing' : 'does not have the form';
  return {
    about: 'number',
    verdict: found.verdict === 'missing' ? 'missing' : 'fails',
    note: `${found.part} ${what}: ${found.rule}`,
  };
}

/** What is not made to expire. */
const LASTING: ReadonlySet<string> = new Set([
  'TAX_ID',
  'BIRTH_CERT',
  'CITIZENSHIP',
  'MARRIAGE_CERT',
]);

function dateChecks(document: TypedDocument, holder: Holder, today: string): DocumentCheck[] {
  const { expiresOn, issuedOn } = document;
  const checks: DocumentCheck[] = [];
  if (isPast(expiresOn, today)) {
    checks.push({ about: 'expiry', verdict: 'fails', note: 'The document has expired' });
  } else if (expiresOn) {
    checks.push({ about: 'expiry', verdict: 'holds', note: 'The document has not expired' });
  } else if (!LASTING.has(document.type)) {
    checks.push({ about: 'expiry', verdict: 'inform', note: 'No date of expiry is known' });
  }
  const problem = issueDateProblem({ issuedOn, expiresOn, births: holder.births, today });
  if (problem) checks.push({ about: 'issue-date', verdict: 'fails', note: problem });
  return checks;
}

type Dated = {
  readonly issuedOn: string | undefined;
  readonly expiresOn: string | undefined;
  readonly births: readonly string[];
  readonly today: string;
};

/** Dates that cannot be, whatever the document; those known in part are compared as far as they are. */
function issueDateProblem({ issuedOn, expiresOn, births, today }: Dated): string | undefined {
  const before = (one: string, other: string) => {
    const length = Math.min(one.length, other.length);
    return one.slice(0, length) < other.slice(0, length);
  };
  const isUnborn = (date: string) =>
    births.length > 0 && births.every((born) => before(date, born));
  if (expiresOn && isUnborn(expiresOn)) return 'Expired before the person was born';
  if (!issuedOn) return undefined;
  if (before(today, issuedOn)) return 'Issued in the future';
  if (isUnborn(issuedOn)) return 'Issued before the person was born';
  if (expiresOn && before(expiresOn, issuedOn)) return 'Expired before it was issued';
  return undefined;
}

/** Which kinds of document a first letter of a zone is for. */
const TYPES_BY_CODE: Readonly<Record<string, readonly string[]>> = {
  P: ['PASSPORT'],
  V: ['VISA'],
  I: ['NATIONAL_ID', 'IMMIGRATION', 'MILITARY_ID', 'DRIVERS_LICENSE', 'PASSPORT'],
  A: ['NATIONAL_ID', 'IMMIGRATION', 'WORK_PERMIT'],
  C: ['NATIONAL_ID', 'IMMIGRATION', 'WORK_PERMIT'],
};

function zoneChecks(
  document: TypedDocument,
  holder: Holder,
  { mrz, from, today }: { readonly mrz: Mrz; readonly from: string; readonly today: string },
): DocumentCheck[] {
  const zone = `machine-readable zone ${mrz.format}`;
  const wrong = mrz.checks.filter(({ holds }) => !holds).map(({ of }) => of);
  const digits: DocumentCheck = mrz.checkDigitsHold
    ? { about: 'check-digits', verdict: 'holds', note: `All check digits hold: ${zone}` }
    : {
        about: 'check-digits',
        verdict: 'fails',
        note: `Wrong check digits (${wrong.join(', ')}): ${zone}`,
      };
  const known = countryOfMrzCode(mrz.issuer);
  const types = TYPES_BY_CODE[mrz.documentCode.slice(0, 1)] ?? [];
  return [
    digits,
    ...(mrz.problems.length > 0
      ? [fails('zone', `Not as it should be (${mrz.problems.join(', ')}): ${zone}`)]
      : []),
    ...(types.includes(document.type) ? [] : [fails('type', `Another kind of document: ${zone}`)]),
    ...(known === document.country ? [] : [fails('country', `Another issuer: ${zone}`)]),
    ...readChecks(document, holder, {
      where: zone,
      today,
      isNameCertain: from === 'typed',
      number: mrz.documentNumber,
      name: { ...mrz, isTruncated: mrz.isNameTruncated },
      birth: mrz.birthDate?.iso,
      expiry: mrz.expiryDate?.iso,
    }),
  ];
}

function barcodeChecks(
  document: TypedDocument,
  holder: Holder,
  { barcode, today }: { readonly barcode: LicenceBarcode; readonly today: string },
): DocumentCheck[] {
  const where = 'barcode of the licence';
  const isCard = document.type === 'DRIVERS_LICENSE' || document.type === 'NATIONAL_ID';
  const { familyName = '', givenNames = '' } = barcode;
  return [
    ...(isCard ? [] : [fails('type', `Another kind of document: ${where}`)]),
    ...(barcode.country === document.country ? [] : [fails('country', `Another issuer: ${where}`)]),
    ...readChecks(document, holder, {
      where,
      today,
      isNameCertain: true,
      number: barcode.documentNumber,
      name: { familyName, givenNames },
      birth: barcode.birthDate,
      expiry: barcode.expiryDate,
    }),
  ];
}

type Read = {
  readonly where: string;
  readonly today: string;
  /** No check digit covers a name: one that was recognised in a photo may have been misread. */
  readonly isNameCertain: boolean;
  readonly number: string;
  readonly name: Parameters<typeof compareNames>[0];
  readonly birth: string | undefined;
  readonly expiry: string | undefined;
};

/** What was read, against what was typed in and what is known of the person. */
function readChecks(document: TypedDocument, holder: Holder, read: Read): DocumentCheck[] {
  const { where, number, birth, expiry, today } = read;
  const checks: DocumentCheck[] = [nameCheck(holder, read)];
  const typed = compact(document.primaryIdentifier);
  if (typed !== '') {
    checks.push(
      typed === compact(number)
        ? { about: 'number', verdict: 'holds', note: `The same number: ${where}` }
        : fails('number', `Another number: ${where}`),
    );
  }
  if (birth && holder.births.length > 0) {
    checks.push(
      holder.births.includes(birth)
        ? { about: 'birth-date', verdict: 'holds', note: `The birth date agrees: ${where}` }
        : fails('birth-date', `Another birth date: ${where}`),
    );
  } else {
    checks.push({
      about: 'birth-date',
      verdict: 'inform',
      note: `No birth date to compare: ${where}`,
    });
  }
  if (isPast(expiry, today)) checks.push(fails('expiry', `Has expired: ${where}`));
  else if (expiry && document.expiresOn && !expiry.startsWith(document.expiresOn)) {
    checks.push(fails('zone', `Another date of expiry: ${where}`));
  }
  return checks;
}

const NAME_NOTES: Readonly<Record<NameAgreement, string>> = {
  agrees: 'The name agrees',
  partly: 'The name agrees in part',
  differs: 'Another name',
};

function nameCheck({ names }: Holder, { name, where, isNameCertain }: Read): DocumentCheck {
  const found = new Set(names.map((known) => compareNames(name, known)));
  const best = (['agrees', 'partly'] as const).find((one) => found.has(one)) ?? 'differs';
  if (best === 'differs' && !isNameCertain) {
    const note = `Another name, or one that was misread: ${where}`;
    return { about: 'name', verdict: 'partly', note };
  }
  const verdict = ({ agrees: 'holds', partly: 'partly', differs: 'fails' } as const)[best];
  return { about: 'name', verdict, note: `${NAME_NOTES[best]}: ${where}` };
}

function fails(about: DocumentAspect, note: string): DocumentCheck {
  return { about, verdict: 'fails', note };
}
