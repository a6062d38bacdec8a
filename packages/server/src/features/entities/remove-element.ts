import type { ConsentType } from '@probity/contract/consent';
import { DomainError, InvalidRequest } from '../../kernel/domain-error.ts';
import { type Fields, noChanges } from './element.ts';
import type { StoredIndividual } from './individual.ts';
import type { MergedIndividual } from './merge-individual.ts';

/** What can be taken from a person, by the parameter that names it in a path. */
export const REMOVABLE = {
  nameId: { one: 'name', several: 'alternateNames', what: 'name' },
  dateOfBirthId: {
    one: 'dateOfBirth',
    several: 'alternateDatesOfBirth',
    what: 'date of birth',
  },
  addressId: { one: 'placeOfBirth', several: 'addresses', what: 'address' },
  emailAddressId: { several: 'emailAddresses', what: 'e-mail address' },
  phoneNumberId: { several: 'phoneNumbers', what: 'telephone number' },
  referenceId: { several: 'externalReferences', what: 'external reference' },
} as const satisfies Record<string, Removable>;

type Removable = {
  /** The field that holds one of them, beside the list. */
  readonly one?: keyof StoredIndividual;
  readonly several: keyof StoredIndividual;
  readonly what: string;
};

/** Which kind of element: the name of its id. */
export type ElementKind = keyof typeof REMOVABLE;

/**
 * A person without one of their elements. Nothing takes its place.
 *
 * @throws {@link ElementNotFound}, and {@link InvalidRequest} for the name that everybody has
 */
export function withoutElement(
  kept: StoredIndividual,
  kind: ElementKind,
  id: string,
): MergedIndividual {
  const { several, what, ...rest }: Removable = REMOVABLE[kind];
  const isIt = (element: unknown) => Object(element)[kind] === id;
  const { one } = rest;
  if (one !== undefined && isIt(kept[one])) {
    if (one === 'name') throw refuseName();
    const { [one]: _removed, ...individual } = kept;
    // What is derived from a place of birth names the field, which has no list.
    return removal(individual as StoredIndividual, one, one === 'placeOfBirth' ? [id, one] : [id]);
  }
  const elements = (kept[several] ?? []) as readonly Fields[];
  const others = elements.filter((element) => !isIt(element));
  if (others.length === elements.length) throw new ElementNotFound(what, `path.${kind}`);
  return removal({ ...kept, [several]: others }, several, [id]);
}

/**
 * A person who has withdrawn a consent.
 *
 * @throws {@link ElementNotFound} where it was not given
 */
export function withoutConsent(kept: StoredIndividual, type: ConsentType): MergedIndividual {
  const consents = kept.consents ?? [];
  const others = consents.filter((consent) => consent.type !== type);
  if (others.length === consents.length) throw new ElementNotFound('consent', 'path.consentType');
  return removal({ ...kept, consents: others }, 'consents', ['consents']);
}

function removal(
  individual: StoredIndividual,
  field: string,
  touched: readonly string[],
): MergedIndividual {
  const changes = noChanges();
  changes.updated.push(field);
  changes.touched.push(...touched);
  return { individual, contents: [], changes };
}

function refuseName(): InvalidRequest {
  return new InvalidRequest([
    {
      issue: 'Must be an alternate name: the name itself can be changed, and not removed',
      issueLocation: 'path.nameId',
    },
  ]);
}

/** The person has no such element. */
export class ElementNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ENT-1010';

  constructor(what: string, issueLocation: string) {
    super('Element not found', [{ issue: `The individual has no such ${what}`, issueLocation }]);
  }
}
