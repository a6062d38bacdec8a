import type { DocumentsByClass, IdentityDocument } from '@probity/contract/document';
import type { Individual } from '@probity/contract/individual';
import type { Holder, TypedDocument } from '@probity/documents/check-document';
import { isoOf } from '../../features/entities/partial-date.ts';
import type { IdentitySubject, SubjectDocument } from '../../providers/identity-provider.ts';
import type { IdConfiguration } from './id-configuration.ts';

/** A document that has an id, as every kept one has. */
export type CheckedDocument = IdentityDocument & { readonly documentId: string };

/** The last day of a document, as far as it says. */
export function expiryOf(document: IdentityDocument | undefined): string | undefined {
  return isoOf(document?.expiryDate) ?? isoOf(document?.validTo);
}

/** The documents that count for a step. */
export function documentsThatCount(
  documents: DocumentsByClass | undefined,
  { types, countries }: IdConfiguration,
): CheckedDocument[] {
  return (documents?.IDENTITY ?? []).filter(
    (document): document is CheckedDocument =>
      document.documentId !== undefined &&
      types.some((type) => type === document.type) &&
      (countries === undefined || countries.includes(document.country ?? '')),
  );
}

/** A document in the words of its own rules. */
export function typedDocumentOf(document: CheckedDocument): TypedDocument {
  const { type = 'OTHER', country = '', supplementaryData } = document;
  const expiresOn = expiryOf(document);
  const issuedOn = isoOf(document.issueDate) ?? isoOf(document.validFrom);
  const reference =
    supplementaryData?.type === 'NATIONAL_HEALTH_ID' ? supplementaryData.reference : undefined;
  return { type, country, ...textsOf(document), ...defined({ expiresOn, issuedOn, reference }) };
}

/** Whose documents they are, by every name and birth date that is on record. */
export function holderOf({
  name,
  alternateNames = [],
  dateOfBirth,
  alternateDatesOfBirth = [],
}: Individual): Holder {
  return {
    names: [name, ...alternateNames].flatMap((one) =>
      one
        ? [
            {
              family: one.familyName ?? '',
              given: [one.givenName, one.middleName, one.otherName].filter(Boolean).join(' '),
            },
          ]
        : [],
    ),
    births: [dateOfBirth, ...alternateDatesOfBirth].flatMap((birth) => birth?.normalized ?? []),
  };
}

/** The person and the documents, as registers are asked about them. */
export function subjectOf(
  individual: Individual,
  entityId: string,
  documents: readonly CheckedDocument[],
): IdentitySubject {
  const { name, alternateNames = [], dateOfBirth, alternateDatesOfBirth = [] } = individual;
  const named = (
    one: NonNullable<Individual['name']>,
    standing: 'current' | 'previous' | 'alias',
  ) => {
    const { nameId: objectId = '', givenName: given, middleName: middle, familyName: family } = one;
    const full = one.displayName ?? [given, middle, family].filter(Boolean).join(' ');
    return { objectId, standing, full, ...defined({ given, middle, family }) };
  };
  const births = [
    ...(dateOfBirth ? [{ ...dateOfBirth, standing: 'current' as const }] : []),
    ...alternateDatesOfBirth.map((one) => ({ ...one, standing: 'alternate' as const })),
  ];
  const gender = individual.gender?.gender;
  return {
    entityId,
    names: [
      ...(name ? [named(name, 'current')] : []),
      ...alternateNames.map((one) => named(one, one.type === 'PREVIOUS' ? 'previous' : 'alias')),
    ],
    births: births.flatMap(({ dateOfBirthId: objectId = '', normalized: date, standing }) =>
      date ? [{ objectId, standing, date }] : [],
    ),
    addresses: [],
    ...(gender && { gender }),
    documents: documents.map(subjectDocumentOf),
    consents: (individual.consents ?? []).flatMap(({ type }) => type ?? []),
  };
}

/** Ids of what a check of documents compares them with. */
export function comparedElements(individual: Individual): string[] {
  const { name, alternateNames = [], dateOfBirth, alternateDatesOfBirth = [] } = individual;
  return [
    ...[name, ...alternateNames].map((one) => one?.nameId),
    ...[dateOfBirth, ...alternateDatesOfBirth].map((one) => one?.dateOfBirthId),
  ].flatMap((id) => id ?? []);
}

function subjectDocumentOf(document: CheckedDocument): SubjectDocument {
  const { expiresOn, issuedOn } = typedDocumentOf(document);
  const { documentId: objectId, type = 'OTHER', country = '', supplementaryData } = document;
  return {
    objectId,
    type,
    country,
    ...textsOf(document),
    ...defined({ expiresOn, issuedOn }),
    ...(supplementaryData && { supplementaryData }),
  };
}

function textsOf(document: IdentityDocument) {
  const { subdivision, subtype, primaryIdentifier, secondaryIdentifier } = document;
  return defined({ subdivision, subtype, primaryIdentifier, secondaryIdentifier });
}

function defined<T extends Readonly<Record<string, string | undefined>>>(
  fields: T,
): { [K in keyof T]?: string } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as { [K in keyof T]?: string };
}
