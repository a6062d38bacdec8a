import { z } from 'zod';
import {
  Address,
  AddressInput,
  AddressPatch,
  PlaceOfBirth,
  PlaceOfBirthInput,
  PlaceOfBirthPatch,
} from './address.ts';
import { Consent, ConsentInput } from './consent.ts';
import { AlternateDateOfBirth, DateInput, DateOfBirth, DateOfBirthPatch } from './date.ts';
import { DocumentsByClass, DocumentsByClassInput, DocumentsByClassPatch } from './document.ts';
import {
  EmailAddress,
  EmailAddressInput,
  EmailAddressPatch,
  PhoneNumber,
  PhoneNumberInput,
  PhoneNumberPatch,
} from './person/contact.ts';
import { CustomAttributes } from './person/custom-attributes.ts';
import { EntityType } from './person/entity-type.ts';
import {
  ExternalReference,
  ExternalReferenceInput,
  ExternalReferencePatch,
} from './person/external-reference.ts';
import { Gender, GenderInput } from './person/gender.ts';
import { InformationSource } from './person/information-source.ts';
import {
  AlternateName,
  AlternateNameInput,
  AlternateNamePatch,
  Name,
  NameInput,
  NamePatch,
} from './person/name.ts';
import { Relationships } from './person/relationship.ts';
import { named } from './wire/named.ts';
import { CountryCode, Instant, several, Uuid } from './wire/text.ts';

const nationality = CountryCode.optional().describe('Nationality, ISO 3166-1 alpha-3.');

/** A person as answers carry it; with `level=id` only the ids are there. */
export const Individual = named(
  'Individual',
  'A person, with everything that is on record about them.',
  z.object({
    entityId: Uuid.optional(),
    entityType: EntityType.optional(),
    schemaVersion: z.int().optional(),
    createdAt: Instant.optional(),
    sourceId: z.string().optional(),
    name: Name.optional(),
    alternateNames: z.array(AlternateName).optional(),
    dateOfBirth: DateOfBirth.optional(),
    alternateDatesOfBirth: z.array(AlternateDateOfBirth).optional(),
    gender: Gender.optional(),
    placeOfBirth: PlaceOfBirth.optional(),
    nationality,
    addresses: z.array(Address).optional(),
    phoneNumbers: z.array(PhoneNumber).optional(),
    emailAddresses: z.array(EmailAddress).optional(),
    consents: z.array(Consent).optional(),
    externalReferences: z.array(ExternalReference).optional(),
    customAttributes: CustomAttributes.optional(),
    documents: DocumentsByClass.optional(),
    informationSources: z
      .record(z.string(), InformationSource)
      .optional()
      .describe('Where each element came from, by its `sourceId`.'),
    relationships: Relationships.optional(),
  }),
);
export type Individual = z.infer<typeof Individual>;

/** A person to be kept. Ids, times and everything else that the server makes are ignored. */
export const IndividualInput = named(
  'Individual-Input',
  'A person to be kept. What the server makes (ids, times, sources) is ignored when sent.',
  z.object({
    name: NameInput,
    alternateNames: several(AlternateNameInput).optional(),
    dateOfBirth: DateInput.optional(),
    alternateDatesOfBirth: several(DateInput).optional(),
    gender: GenderInput.optional(),
    placeOfBirth: PlaceOfBirthInput.optional(),
    nationality,
    addresses: several(AddressInput).optional(),
    phoneNumbers: several(PhoneNumberInput).optional(),
    emailAddresses: several(EmailAddressInput).optional(),
    consents: several(ConsentInput).optional(),
    externalReferences: several(ExternalReferenceInput).optional(),
    customAttributes: CustomAttributes.optional(),
    documents: DocumentsByClassInput.optional(),
  }),
);
export type IndividualInput = z.output<typeof IndividualInput>;

/** What changes about a person: absent fields stay, elements are addressed by their ids. */
export const IndividualPatch = named(
  'Individual-Patch',
  'What changes about a person. Absent fields stay as they are; an element with its id is changed, one without is added; nothing is removed by leaving it out.',
  z.object({
    name: NamePatch.optional(),
    alternateNames: several(AlternateNamePatch).optional(),
    dateOfBirth: DateOfBirthPatch.optional(),
    alternateDatesOfBirth: several(DateOfBirthPatch).optional(),
    gender: GenderInput.optional(),
    placeOfBirth: PlaceOfBirthPatch.optional(),
    nationality,
    addresses: several(AddressPatch).optional(),
    phoneNumbers: several(PhoneNumberPatch).optional(),
    emailAddresses: several(EmailAddressPatch).optional(),
    consents: several(ConsentInput).optional(),
    externalReferences: several(ExternalReferencePatch).optional(),
    customAttributes: CustomAttributes.optional(),
    documents: DocumentsByClassPatch.optional(),
  }),
);
export type IndividualPatch = z.output<typeof IndividualPatch>;
