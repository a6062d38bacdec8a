import { z } from 'zod';
import { DateInput, PartialDate } from './date.ts';
import { named } from './wire/named.ts';
import { newOrPartial } from './wire/new-or-partial.ts';
import { CountryCode, NAME_LENGTH, text, Uuid } from './wire/text.ts';

/** The contract's own spelling of OFFICIAL_CORRESPONDANCE is part of the wire. */
export const ADDRESS_TYPES = [
  'OTHER',
  'RESIDENTIAL',
  'BUSINESS',
  'POSTAL',
  'REGISTERED_OFFICE',
  'PLACE_OF_BUSINESS',
  'OFFICIAL_CORRESPONDANCE',
  'PLACE_OF_BIRTH',
  'OFFICE_LOCALITY',
] as const;
export const ADDRESS_STATUSES = ['CURRENT', 'PREVIOUS', 'FUTURE'] as const;

/** What an address is when it does not say. */
export const ADDRESS_DEFAULTS = { type: 'OTHER', status: 'CURRENT' } as const;

const part = text(NAME_LENGTH).optional();
const place = {
  longForm: text()
    .optional()
    .describe('The whole address in one line, read by the server into its parts.'),
  unitNumber: part,
  buildingName: part,
  streetNumber: part,
  streetName: part,
  streetType: part,
  neighborhood: part,
  locality: part.describe('City, town or suburb.'),
  district: part,
  subdivision: part.describe('State, province or region, in its local abbreviation.'),
  postalCode: part,
};
const country = CountryCode.describe('ISO 3166-1 alpha-3.');
const use = {
  type: z
    .enum(ADDRESS_TYPES)
    .optional()
    .describe(`Read as \`${ADDRESS_DEFAULTS.type}\` when absent.`),
  typeDescription: text().optional(),
  status: z
    .enum(ADDRESS_STATUSES)
    .optional()
    .describe(`Read as \`${ADDRESS_DEFAULTS.status}\` when absent.`),
  careOf: part.describe('Who receives the mail there for the person.'),
};
const answered = {
  addressId: Uuid.optional(),
  sourceId: z.string().optional().describe('Key into `informationSources`.'),
  unstructuredLongForm: z.string().optional().describe('The address in one line. Read-only.'),
};
const completeAddress = { id: 'addressId', required: ['country'] };

export const Address = named(
  'Address',
  'Where the person lives, lived, works or gets mail.',
  z.object({
    ...answered,
    ...use,
    ...place,
    country,
    validFrom: PartialDate.optional(),
    validTo: PartialDate.optional(),
  }),
);
export type Address = z.infer<typeof Address>;

export const AddressInput = named(
  'Address-Input',
  'An address to be kept: its country, and its parts or `longForm`.',
  z.object({
    ...use,
    ...place,
    country,
    validFrom: DateInput.optional(),
    validTo: DateInput.optional(),
  }),
);
export type AddressInput = z.infer<typeof AddressInput>;

export const AddressPatch = named(
  'Address-Patch',
  'The fields of an address to change, with its id, or a complete new one.',
  newOrPartial(
    z.object({
      addressId: Uuid.optional(),
      ...use,
      ...place,
      country: country.optional(),
      validFrom: DateInput.optional(),
      validTo: DateInput.optional(),
    }),
    completeAddress,
  ),
);
export type AddressPatch = z.infer<typeof AddressPatch>;

export const PlaceOfBirth = named(
  'Address-Place-Of-Birth',
  'Where the person was born.',
  z.object({ ...answered, ...place, country }),
);
export type PlaceOfBirth = z.infer<typeof PlaceOfBirth>;

export const PlaceOfBirthInput = named(
  'Address-Place-Of-Birth-Input',
  'Where the person was born, to be kept.',
  z.object({ ...place, country }),
);
export type PlaceOfBirthInput = z.infer<typeof PlaceOfBirthInput>;

export const PlaceOfBirthPatch = named(
  'Address-Place-Of-Birth-Patch',
  'The fields of the place of birth to change, with its id, or a complete new one.',
  newOrPartial(
    z.object({ addressId: Uuid.optional(), ...place, country: country.optional() }),
    completeAddress,
  ),
);
export type PlaceOfBirthPatch = z.infer<typeof PlaceOfBirthPatch>;
