import { z } from 'zod';
import { named } from '../wire/named.ts';
import { newOrPartial, oneOf } from '../wire/new-or-partial.ts';
import { CountryCode, text, Uuid } from '../wire/text.ts';

export const PHONE_TYPES = ['OTHER', 'WORK', 'HOME', 'MOBILE', 'BUSINESS', 'FAX'] as const;
export const EMAIL_TYPES = ['OTHER', 'WORK', 'PERSONAL', 'BUSINESS'] as const;

/** An e-mail address that does not say so is preferred. */
export const DEFAULT_EMAIL_IS_PREFERRED = true;

/** RFC 5321: the longest address that can be delivered to. */
const EMAIL_LENGTH = 254;
const PHONE_LENGTH = 64;

const linkedAddresses = z
  .array(z.object({ addressId: z.string().optional() }))
  .optional()
  .describe('Addresses this contact belongs to. Read-only.');
const sourceId = z.string().optional().describe('Key into `informationSources`.');

const phoneParts = {
  type: z.enum(PHONE_TYPES).optional(),
  isPreferred: z.boolean().optional(),
  country: CountryCode.optional().describe('Country of the number, ISO 3166-1 alpha-3.'),
  number: text(PHONE_LENGTH).optional().describe('The number, with or without its country prefix.'),
  unstructuredLongForm: text()
    .optional()
    .describe('The number as it was written, where it is known only so.'),
};
const phoneNumberId = Uuid.optional();

export const PhoneNumber = named(
  'Phone-Number',
  'A telephone number of the person.',
  z.object({ phoneNumberId, sourceId, ...phoneParts, linkedAddresses }),
);
export type PhoneNumber = z.infer<typeof PhoneNumber>;

export const PhoneNumberInput = named(
  'Phone-Number-Input',
  'A telephone number to be kept: `number`, or `unstructuredLongForm`.',
  oneOf(z.object(phoneParts), ['number', 'unstructuredLongForm']),
);
export type PhoneNumberInput = z.infer<typeof PhoneNumberInput>;

export const PhoneNumberPatch = named(
  'Phone-Number-Patch',
  'The fields of a telephone number to change, with its id, or a complete new one.',
  newOrPartial(z.object({ phoneNumberId, ...phoneParts }), {
    id: 'phoneNumberId',
    required: [['number', 'unstructuredLongForm']],
  }),
);
export type PhoneNumberPatch = z.infer<typeof PhoneNumberPatch>;

const email = z
  .string()
  .max(EMAIL_LENGTH, { abort: true })
  .regex(/^[^\s@\0]+@[^\s@\0]+\.[^\s@.\0]+$/, 'must be an e-mail address such as name@example.org');
const emailParts = {
  type: z.enum(EMAIL_TYPES).optional(),
  isPreferred: z
    .boolean()
    .optional()
    .describe('Whether notices go to this address. Read as true when absent.'),
};
const emailAddressId = Uuid.optional();

export const EmailAddress = named(
  'Email',
  'An e-mail address of the person.',
  z.object({ emailAddressId, sourceId, ...emailParts, email: email.optional(), linkedAddresses }),
);
export type EmailAddress = z.infer<typeof EmailAddress>;

export const EmailAddressInput = named(
  'Email-Input',
  'An e-mail address to be kept.',
  z.object({ ...emailParts, email }),
);
export type EmailAddressInput = z.infer<typeof EmailAddressInput>;

export const EmailAddressPatch = named(
  'Email-Patch',
  'The fields of an e-mail address to change, with its id, or a complete new one.',
  newOrPartial(z.object({ emailAddressId, ...emailParts, email: email.optional() }), {
    id: 'emailAddressId',
    required: ['email'],
  }),
);
export type EmailAddressPatch = z.infer<typeof EmailAddressPatch>;
