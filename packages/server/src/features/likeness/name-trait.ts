import type { Individual } from '@probity/contract/individual';
import type { AlternateName, Name } from '@probity/contract/person/name';

/** One name of a person. */
export type NameTrait = {
  readonly id: string;
  /** The whole name. */
  readonly full: string;
  readonly given: string;
  readonly middle: string;
  readonly family: string;
  readonly other: string;
};

/** All names that the person is known by. */
export function nameTraits({ name, alternateNames = [] }: Individual): NameTrait[] {
  return [...(name ? [name] : []), ...alternateNames].map(nameTrait);
}

function nameTrait(name: Name | AlternateName): NameTrait {
  const { nameId: id = '', familyName: family, displayName = '' } = name;
  const { givenName: given = '', middleName: middle = '', otherName: other = '' } = name;
  const inOneLine = [given, middle, family].filter((part) => part.trim() !== '').join(' ');
  const full = displayName.trim() || inOneLine;
  return { id, full, given, middle, family, other };
}

/** The parts of a name, and the whole: each once, without those that are empty. */
export function partsOfName({ full, given, middle, family, other }: NameTrait): string[] {
  return [...new Set([full, given, middle, family, other].filter((part) => part.trim() !== ''))];
}
