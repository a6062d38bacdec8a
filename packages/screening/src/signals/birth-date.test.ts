import { describe, expect, it } from 'vitest';
import type { ListedBirth } from '../list-entry.ts';
import { birthDate } from './birth-date.ts';

const FACTS = {
  reference: '1',
  kind: 'person',
  names: [],
  births: [],
  genders: [],
  countries: [],
  documents: [],
  birthPlaces: [],
} as const;

const compare = (born: string, births: readonly ListedBirth[]) =>
  birthDate.compare({ names: [], births: [born] }, { ...FACTS, births });

describe('birthDate', () => {
  it.each([
    {
      when: 'the day is the same',
      born: '1980-04-16',
      listed: { from: '1980-04-16' },
      effect: 0.05,
    },
    {
      when: 'day and month are swapped',
      born: '1980-04-06',
      listed: { from: '1980-06-04' },
      effect: 0.035,
    },
    { when: 'only the year is listed', born: '1980-04-16', listed: { from: '1980' }, effect: 0.03 },
    {
      when: 'the day is another of the same year',
      born: '1980-04-16',
      listed: { from: '1980-11-01' },
      effect: 0.015,
    },
    {
      when: 'the register is a year off',
      born: '1980-04-16',
      listed: { from: '1981' },
      effect: 0.015,
    },
    {
      when: 'the year is within a range',
      born: '1980-04-16',
      listed: { from: '1978', to: '1983' },
      effect: 0.015,
    },
    {
      when: 'the date is approximate and near',
      born: '1980',
      listed: { from: '1983', isApproximate: true },
      effect: 0.015,
    },
    {
      when: 'they are five years apart',
      born: '1980-04-16',
      listed: { from: '1985' },
      effect: -0.16,
    },
    {
      when: 'they are a generation apart',
      born: '1980-04-16',
      listed: { from: '1955' },
      effect: -0.25,
    },
  ])('is $effect when $when', ({ born, listed, effect }) => {
    expect(compare(born, [listed]).effect).toBe(effect);
  });

  it('takes the nearest of several listed dates', () => {
    expect(compare('1980', [{ from: '1955' }, { from: '1980' }]).agreement).toBe('agrees');
  });

  it('says nothing for or against when no date is listed', () => {
    expect(compare('1980', [])).toMatchObject({ agreement: 'missing', effect: 0 });
  });

  it('speaks no worse of a date that cannot be read', () => {
    expect(compare('198x', [{ from: '1980' }]).effect).toBe(0);
  });
});
