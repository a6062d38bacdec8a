import { DATE_TYPES, type PartialDate } from '@probity/contract/date';
import { describe, expect, it } from 'vitest';
import { completeAddress, completeDate, completeName } from './complete-element.ts';

const DAY = { year: '2023', month: '02', day: '28' } as const;

describe('completeDate', () => {
  it.each(DATE_TYPES.filter((type) => type !== 'GREGORIAN'))(
    'leaves a date of the calendar %s as it was written',
    (type) => expect(completeDate({ ...DAY, type })).toEqual({ ...DAY, type }),
  );

  it.each<{ when: string; date: PartialDate; normalized: string | undefined }>([
    { when: 'complete', date: DAY, normalized: '2023-02-28' },
    { when: 'without its day', date: { year: '2023', month: '02' }, normalized: undefined },
    { when: 'a year alone', date: { year: '2023' }, normalized: undefined },
    { when: 'in words', date: { unstructured: 'in the spring of 1962' }, normalized: undefined },
    { when: 'impossible', date: { ...DAY, day: '29' }, normalized: undefined },
    { when: 'in the year 0000', date: { ...DAY, year: '0000' }, normalized: undefined },
  ])('normalizes a Gregorian date that is $when as $normalized', ({ date, normalized }) => {
    expect(completeDate(date).normalized).toBe(normalized);
    expect(completeDate(date).type).toBe('GREGORIAN');
  });

  it('takes away what was normalized of a date that is no longer complete', () => {
    expect(completeDate({ year: '2023', normalized: '2023-02-28' })).not.toHaveProperty(
      'normalized',
    );
  });
});

describe('completeName', () => {
  it.each([
    {
      when: 'it has all parts',
      name: { givenName: 'Ada', middleName: 'M', familyName: 'Quill' },
      whole: 'Ada M Quill',
    },
    { when: 'it is the only one', name: { familyName: 'Quill' }, whole: 'Quill' },
    { when: 'it is written out', name: { familyName: 'Quill', displayName: 'Q' }, whole: 'Q' },
    {
      when: 'a blank is written out',
      name: { familyName: 'Quill', displayName: '' },
      whole: 'Quill',
    },
  ])('shows a name whole when $when', ({ name, whole }) => {
    expect(completeName(name)).toEqual({ ...name, language: 'eng', displayName: whole });
  });
});

describe('completeAddress', () => {
  it('writes the parts in one line, or what was given as one', () => {
    const parts = { unitNumber: '3', streetNumber: '12', streetName: 'Hill', streetType: 'Road' };
    const address = { ...parts, locality: 'Perth', postalCode: '6000', country: 'AUS' };

    expect(completeAddress(address).unstructuredLongForm).toBe('3/12 Hill Road, Perth 6000, AUS');
    expect(completeAddress({ ...address, longForm: 'Far away' }).unstructuredLongForm).toBe(
      'Far away',
    );
  });
});
