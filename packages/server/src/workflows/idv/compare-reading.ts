import type { Individual } from '@probity/contract/individual';
import { isPast } from '@probity/documents/check-document';
import { compareNames } from '@probity/documents/compare-names';
import type { IdvReading } from '../../features/idv/idv-session.ts';
import type { IdvElement } from '../../providers/idv-provider.ts';
import { holderOf } from '../id/id-subject.ts';

/** What a document says beside what is on record of the person, element by element. */
export type Comparison = {
  readonly agree: Readonly<Record<string, IdvElement>>;
  readonly differ: Readonly<Record<string, IdvElement>>;
};

type Compared = { readonly read: string; readonly holds: boolean; readonly note: string };

/** Undefined where neither a name nor a birth date could be compared. */
export function compareReading(
  individual: Individual,
  reading: IdvReading,
  {
    documentNumber,
    today,
  }: { readonly documentNumber: string | undefined; readonly today: string },
): Comparison | undefined {
  const name = compareName(individual, reading);
  const dob = compareBirth(individual, reading);
  if (!name && !dob) return undefined;
  const compared: readonly (readonly [string, Compared | undefined])[] = [
    ['name', name],
    ['dob', dob],
    ['document_number', compareNumber(documentNumber, reading)],
    ['expiry', compareExpiry(reading, today)],
  ];
  const some = (holds: boolean) =>
    Object.fromEntries(
      compared.flatMap(([element, one]) =>
        one?.holds === holds ? [[element, elementOf(element, one)]] : [],
      ),
    );
  return { agree: some(true), differ: some(false) };
}

function elementOf(originalName: string, { read, holds, note }: Compared): IdvElement {
  return {
    originalName,
    originalData: read,
    resultNormalized: holds ? 'clear' : 'suspected',
    description: note,
  };
}

/** In another script nothing can be compared: somebody has to look. */
const NOT_LATIN = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

function compareName(individual: Individual, reading: IdvReading): Compared | undefined {
  const { given = '', family = '' } = reading;
  const { names } = holderOf(individual);
  if (family === '' || names.length === 0) return undefined;
  const read = [given, family].filter(Boolean).join(' ');
  const agreements = names.map((name) =>
    NOT_LATIN.test(`${name.family}${name.given}${read}`)
      ? 'unknown'
      : compareNames({ familyName: family, givenNames: given }, name),
  );
  if (agreements.includes('agrees')) {
    return { read, holds: true, note: 'The name agrees with the one on record' };
  }
  if (agreements.includes('partly')) {
    const note = 'The name agrees; one of the two has more given names';
    return { read, holds: given !== '', note };
  }
  const isUnknown = agreements.includes('unknown');
  const note = isUnknown ? 'The names are in different scripts' : 'Another name is on record';
  return { read, holds: false, note };
}

function compareBirth(individual: Individual, { birth }: IdvReading): Compared | undefined {
  const { births } = holderOf(individual);
  if (!birth || births.length === 0) return undefined;
  const holds = births.includes(birth);
  const note = holds ? 'The birth date agrees' : 'Another birth date is on record';
  return { read: birth, holds, note };
}

function compareNumber(
  known: string | undefined,
  { primaryIdentifier }: IdvReading,
): Compared | undefined {
  if (!known || !primaryIdentifier) return undefined;
  const holds = plain(known) === plain(primaryIdentifier);
  const note = holds ? 'The number agrees' : 'Another number is on record';
  return { read: primaryIdentifier, holds, note };
}

function plain(number: string): string {
  return number.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function compareExpiry({ expiresOn }: IdvReading, today: string): Compared | undefined {
  if (!expiresOn) return undefined;
  const holds = !isPast(expiresOn, today);
  const note = holds ? 'The document has not expired' : 'The document has expired';
  return { read: expiresOn, holds, note };
}
