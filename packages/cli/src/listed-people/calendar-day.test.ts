import { describe, expect, it } from 'vitest';
import { calendarDayOf, isoDayOf } from './calendar-day.ts';

describe('calendarDayOf', () => {
  it('is the day in parts', () => {
    expect(calendarDayOf('1948-12-10')).toEqual({ year: '1948', month: '12', day: '10' });
  });

  it.each([
    undefined,
    '',
    '1948',
    '1948-12',
    '1949-02-29',
    '1948-13-01',
    '1948-00-10',
    'circa 1948',
  ])('is nothing for %s', (text) => {
    expect(calendarDayOf(text)).toBeUndefined();
  });
});

describe('isoDayOf', () => {
  it.each([
    { written: '10 Dec 1948', expected: '1948-12-10' },
    { written: ' 3 may 1938', expected: '1938-05-03' },
    { written: '1938', expected: undefined },
    { written: 'circa 1938', expected: undefined },
    { written: '3 Mai 1938', expected: undefined },
    { written: '1938 to 1940', expected: undefined },
  ])('is $expected for $written', ({ written, expected }) => {
    expect(isoDayOf(written)).toBe(expected);
  });
});
