import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATE_TYPES, DateInput, normalizedDate } from './date.ts';

/** Every day from year 1 to 9999, as its parts. */
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
  .map((iso) => ({ iso, year: iso.slice(0, 4), month: iso.slice(5, 7), day: iso.slice(8) }));

function issues(date: unknown): string[] {
  return (DateInput.safeParse(date).error?.issues ?? []).map((issue) => issue.path.join('.'));
}

describe('DateInput', () => {
  it('takes every day of the Gregorian calendar as it is', () => {
    fc.assert(
      fc.property(day, ({ iso, ...parts }) => {
        expect(DateInput.parse(parts)).toEqual(parts);
        expect(normalizedDate(parts)).toBe(iso);
      }),
    );
  });

  it('adds the zeros that are missing', () => {
    fc.assert(
      fc.property(day, ({ year, month, day }) => {
        const short = { year, month: String(Number(month)), day: String(Number(day)) };

        expect(DateInput.parse(short)).toEqual({ year, month, day });
        expect(normalizedDate(short)).toBe(`${year}-${month}-${day}`);
      }),
    );
  });

  it('takes a day exactly when the calendar has it', () => {
    const parts = fc.record({
      year: fc.integer({ min: 1, max: 9999 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    });

    fc.assert(
      fc.property(parts, ({ year, month, day }) => {
        const calendar = new Date(0);
        calendar.setUTCFullYear(year, month - 1, day);
        const exists = calendar.getUTCDate() === day;
        const date = { year: String(year).padStart(4, '0'), month: `${month}`, day: `${day}` };

        expect(issues(date)).toEqual(exists ? [] : ['day']);
        expect(normalizedDate(date) === undefined).toBe(!exists);
      }),
    );
  });

  it.each([
    [{ year: '1984' }, []],
    [{ year: '1984', month: '2' }, []],
    [{ unstructured: 'spring of 1984' }, []],
    [{ year: '1900', month: '02', day: '29' }, ['day']],
    [{ year: '2000', month: '02', day: '29' }, []],
    [{ year: '5784', month: '13', day: '29', type: 'HEBREW' }, []],
    [{ year: '2567', month: '02', day: '30', type: 'BUDDHIST' }, []],
    [{ year: '1984', month: '13' }, ['month']],
    [{ year: '1984', month: '00' }, ['month']],
    [{ year: '1984', month: '14', type: 'HEBREW' }, ['month']],
    [{ year: '0000' }, ['year']],
    [{ year: '84' }, ['year']],
    [{ year: 1984 }, ['year']],
    [{ year: '1984', month: '07', day: '0' }, ['day']],
    [{ year: '1984', month: '07', day: '32' }, ['day']],
    [{ year: '1984', day: '19' }, ['month']],
    [{ month: '07', day: '19' }, ['year', 'year']],
    [{}, ['year']],
    [{ type: 'GREGORIAN' }, ['year']],
    [{ year: '1984', type: 'MAYAN' }, ['type']],
    [{ year: ['1984'], month: {}, day: 3 }, ['year', 'month', 'day']],
    ['1984-07-19', ['']],
  ])('finds in %j what is wrong at %j', (date, expected) => {
    expect(issues(date)).toEqual(expected);
  });
});

it('refuses a part that is no text, whatever it makes of being read as a number', () => {
  const hostile = { toString: 'x', valueOf: 'y', constructor: { prototype: 'z' } };
  for (const part of ['year', 'month', 'day']) {
    expect(
      DateInput.safeParse({ year: '2020', month: '2', day: '1', [part]: hostile }).success,
    ).toBe(false);
  }
});

describe('normalizedDate', () => {
  it('is there for Gregorian dates only', () => {
    for (const type of DATE_TYPES) {
      const expected = type === 'GREGORIAN' ? '1984-07-19' : undefined;

      expect(normalizedDate({ year: '1984', month: '07', day: '19', type })).toBe(expected);
    }
  });

  it.each([
    [{ year: '1984' }],
    [{ year: '1984', month: '07' }],
    [{ month: '07', day: '19' }],
    [{ unstructured: '1984-07-19' }],
    [{ year: '2021', month: '02', day: '29' }],
    [{ year: '84', month: '02', day: '20' }],
    [{ year: '1984', month: '2x', day: '20' }],
  ])('is absent for %j', (date) => {
    expect(normalizedDate(date)).toBeUndefined();
  });
});
