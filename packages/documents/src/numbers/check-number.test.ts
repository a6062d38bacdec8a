import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNumber } from './check-number.ts';
import { NATIONAL_NUMBERS } from './national-numbers.ts';
import type { NumberedDocument } from './number-check.ts';

const AU_LICENCE = { type: 'DRIVERS_LICENSE', country: 'AUS' };
const MEDICARE = {
  type: 'NATIONAL_HEALTH_ID',
  country: 'AUS',
  primaryIdentifier: '2123 45670 1',
  subtype: 'green',
  reference: '1',
  expiresOn: '2028-05',
};

describe('checkNumber', () => {
  it.each([
    {
      type: 'NATIONAL_ID',
      country: 'SWE',
      primaryIdentifier: '880320-0016',
      verdict: 'well-formed',
    },
    { type: 'NATIONAL_ID', country: 'SWE', primaryIdentifier: '880320-0018', verdict: 'malformed' },
    {
      type: 'NATIONAL_ID',
      country: 'POL',
      primaryIdentifier: '44051401359',
      verdict: 'well-formed',
    },
    { type: 'NATIONAL_ID', country: 'POL', primaryIdentifier: '44051401358', verdict: 'malformed' },
    { type: 'NATIONAL_ID', country: 'ESP', primaryIdentifier: '54362315K', verdict: 'well-formed' },
    {
      type: 'NATIONAL_ID',
      country: 'ESP',
      primaryIdentifier: 'X-5253868-R',
      verdict: 'well-formed',
    },
    { type: 'TAX_ID', country: 'AUS', primaryIdentifier: '123 456 782', verdict: 'well-formed' },
    { type: 'TAX_ID', country: 'AUS', primaryIdentifier: '999 999 999', verdict: 'malformed' },
    { type: 'NATIONAL_ID', country: 'ATA', primaryIdentifier: '1', verdict: 'no-rule' },
    { type: 'NATIONAL_ID', country: 'constructor', primaryIdentifier: '1', verdict: 'no-rule' },
    { type: 'toString', country: 'POL', primaryIdentifier: '1', verdict: 'no-rule' },
    { type: 'NATIONAL_ID', country: 'POL', primaryIdentifier: ' ', verdict: 'missing' },
    { type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'n1234567', verdict: 'well-formed' },
    { type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'RA0123456', verdict: 'well-formed' },
    { type: 'PASSPORT', country: 'AUS', primaryIdentifier: '12345678', verdict: 'malformed' },
    { type: 'PASSPORT', country: 'FRA', primaryIdentifier: '12AB34567', verdict: 'well-formed' },
    { type: 'PASSPORT', country: 'FRA', primaryIdentifier: '12AB345678', verdict: 'malformed' },
    { type: 'PASSPORT', country: 'FRA', verdict: 'missing' },
  ])('is $verdict for $primaryIdentifier, $type of $country', ({ verdict, ...document }) => {
    expect(checkNumber(document as NumberedDocument).verdict).toBe(verdict);
  });

  it('knows the numbers of every country that is listed, and fails on none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NATIONAL_NUMBERS),
        fc.string({ maxLength: 30 }),
        (kind, primaryIdentifier) => {
          expect(checkNumber({ ...kind, primaryIdentifier }).verdict).not.toBe('no-rule');
        },
      ),
    );
  });

  it.each([
    { subdivision: 'NSW', primaryIdentifier: '12345678', verdict: 'well-formed' },
    { subdivision: 'nsw', primaryIdentifier: '1234AB', verdict: 'well-formed' },
    { subdivision: 'New South Wales', primaryIdentifier: '12345678', verdict: 'well-formed' },
    { subdivision: 'AU-NSW', primaryIdentifier: '12345678', verdict: 'well-formed' },
    { subdivision: 'NSW', primaryIdentifier: 'ABC12345', part: 'primaryIdentifier' },
    { subdivision: 'NSW', primaryIdentifier: '123456789', part: 'primaryIdentifier' },
    { subdivision: 'QLD', primaryIdentifier: '123456789', verdict: 'well-formed' },
    { subdivision: 'QLD', primaryIdentifier: '1234567', part: 'primaryIdentifier' },
    { subdivision: 'SA', primaryIdentifier: 'S12345', verdict: 'well-formed' },
    { subdivision: 'WA', primaryIdentifier: '1234567', verdict: 'well-formed' },
    { subdivision: 'VIC', primaryIdentifier: '1234567890', verdict: 'well-formed' },
    {
      subdivision: 'VIC',
      primaryIdentifier: '1',
      secondaryIdentifier: 'P1',
      part: 'secondaryIdentifier',
    },
    {
      subdivision: 'VIC',
      primaryIdentifier: '1',
      secondaryIdentifier: 'P1234567',
      verdict: 'well-formed',
    },
    { subdivision: 'XYZ', primaryIdentifier: '1234567', part: 'subdivision' },
    { subdivision: 'TAS', primaryIdentifier: '', verdict: 'missing' },
    { subdivision: 'NT', primaryIdentifier: '123456', verdict: 'well-formed' },
    { subdivision: 'ACT', primaryIdentifier: '1234567890', verdict: 'well-formed' },
  ])(
    'looks at licences of $subdivision: $primaryIdentifier',
    ({ verdict = 'malformed', part, ...licence }) => {
      expect(checkNumber({ ...AU_LICENCE, ...licence })).toMatchObject({
        verdict,
        ...(part && { part }),
      });
    },
  );

  it('needs the state of an Australian licence', () => {
    expect(checkNumber({ ...AU_LICENCE, primaryIdentifier: '1' })).toMatchObject({
      verdict: 'missing',
      part: 'subdivision',
    });
  });

  it.each([
    { what: 'a whole card', change: {}, verdict: 'well-formed' },
    {
      what: 'its line as an eleventh digit',
      change: { primaryIdentifier: '21234567013', reference: '' },
      verdict: 'well-formed',
    },
    {
      what: 'two lines that differ',
      change: { primaryIdentifier: '21234567013' },
      verdict: 'malformed',
    },
    {
      what: 'a wrong check digit',
      change: { primaryIdentifier: '2123456711' },
      verdict: 'malformed',
    },
    {
      what: 'a first digit that is none',
      change: { primaryIdentifier: '7123456701' },
      verdict: 'malformed',
    },
    { what: 'no line', change: { reference: '' }, verdict: 'missing' },
    { what: 'line 0', change: { reference: '0' }, verdict: 'malformed' },
    { what: 'no colour', change: { subtype: '' }, verdict: 'missing' },
    { what: 'a colour that is none', change: { subtype: 'red' }, verdict: 'malformed' },
    { what: 'no date', change: { expiresOn: '' }, verdict: 'missing' },
    { what: 'a year alone', change: { expiresOn: '2028' }, verdict: 'malformed' },
    { what: 'a yellow card with a month', change: { subtype: 'Y' }, verdict: 'malformed' },
    {
      what: 'a yellow card with a day',
      change: { subtype: 'Y', expiresOn: '2028-05-31' },
      verdict: 'well-formed',
    },
  ])('looks at Medicare cards: $what', ({ change, verdict }) => {
    expect(checkNumber({ ...MEDICARE, ...change }).verdict).toBe(verdict);
  });
});
