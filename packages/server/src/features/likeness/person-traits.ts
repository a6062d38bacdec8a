import type { Individual } from '@probity/contract/individual';
import { type AddressTrait, addressTraits } from './address-trait.ts';
import { type BirthTrait, birthTraits } from './birth-trait.ts';
import { type EmailTrait, emailTraits, type PhoneTrait, phoneTraits } from './contact-trait.ts';
import { type DocumentTrait, documentTraits } from './document-trait.ts';
import { type NameTrait, nameTraits } from './name-trait.ts';
import { type ReferenceTrait, referenceTraits } from './reference-trait.ts';

/** What of a person tells them from others, in the forms in which people are compared. */
export type PersonTraits = {
  readonly names: readonly NameTrait[];
  readonly births: readonly BirthTrait[];
  readonly documents: readonly DocumentTrait[];
  readonly addresses: readonly AddressTrait[];
  readonly emails: readonly EmailTrait[];
  readonly phones: readonly PhoneTrait[];
  readonly references: readonly ReferenceTrait[];
};

/** Reads what a person is compared by; what cannot be read is left out. */
export function traitsOf(individual: Individual): PersonTraits {
  return {
    names: nameTraits(individual),
    births: birthTraits(individual),
    documents: documentTraits(individual),
    addresses: addressTraits(individual),
    emails: emailTraits(individual),
    phones: phoneTraits(individual),
    references: referenceTraits(individual),
  };
}
