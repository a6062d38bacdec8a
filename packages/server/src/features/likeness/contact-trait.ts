import type { Individual } from '@probity/contract/individual';
import countries from 'i18n-iso-countries';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

export type EmailTrait = { readonly id: string; readonly address: string };

export type PhoneTrait = {
  readonly id: string;
  /** In E.164 where its country is known, else its digits. */
  readonly number: string;
};

/** All e-mail addresses, in lower case. */
export function emailTraits({ emailAddresses = [] }: Individual): EmailTrait[] {
  return emailAddresses.flatMap(({ emailAddressId: id = '', email }) =>
    email ? [{ id, address: plainEmail(email) }] : [],
  );
}

export function plainEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** All telephone numbers. */
export function phoneTraits({ phoneNumbers = [], addresses = [] }: Individual): PhoneTrait[] {
  const home = addresses.find(({ country }) => country)?.country;
  return phoneNumbers.flatMap(({ phoneNumberId: id = '', country, ...written }) => {
    const text = written.number ?? written.unstructuredLongForm ?? '';
    const number = plainPhone(text, country ?? home);
    return number === '' ? [] : [{ id, number }];
  });
}

/** A telephone number in E.164 where it can be read so, else its digits. */
export function plainPhone(text: string, country: string | undefined): string {
  const short = country === undefined ? undefined : countries.alpha3ToAlpha2(country);
  const read = parsePhoneNumberFromString(text, short as CountryCode | undefined);
  return read ? read.number : text.replace(/[^\d+]/g, '');
}
