import type { OBJECT_TYPES } from '@probity/contract/evidence/counterpart-data';
import { nameLikeness } from '@probity/screening';
import { addressLikeness } from './address-trait.ts';
import { birthLikeness } from './birth-trait.ts';
import { documentLikeness } from './document-trait.ts';
import type { PersonTraits } from './person-traits.ts';

/** What of two people is compared. */
export const COMPARED_FIELDS = [
  'NAME',
  'GIVEN_NAME',
  'FAMILY_NAME',
  'DATE_OF_BIRTH',
  'DOCUMENT',
  'ADDRESS',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

/** How alike two people are in one field: the best of all that they have of it. */
export type FieldLikeness = {
  readonly field: ComparedField;
  /** 1 to 100. */
  readonly strength: number;
  readonly objectType: (typeof OBJECT_TYPES)[number];
  readonly objectId: string;
  readonly otherObjectId: string;
};

/** How alike two people are, field by field; a field in which they share nothing is left out. */
export function comparePeople(one: PersonTraits, other: PersonTraits): FieldLikeness[] {
  return [
    best('NAME', 'NAME', pairs(one.names, other.names, namePart('full'))),
    best('GIVEN_NAME', 'NAME', pairs(one.names, other.names, namePart('given'))),
    best('FAMILY_NAME', 'NAME', pairs(one.names, other.names, namePart('family'))),
    best('DATE_OF_BIRTH', 'DATE_OF_BIRTH', pairs(one.births, other.births, birthLikeness)),
    best('DOCUMENT', 'DOCUMENT', pairs(one.documents, other.documents, documentLikeness)),
    best('ADDRESS', 'ADDRESS', pairs(one.addresses, other.addresses, addressLikeness)),
    best('EMAIL_ADDRESS', 'EMAIL', pairs(one.emails, other.emails, same('address'))),
    best('PHONE_NUMBER', 'PHONE_NUMBER', pairs(one.phones, other.phones, same('number'))),
  ].flatMap((likeness) => likeness ?? []);
}

type Pair = Pick<FieldLikeness, 'strength' | 'objectId' | 'otherObjectId'>;

function pairs<Trait extends { readonly id: string }>(
  mine: readonly Trait[],
  theirs: readonly Trait[],
  likeness: (one: Trait, other: Trait) => number,
): Pair[] {
  return mine.flatMap((one) =>
    theirs.map((other) => ({
      strength: likeness(one, other),
      objectId: one.id,
      otherObjectId: other.id,
    })),
  );
}

function best(
  field: ComparedField,
  objectType: FieldLikeness['objectType'],
  compared: readonly Pair[],
): FieldLikeness | undefined {
  let strongest: Pair | undefined;
  for (const pair of compared) {
    if (pair.strength > (strongest?.strength ?? 0)) strongest = pair;
  }
  return strongest && { field, objectType, ...strongest };
}

function namePart(part: 'full' | 'given' | 'family') {
  return (one: PersonTraits['names'][number], other: PersonTraits['names'][number]): number => {
    const [mine, theirs] = [one[part], other[part]];
    if (mine === '' || theirs === '') return 0;
    return Math.round(100 * nameLikeness(mine, theirs));
  };
}

function same<Key extends string>(key: Key) {
  return (one: Readonly<Record<Key, string>>, other: Readonly<Record<Key, string>>): number =>
    one[key] === other[key] ? 100 : 0;
}
