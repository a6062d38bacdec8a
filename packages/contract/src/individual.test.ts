import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESS_STATUSES, ADDRESS_TYPES } from './address.ts';
import { CONSENT_TYPES } from './consent.ts';
import { DOCUMENT_CLASSES } from './document.ts';
import { DOCUMENT_TYPES } from './evidence/document-type.ts';
import { Individual, IndividualInput, IndividualPatch } from './individual.ts';
import { EMAIL_TYPES, PHONE_TYPES } from './person/contact.ts';
import { EXTERNAL_REFERENCE_TYPES } from './person/external-reference.ts';
import { GENDERS } from './person/gender.ts';
import { ALTERNATE_NAME_TYPES } from './person/name.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((s) => s.replaceAll('\0', ''));
const filled = text.map((s) => `x${s}`);
const few = { maxLength: 3 };
const country = fc.string({ unit: fc.constantFrom(...'ABCXYZ'), minLength: 3, maxLength: 3 });
const date = fc.oneof(
  fc.record({ unstructured: text }),
  fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString())
    .map((d) => ({ year: d.slice(0, 4), month: d.slice(5, 7), day: d.slice(8, 10) })),
);

const nameParts = {
  familyName: filled,
  givenName: text,
  middleName: text,
  displayName: text,
  language: fc.constantFrom('eng', 'swe', 'ara'),
};
const name = fc.record(nameParts, { requiredKeys: ['familyName'] });
const alternateName = fc.record(
  { ...nameParts, type: fc.constantFrom(...ALTERNATE_NAME_TYPES) },
  { requiredKeys: ['familyName'] },
);
const address = fc.record(
  {
    country,
    type: fc.constantFrom(...ADDRESS_TYPES),
    status: fc.constantFrom(...ADDRESS_STATUSES),
    streetName: text,
    locality: text,
    longForm: text,
    validFrom: date,
  },
  { requiredKeys: ['country'] },
);
const customAttributes = fc.dictionary(
  filled.filter((key) => key !== '__proto__'),
  fc.record({ type: filled, value: text }),
  { maxKeys: 4 },
);
const attachment = fc.record(
  {
    data: fc.base64String({ minLength: 4, maxLength: 64 }).map((base64) => ({ base64 })),
    filename: text,
    side: fc.constantFrom('FRONT' as const, 'BACK' as const),
    pageNumber: fc.nat(1000),
  },
  { requiredKeys: ['data'] },
);
const document = fc.record(
  {
    type: fc.constantFrom(...DOCUMENT_TYPES),
    country,
    primaryIdentifier: text,
    expiryDate: date,
    supplementaryData: fc.record({
      type: fc.constant('PASSPORT' as const),
      homeCountryFullName: text,
    }),
    customAttributes,
    attachments: fc.array(attachment, few),
  },
  { requiredKeys: ['type', 'country'] },
);
const documents = fc.dictionary(fc.constantFrom(...DOCUMENT_CLASSES), fc.array(document, few));

const individual = fc.record(
  {
    name,
    alternateNames: fc.array(alternateName, few),
    dateOfBirth: date,
    alternateDatesOfBirth: fc.array(date, few),
    gender: fc.record({ gender: fc.constantFrom(...GENDERS) }),
    placeOfBirth: fc.record({ country, locality: text }, { requiredKeys: ['country'] }),
    nationality: country,
    addresses: fc.array(address, few),
    phoneNumbers: fc.array(
      fc.record(
        { number: text, type: fc.constantFrom(...PHONE_TYPES) },
        { requiredKeys: ['number'] },
      ),
      few,
    ),
    emailAddresses: fc.array(
      fc.record(
        {
          email: fc.emailAddress(),
          type: fc.constantFrom(...EMAIL_TYPES),
          isPreferred: fc.boolean(),
        },
        { requiredKeys: ['email'] },
      ),
      few,
    ),
    consents: fc.array(fc.record({ type: fc.constantFrom(...CONSENT_TYPES) }), few),
    externalReferences: fc.array(
      fc.record(
        { name: filled, value: filled, type: fc.constantFrom(...EXTERNAL_REFERENCE_TYPES) },
        { requiredKeys: ['name', 'value'] },
      ),
      few,
    ),
    customAttributes,
    documents,
  },
  { requiredKeys: ['name'] },
);

describe('an individual in its canonical form', () => {
  it('is kept exactly as it was sent', () => {
    fc.assert(
      fc.property(individual, (sent) => {
        expect(IndividualInput.parse(sent)).toEqual(sent);
      }),
    );
  });

  it('is, without ids, also a change that adds all of it', () => {
    fc.assert(
      fc.property(individual, (sent) => {
        expect(IndividualPatch.parse(sent)).toEqual(sent);
      }),
    );
  });

  it('is also an answer', () => {
    fc.assert(
      fc.property(individual, (sent) => {
        expect(Individual.parse(sent)).toEqual(sent);
      }),
    );
  });

  it('is refused without a family name, whatever else it holds', () => {
    fc.assert(
      fc.property(individual, ({ name: { familyName, ...rest }, ...sent }) => {
        const { error } = IndividualInput.safeParse({ ...sent, name: rest });

        expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['name.familyName']);
      }),
      { numRuns: 25 },
    );
  });
});

describe('an individual in another form', () => {
  it('is brought into the canonical one, once and for all', () => {
    const sent = {
      name: { familyName: 'Ngô', language: 'VIE' },
      nationality: 'vnm',
      addresses: [{ country: 'aUs', validFrom: { year: '2020', month: '1', day: '5' } }],
    };

    const kept = IndividualInput.parse(sent);

    expect(kept).toEqual({
      name: { familyName: 'Ngô', language: 'vie' },
      nationality: 'VNM',
      addresses: [{ country: 'AUS', validFrom: { year: '2020', month: '01', day: '05' } }],
    });
    expect(IndividualInput.parse(kept)).toEqual(kept);
  });
});
