import { IndividualInput } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import { newIndividual } from '../../features/entities/merge-individual.ts';
import { amlQueryOf } from './aml-query.ts';

const person = (input: Record<string, unknown>) =>
  newIndividual(IndividualInput.parse(input), new Date('2026-01-01T00:00:00Z')).individual;
const queryOf = (input: Record<string, unknown>) => {
  const asked = amlQueryOf(person({ name: { familyName: 'Quill' }, ...input }));
  if (!asked) throw new Error('There is a name.');
  return asked;
};

const WHOLE = {
  name: { givenName: 'Ada', middleName: 'M', otherName: 'Lee', familyName: 'Quill' },
  alternateNames: [{ familyName: 'Feather', type: 'PREVIOUS' }],
  dateOfBirth: { year: '1980', month: '4', day: '7' },
  alternateDatesOfBirth: [{ year: '1981' }, { year: '1982', month: '5' }],
  gender: { gender: 'FEMALE' },
  nationality: 'NZL',
  addresses: [
    { country: 'BRA', status: 'FUTURE' },
    { country: 'AUS' },
    { country: 'POL', status: 'PREVIOUS' },
  ],
  placeOfBirth: { locality: 'Hobart', country: 'AUS' },
  documents: {
    IDENTITY: [{ type: 'PASSPORT', country: 'NZL', primaryIdentifier: 'P-1' }],
    OTHER: [{ type: 'TAX_ID', country: 'AUS' }],
  },
};

describe('amlQueryOf', () => {
  it('asks about everything that is known', () => {
    expect(queryOf(WHOLE).query).toEqual({
      names: [
        { full: 'Ada M Lee Quill', given: 'Ada', middle: 'M Lee', family: 'Quill' },
        { full: 'Feather', family: 'Feather' },
      ],
      kind: 'person',
      births: ['1980-04-07', '1981', '1982-05'],
      genders: ['FEMALE'],
      countries: ['NZL', 'AUS', 'POL'],
      birthPlaces: ['Hobart, AUS'],
      documents: [{ number: 'P-1', type: 'PASSPORT', country: 'NZL' }],
    });
  });

  it('rests on every element that it asked about, by its id or its field', () => {
    const individual = person(WHOLE);
    const { name, alternateNames, dateOfBirth, alternateDatesOfBirth, documents } = individual;
    const ids = [
      name?.nameId,
      ...(alternateNames ?? []).map(({ nameId }) => nameId),
      dateOfBirth?.dateOfBirthId,
      ...(alternateDatesOfBirth ?? []).map(({ dateOfBirthId }) => dateOfBirthId),
      ...(individual.addresses ?? []).map(({ addressId }) => addressId),
      ...(documents?.IDENTITY ?? []).map(({ documentId }) => documentId),
      'nationality',
      'gender',
      'placeOfBirth',
    ];
    expect(amlQueryOf(individual)?.derivedFrom).toEqual(expect.arrayContaining(ids));
    expect(ids).not.toContain(undefined);
  });

  it('echoes what was asked, and not where the person is going to live', () => {
    expect(queryOf(WHOLE).echoed).toEqual({
      name: 'Ada M Lee Quill',
      givenName: 'Ada',
      otherName: 'M Lee',
      familyName: 'Quill',
      dateOfBirth: '1980-04-07',
      gender: 'FEMALE',
      nationality: 'NZL',
      placeOfBirth: 'Hobart, AUS',
      placeOfResidence: 'AUS',
    });
    expect(
      queryOf({ addresses: [{ country: 'BRA', status: 'FUTURE' }] }).echoed,
    ).not.toHaveProperty('placeOfResidence');
  });

  it.each([
    { when: 'it is the only one', name: { familyName: 'Quill' }, full: ['Quill'] },
    {
      when: 'it says the same',
      name: { familyName: 'Quill', displayName: ' Quill ' },
      full: ['Quill'],
    },
    {
      when: 'it says more',
      name: { familyName: 'Quill', displayName: 'Ada Quill Feather' },
      full: ['Quill', 'Ada Quill Feather'],
    },
    {
      when: 'there is another part',
      name: { familyName: 'Quill', otherName: 'Lee' },
      full: ['Lee Quill'],
    },
  ])('asks for the name as it is written whole when $when', ({ name, full }) => {
    expect(queryOf({ name }).query.names.map((one) => one.full)).toEqual(full);
  });

  it('has nothing to ask without a name', () => {
    expect(amlQueryOf({})).toBeUndefined();
    expect(amlQueryOf({ name: { familyName: ' ' } })).toBeUndefined();
    expect(amlQueryOf({ alternateNames: [{ familyName: 'Quill' }] })).toBeDefined();
  });

  it.each([
    { date: { year: '2523', month: '04', day: '07', type: 'BUDDHIST' } },
    { date: { year: '1358', type: 'PERSIAN' } },
    { date: { unstructured: 'in spring' } },
  ])('compares no date that is not Gregorian: $date', ({ date }) => {
    expect(queryOf({ dateOfBirth: date }).query.births).toEqual([]);
  });

  it.each(['NON_BINARY', 'OTHER', 'UNSPECIFIED'])('compares no gender %s', (gender) => {
    const { query, echoed } = queryOf({ gender: { gender } });
    expect(query.genders).toEqual([]);
    expect(echoed.gender).toBe(gender);
  });
});
