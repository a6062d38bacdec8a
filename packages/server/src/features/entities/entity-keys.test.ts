import { createHash } from 'node:crypto';
import type { Individual } from '@probity/contract/individual';
import { expect, it } from 'vitest';
import { KEYS_VERSION, storedKeysOf } from './entity-keys.ts';

const PERSON: Individual = {
  name: { nameId: 'n', givenName: 'Katarína', middleName: 'Eva', familyName: 'Nováková' },
  alternateNames: [{ nameId: 'm', displayName: 'محمد علي', familyName: 'علي', type: 'ALIAS' }],
  dateOfBirth: { dateOfBirthId: 'd', year: '1979', month: '02', day: '28' },
  addresses: [
    {
      addressId: 'a',
      country: 'AUS',
      streetNumber: '4',
      streetName: 'Wattle',
      streetType: 'Street',
      locality: 'Dubbo',
      postalCode: '2830',
    },
  ],
  emailAddresses: [{ emailAddressId: 'e', email: 'kata@example.org' }],
  phoneNumbers: [{ phoneNumberId: 'p', country: 'AUS', number: '0412345678' }],
  externalReferences: [{ referenceId: 'r', name: 'crm', value: 'CRM-00017', type: 'CUSTOMER' }],
  documents: {
    IDENTITY: [
      { documentId: 'i', type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'PA1234567' },
    ],
  },
};

/** Shows the keys themselves in place of their hashes. */
const plain = { blindKey: (purpose: string, value: string) => `${purpose}: ${value}` };

/**
 * Keys that are kept meet only keys that are made in the same way. Whoever changes the way (here, or in the
 * screening engine's keys of names) raises the version of the keys of people, and of entries of matchlists
 * where names are concerned, and puts the new sum here: at the next start everybody is filed anew.
 */
it('makes the same keys for the same person, until their version is raised', () => {
  const keys = storedKeysOf(plain, PERSON);
  const sum = createHash('sha256').update(keys.join('\n')).digest('hex').slice(0, 16);
  expect({ version: KEYS_VERSION, sum }).toEqual({ version: 1, sum: 'f8a4ae2af228eb64' });
  expect(new Set(keys).size).toBe(keys.length);
});

it('makes a bounded number of keys, whatever somebody has', () => {
  const addresses = Array.from({ length: 400 }, (_, at) => ({
    addressId: `a${at}`,
    country: 'AUS',
    streetNumber: `${at}`,
    streetName: `Street ${at}`,
    postalCode: `${at}`,
  }));
  expect(storedKeysOf(plain, { ...PERSON, addresses }).length).toBeLessThan(6_000);
});
