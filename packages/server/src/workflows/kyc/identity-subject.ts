import type { Individual } from '@probity/contract/individual';
import type {
  IdentitySubject,
  SubjectAddress,
  SubjectBirth,
  SubjectDocument,
  SubjectName,
} from '../../providers/identity-provider.ts';

type AnyName = NonNullable<Individual['name']> & { readonly type?: string | undefined };
type AnyBirth = NonNullable<Individual['dateOfBirth']>;
type AnyAddress = NonNullable<Individual['addresses']>[number];
type AnyDocument = NonNullable<NonNullable<Individual['documents']>['IDENTITY']>[number];

/** Where a person lives or lived: where they get mail or work confirms nothing about them. */
const HOMES: readonly (string | undefined)[] = ['RESIDENTIAL', 'OTHER', undefined];

/** The person as sources are asked about them: what can be verified, by the id of its element. */
export function identitySubjectOf(individual: Individual): IdentitySubject {
  const gender = individual.gender?.gender;
  return {
    entityId: individual.entityId ?? '',
    names: [individual.name, ...(individual.alternateNames ?? [])].flatMap(subjectName),
    births: [
      ...subjectBirth(individual.dateOfBirth, 'current'),
      ...(individual.alternateDatesOfBirth ?? []).flatMap((birth) =>
        subjectBirth(birth, 'alternate'),
      ),
    ],
    addresses: (individual.addresses ?? []).flatMap(subjectAddress),
    ...(gender && gender !== 'UNSPECIFIED' && { gender }),
    documents: (individual.documents?.IDENTITY ?? []).flatMap(subjectDocument),
    consents: (individual.consents ?? []).flatMap(({ type }) => type ?? []),
  };
}

function subjectName(name: AnyName | undefined, position: number): SubjectName[] {
  if (!name?.nameId) return [];
  const { nameId, givenName, familyName, type } = name;
  const middle = inOneLine(name.middleName, name.otherName);
  const full = inOneLine(givenName, middle, familyName) || inOneLine(name.displayName);
  if (full === '') return [];
  const alternate = type === 'PREVIOUS' ? 'previous' : 'alias';
  return [
    {
      objectId: nameId,
      standing: position === 0 ? 'current' : alternate,
      full,
      ...(givenName && { given: givenName }),
      ...(middle && { middle }),
      ...(familyName && { family: familyName }),
    },
  ];
}

function subjectBirth(
  birth: AnyBirth | undefined,
  standing: SubjectBirth['standing'],
): SubjectBirth[] {
  if (!birth?.dateOfBirthId || !birth.normalized) return [];
  return [{ objectId: birth.dateOfBirthId, standing, date: birth.normalized }];
}

const ADDRESS_PARTS = [
  'unitNumber',
  'buildingName',
  'streetNumber',
  'streetName',
  'streetType',
  'locality',
  'district',
  'subdivision',
  'postalCode',
  'country',
] as const satisfies readonly (keyof SubjectAddress & keyof AnyAddress)[];

function subjectAddress(address: AnyAddress): SubjectAddress[] {
  const { addressId, status, type } = address;
  if (!addressId || status === 'FUTURE' || !HOMES.includes(type)) return [];
  const longForm = address.longForm ?? address.unstructuredLongForm;
  const parts = Object.fromEntries(ADDRESS_PARTS.map((part) => [part, address[part]]));
  return [
    {
      objectId: addressId,
      standing: status === 'PREVIOUS' ? 'previous' : 'current',
      ...present(parts),
      ...(longForm && { longForm }),
    },
  ];
}

function subjectDocument(document: AnyDocument): SubjectDocument[] {
  const { documentId, type, country, supplementaryData } = document;
  if (!documentId || !type || !country) return [];
  return [
    {
      objectId: documentId,
      type,
      country,
      ...present({
        subdivision: document.subdivision,
        subtype: document.subtype,
        primaryIdentifier: document.primaryIdentifier,
        secondaryIdentifier: document.secondaryIdentifier,
        issuedOn: document.issueDate?.normalized,
        expiresOn: document.expiryDate?.normalized,
      }),
      ...(supplementaryData && { supplementaryData }),
    },
  ];
}

function present<T extends Readonly<Record<string, string | undefined>>>(fields: T) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as {
    [K in keyof T]?: string;
  };
}

function inOneLine(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim();
}
