import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publisherBirth, publisherDate } from './publisher-date.ts';

describe('publisherDate', () => {
  it.each([
    ['10 Dec 1948', '1948-12-10'],
    ['Dec 1948', '1948-12'],
    ['Nov. 1973', '1973-11'],
    ['August 1961', '1961-08'],
    ['1948', '1948'],
    ['1948-12', '1948-12'],
    ['1948-12-10', '1948-12-10'],
    ['2026-08-01T23:00:03.110Z', '2026-08-01'],
    ['04/07/1962', '1962-07-04'],
    ['00/00/1962', '1962'],
    ['00/07/1962', '1962-07'],
    ['30 Feb 1962', '1962-02'],
    ['29 Feb 2000', '2000-02-29'],
    ['29 Feb 1900', '1900-02'],
    ['December 10, 1948', '1948-12-10'],
  ])('reads %s as %s', (written, expected) => {
    expect(publisherDate(written)).toBe(expected);
  });

  it('reads the month first where the publisher does', () => {
    expect(publisherDate('04/07/1962', 'month-first')).toBe('1962-04-07');
  });

  it.each(['', 'unknown', '10 Foo 1948', '1948x', '0000', '99', '24/06/1402'])(
    'does not read %j',
    (written) => {
      expect(publisherDate(written)).toBeUndefined();
    },
  );

  it('reads back what it wrote', () => {
    const day = fc.date({
      min: new Date('1800-01-01'),
      max: new Date('2199-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const written = date.toISOString().slice(0, 10);
        return publisherDate(written) === written;
      }),
    );
  });
});

describe('publisherBirth', () => {
  it.each([
    ['circa 1962', { from: '1962', isApproximate: true }],
    ['circa Mar 1962', { from: '1962-03', isApproximate: true }],
    ['1962 to 1965', { from: '1962', to: '1965' }],
    ['01 Jan 1962 to 31 Dec 1965', { from: '1962-01-01', to: '1965-12-31' }],
    ['circa 1934-1938', { from: '1934', to: '1938', isApproximate: true }],
    ['between 1962 and 1965', { from: '1962', to: '1965' }],
    ['1962-04-07', { from: '1962-04-07' }],
  ])('reads %s', (written, expected) => {
    expect(publisherBirth(written)).toEqual(expected);
  });

  it('does not read half a range', () => {
    expect(publisherBirth('1962 to unknown')).toBeUndefined();
  });
});
