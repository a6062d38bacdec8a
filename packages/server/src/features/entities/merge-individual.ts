import { DateInput } from '@probity/contract/date';
import type { IndividualInput, IndividualPatch } from '@probity/contract/individual';
import { type FailureDetail, InvalidRequest } from '../../kernel/domain-error.ts';
import { newUuid } from '../../kernel/id.ts';
import {
  asItIs,
  completeAddress,
  completeBirthPlace,
  completeDate,
  completeEmail,
  completeName,
  completeReference,
} from './complete-element.ts';
import {
  type Changes,
  isSame,
  mergeList,
  mergeOne,
  noChanges,
  withoutUndefined,
} from './element.ts';
import {
  type AttachmentContent,
  INDIVIDUAL_SCHEMA_VERSION,
  type StoredIndividual,
} from './individual.ts';
import { mergeDocuments, type SentDocuments } from './merge-documents.ts';

/** A person with a change laid over them. */
export type MergedIndividual = {
  readonly individual: StoredIndividual;
  readonly contents: readonly AttachmentContent[];
  readonly changes: Changes;
};

/** A new person: ids on every element, and everything that the contract fills in. */
export function newIndividual(
  input: IndividualInput | IndividualPatch,
  at: Date,
): MergedIndividual {
  const empty: StoredIndividual = {
    entityId: newUuid(),
    entityType: 'INDIVIDUAL',
    schemaVersion: INDIVIDUAL_SCHEMA_VERSION,
    createdAt: at.toISOString(),
  };
  return mergeIndividual(empty, input, at);
}

/**
 * Lays a change over a person: fields that were sent replace, elements with an id change, elements
 * without one are added, and nothing goes away by being left out.
 *
 * @throws {@link InvalidRequest} for ids that are not the person's, and for a date that a change
 * leaves without sense
 */
export function mergeIndividual(
  kept: StoredIndividual,
  sent: IndividualInput | IndividualPatch,
  at: Date,
): MergedIndividual {
  const changes = noChanges();
  const stamp = { entityId: kept.entityId, at };
  const { documents, contents } = mergeDocuments(
    { kept: kept.documents, sent: sent.documents as SentDocuments | undefined, stamp },
    changes,
  );
  const individual = withoutUndefined<StoredIndividual>({
    ...kept,
    ...namesAndDates(kept, sent, changes),
    ...contacts(kept, sent, changes),
    ...plainFields(kept, sent, changes),
    documents,
  });
  refuseUnknown(changes);
  refuseBrokenDates(individual);
  return { individual, contents, changes };
}

type Sent = IndividualInput | IndividualPatch;

function namesAndDates(kept: StoredIndividual, sent: Sent, changes: Changes) {
  const name = { field: 'name', idKey: 'nameId' };
  const birth = { field: 'dateOfBirth', idKey: 'dateOfBirthId' };
  return {
    name: mergeOne(
      { kept: kept.name, sent: sent.name, place: name, complete: completeName },
      changes,
    ),
    alternateNames: mergeList(
      {
        kept: kept.alternateNames,
        sent: sent.alternateNames,
        place: { ...name, field: 'alternateNames' },
        complete: completeName,
      },
      changes,
    ),
    dateOfBirth: mergeOne(
      { kept: kept.dateOfBirth, sent: sent.dateOfBirth, place: birth, complete: completeDate },
      changes,
    ),
    alternateDatesOfBirth: mergeList(
      {
        kept: kept.alternateDatesOfBirth,
        sent: sent.alternateDatesOfBirth,
        place: { ...birth, field: 'alternateDatesOfBirth' },
        complete: completeDate,
      },
      changes,
    ),
  };
}

function contacts(kept: StoredIndividual, sent: Sent, changes: Changes) {
  return {
    addresses: mergeList(
      {
        kept: kept.addresses,
        sent: sent.addresses,
        place: { field: 'addresses', idKey: 'addressId' },
        complete: completeAddress,
      },
      changes,
    ),
    phoneNumbers: mergeList(
      {
        kept: kept.phoneNumbers,
        sent: sent.phoneNumbers,
        place: { field: 'phoneNumbers', idKey: 'phoneNumberId' },
        complete: asItIs,
      },
      changes,
    ),
    emailAddresses: mergeList(
      {
        kept: kept.emailAddresses,
        sent: sent.emailAddresses,
        place: { field: 'emailAddresses', idKey: 'emailAddressId' },
        complete: completeEmail,
      },
      changes,
    ),
    externalReferences: mergeList(
      {
        kept: kept.externalReferences,
        sent: sent.externalReferences,
        place: { field: 'externalReferences', idKey: 'referenceId' },
        complete: completeReference,
      },
      changes,
    ),
    placeOfBirth: mergeBirthPlace(kept, sent, changes),
  };
}

function mergeBirthPlace(kept: StoredIndividual, sent: Sent, changes: Changes) {
  const place = { field: 'placeOfBirth', idKey: 'addressId' };
  const before = changes.updated.length;
  const merged = mergeOne(
    { kept: kept.placeOfBirth, sent: sent.placeOfBirth, place, complete: completeBirthPlace },
    changes,
  );
  if (changes.updated.length > before) changes.touched.push('placeOfBirth');
  return merged;
}

function plainFields(kept: StoredIndividual, sent: Sent, changes: Changes) {
  return {
    gender: mergeGender(kept, sent, changes),
    nationality: mergeField('nationality', [kept.nationality, sent.nationality], changes),
    consents: mergeConsents(kept, sent, changes),
    customAttributes: sent.customAttributes
      ? mergeField(
          'customAttributes',
          [kept.customAttributes, { ...kept.customAttributes, ...sent.customAttributes }],
          changes,
        )
      : kept.customAttributes,
  };
}

function mergeGender(kept: StoredIndividual, sent: Sent, changes: Changes) {
  if (!sent.gender) return kept.gender;
  const laid = { genderId: kept.gender?.genderId ?? newUuid(), gender: sent.gender.gender };
  return mergeField('gender', [kept.gender, laid], changes);
}

/** A consent that is here is given; giving it again changes nothing. */
function mergeConsents(kept: StoredIndividual, sent: Sent, changes: Changes) {
  const given = kept.consents ?? [];
  const types = new Set((sent.consents ?? []).map(({ type }) => type));
  const fresh = [...types].filter((type) => !given.some((consent) => consent.type === type));
  if (fresh.length === 0) return kept.consents;
  changes.added.push('consents');
  return [...given, ...fresh.map((type) => ({ type, schemaVersion: INDIVIDUAL_SCHEMA_VERSION }))];
}

/** A field that a person has once: its name is what results are derived from. */
function mergeField<T>(
  field: string,
  [kept, sent]: readonly [T | undefined, T | undefined],
  changes: Changes,
): T | undefined {
  if (sent === undefined || isSame(kept, sent)) return kept;
  if (kept === undefined) {
    changes.added.push(field);
  } else {
    changes.updated.push(field);
    changes.touched.push(field);
  }
  return sent;
}

function refuseUnknown({ unknown }: Changes): void {
  if (unknown.length === 0) return;
  throw new InvalidRequest(
    unknown.map((place) => ({
      issue: 'Must be the id of an element that this individual has',
      issueLocation: `body.individual.${place}`,
    })),
  );
}

/** A change of one part may leave a date that does not exist, such as 30 February. */
function refuseBrokenDates(individual: StoredIndividual): void {
  const alternates = (individual.alternateDatesOfBirth ?? []).map(
    (date, position) => [`alternateDatesOfBirth[${position}]`, date] as const,
  );
  const primary = individual.dateOfBirth ? [['dateOfBirth', individual.dateOfBirth] as const] : [];
  const problems = [...primary, ...alternates].flatMap(([place, date]): FailureDetail[] => {
    const checked = DateInput.safeParse(date);
    if (checked.success) return [];
    return checked.error.issues.map(({ message, path }) => ({
      issue: message,
      issueLocation: `body.individual.${[place, ...path.map(String)].join('.')}`,
    }));
  });
  if (problems.length > 0) throw new InvalidRequest(problems);
}
