import { ADDRESS_DEFAULTS, type Address, type PlaceOfBirth } from '@probity/contract/address';
import { DEFAULT_DATE_TYPE, normalizedDate, type PartialDate } from '@probity/contract/date';
import { DEFAULT_EMAIL_IS_PREFERRED, type EmailAddress } from '@probity/contract/person/contact';
import type { ExternalReference } from '@probity/contract/person/external-reference';
import { type AlternateName, DEFAULT_LANGUAGE, type Name } from '@probity/contract/person/name';

/**
 * Fills in what the contract says of a name that does not say it: language, and the whole name. A
 * whole name that was put together from the parts of `known` follows them when they change.
 */
export function completeName<T extends Name | AlternateName>(name: T, known?: T): T {
  const { language = DEFAULT_LANGUAGE, displayName } = name;
  const isOwn = displayName?.trim() && !(known && displayName === partsInOneLine(known));
  return { ...name, language, displayName: isOwn ? displayName : partsInOneLine(name) };
}

function partsInOneLine({ givenName, middleName, familyName }: Name | AlternateName): string {
  return [givenName, middleName, familyName].filter(Boolean).join(' ');
}

/** Puts `normalized` where a date is complete, and takes it away where it no longer is. */
export function completeDate<T extends PartialDate>(date: T): T {
  const { normalized: _outdated, ...parts } = date;
  const normalized = normalizedDate(parts);
  return { ...parts, type: date.type ?? DEFAULT_DATE_TYPE, ...(normalized && { normalized }) } as T;
}

/** Fills in type and status, and writes the address in one line. */
export function completeAddress(address: Address): Address {
  return { ...ADDRESS_DEFAULTS, ...address, unstructuredLongForm: inOneLine(address) };
}

export function completeBirthPlace(place: PlaceOfBirth): PlaceOfBirth {
  return { ...place, unstructuredLongForm: inOneLine(place) };
}

export function completeEmail(email: EmailAddress): EmailAddress {
  return { ...email, isPreferred: email.isPreferred ?? DEFAULT_EMAIL_IS_PREFERRED };
}

export function completeReference(reference: ExternalReference): ExternalReference {
  return { ...reference, type: reference.type ?? 'CUSTOMER' };
}

export function asItIs<T>(element: T): T {
  return element;
}

function inOneLine(place: PlaceOfBirth): string {
  if (place.longForm) return place.longForm;
  const { unitNumber, streetNumber, streetName, streetType } = place;
  const number = [unitNumber, streetNumber].filter(Boolean).join('/');
  const street = [number, streetName, streetType].filter(Boolean).join(' ');
  const { buildingName, neighborhood, locality, district, subdivision, postalCode, country } =
    place;
  const region = [locality, district, subdivision, postalCode].filter(Boolean).join(' ');
  return [buildingName, street, neighborhood, region, country].filter(Boolean).join(', ');
}
