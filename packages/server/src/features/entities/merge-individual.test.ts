import type { IndividualPatch } from '@probity/contract/individual';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import { isUuid } from '../../kernel/id.ts';
import type { StoredIndividual } from './individual.ts';
import { mergeIndividual } from './merge-individual.ts';
import { anyPatchOf, anyPerson, CHANGED_AT, MADE_AT, patchOf, personOf } from './test-people.ts';

const ADA = {
  name: { givenName: 'Ada', familyName: 'Quill' },
  dateOfBirth: { year: '1980', month: '4', day: '7' },
  nationality: 'nzl',
  addresses: [{ country: 'AUS', locality: 'Perth' }, { country: 'NZL' }],
};

const merge = (kept: StoredIndividual, patch: Record<string, unknown>) =>
  mergeIndividual(kept, patchOf(patch), CHANGED_AT);

/** Every element of a person by its id, wherever it stands. */
function elementsOf(person: StoredIndividual): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const element = value as Record<string, unknown>;
    for (const [field, inner] of Object.entries(element)) {
      if (field.endsWith('Id') && field !== 'entityId') found.set(String(inner), element);
      else visit(inner);
    }
  };
  visit(person);
  return found;
}

const problemsOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidRequest) return error.details.map((d) => d.issueLocation);
    throw error;
  }
  return [];
};

describe('newIndividual', () => {
  it('gives every element an id of its own and fills in what the contract says', () => {
    const person = personOf({ ...ADA, emailAddresses: [{ email: 'ada@example.org' }] });

    const ids = [...elementsOf(person).keys()];
    expect(ids).toHaveLength(5);
    expect(ids.every(isUuid)).toBe(true);
    expect(person).toMatchObject({
      entityType: 'INDIVIDUAL',
      createdAt: MADE_AT.toISOString(),
      name: { language: 'eng', displayName: 'Ada Quill' },
      dateOfBirth: { normalized: '1980-04-07', type: 'GREGORIAN' },
      nationality: 'NZL',
      addresses: [
        { type: 'OTHER', status: 'CURRENT', unstructuredLongForm: 'Perth, AUS' },
        { unstructuredLongForm: 'NZL' },
      ],
      emailAddresses: [{ isPreferred: true }],
    });
  });

  it('ignores ids that a caller makes up', () => {
    const nameId = '00000000-0000-4000-8000-00000000dead';
    const person = personOf({ name: { familyName: 'Quill', nameId }, entityId: nameId });

    expect(person.name?.nameId).not.toBe(nameId);
    expect(person.entityId).not.toBe(nameId);
  });
});

describe('mergeIndividual', () => {
  const anyChange = anyPerson.chain((person) => fc.tuple(fc.constant(person), anyPatchOf(person)));

  it('loses nothing: elements that are not named stay word for word, and keep their ids', () => {
    fc.assert(
      fc.property(anyChange, ([person, patch]) => {
        const before = elementsOf(person);
        const { individual, changes } = mergeIndividual(person, patch, CHANGED_AT);
        const after = elementsOf(individual);

        for (const [id, element] of before) {
          expect(after.has(id)).toBe(true);
          const named = elementsOf(patch as StoredIndividual).has(id);
          if (!named && !isOnly(person, patch, id)) expect(after.get(id)).toEqual(element);
        }
        expect(changes.unknown).toEqual([]);
        expect(individual.entityId).toBe(person.entityId);
        expect(individual.createdAt).toBe(person.createdAt);
      }),
    );
  });

  it('keeps every field of a changed element that the change does not name', () => {
    fc.assert(
      fc.property(anyChange, ([person, patch]) => {
        const after = elementsOf(mergeIndividual(person, patch, CHANGED_AT).individual);
        for (const [id, sent] of elementsOf(patch as StoredIndividual)) {
          const kept = elementsOf(person).get(id) ?? {};
          const derived = ['displayName', 'normalized', 'unstructuredLongForm'];
          for (const [field, value] of Object.entries(kept)) {
            if (derived.includes(field)) continue;
            expect(after.get(id)?.[field]).toEqual(sent[field] ?? value);
          }
        }
      }),
    );
  });

  it('touches exactly the elements that say something else than before', () => {
    fc.assert(
      fc.property(anyChange, ([person, patch]) => {
        const before = elementsOf(person);
        const { individual, changes } = mergeIndividual(person, patch, CHANGED_AT);
        const edited = [...elementsOf(individual)]
          .filter(([id, element]) => {
            const known = before.get(id);
            return known && JSON.stringify(sorted(known)) !== JSON.stringify(sorted(element));
          })
          .map(([id, element]) => ('gender' in element ? 'gender' : id));
        const fields = (['nationality', 'customAttributes', 'placeOfBirth'] as const).filter(
          (field) =>
            person[field] !== undefined &&
            JSON.stringify(sorted(person[field])) !== JSON.stringify(sorted(individual[field])),
        );
        expect([...new Set(changes.touched)].sort()).toEqual([...edited, ...fields].sort());
      }),
    );
  });

  it('says the same when the same change to what is there comes twice', () => {
    fc.assert(
      fc.property(anyChange, ([person, patch]) => {
        const edits = withoutAdditions(patch);
        const once = mergeIndividual(person, edits, CHANGED_AT).individual;
        const twice = mergeIndividual(once, edits, new Date(CHANGED_AT.getTime() + 1));
        expect(twice.individual).toEqual(once);
        expect(twice.changes).toEqual({ added: [], updated: [], touched: [], unknown: [] });
      }),
    );
  });

  it('takes back what it gave without a change', () => {
    fc.assert(
      fc.property(anyPerson, (person) => {
        const echoed = patchOf(JSON.parse(JSON.stringify(person)) as Record<string, unknown>);
        const { individual, changes } = mergeIndividual(person, echoed, CHANGED_AT);
        expect(individual).toEqual(person);
        expect(changes.touched).toEqual([]);
      }),
    );
  });

  it('adds without touching', () => {
    const person = personOf(ADA);
    const { individual, changes } = merge(person, {
      addresses: [{ country: 'POL' }],
      alternateNames: [{ familyName: 'Feather', type: 'PREVIOUS' }],
      gender: { gender: 'FEMALE' },
      consents: [{ type: 'GENERAL' }],
      placeOfBirth: { country: 'POL' },
    });

    expect(individual.addresses).toHaveLength(3);
    expect(changes.touched).toEqual([]);
    expect(changes.updated).toEqual([]);
    expect([...changes.added].sort()).toEqual([
      'addresses',
      'alternateNames',
      'consents',
      'gender',
      'placeOfBirth',
    ]);
  });

  it('changes the one name with its id or without', () => {
    const person = personOf(ADA);
    const { nameId } = person.name ?? {};
    for (const name of [{ familyName: 'Feather' }, { nameId, familyName: 'Feather' }]) {
      const { individual, changes } = merge(person, { name });
      expect(individual.name).toMatchObject({
        nameId,
        givenName: 'Ada',
        familyName: 'Feather',
        displayName: 'Ada Feather',
      });
      expect(changes.touched).toEqual([nameId]);
    }
  });

  it('keeps a whole name that was written by hand when its parts change', () => {
    const person = personOf({ name: { ...ADA.name, displayName: 'Countess Quill' } });
    const changed = (name: object) => merge(person, { name: { familyName: 'Quill', ...name } });

    expect(changed({ givenName: 'Bea' }).individual.name?.displayName).toBe('Countess Quill');
    expect(changed({ displayName: 'Bea Q' }).individual.name?.displayName).toBe('Bea Q');
    expect(changed({ displayName: ' ' }).individual.name?.displayName).toBe('Ada Quill');
  });

  it('refuses ids that are not the person’s, every one of them, and says where', () => {
    const person = personOf(ADA);
    const stranger = '00000000-0000-4000-8000-000000000009';
    const problems = problemsOf(() =>
      merge(person, {
        name: { nameId: stranger },
        addresses: [{ country: 'AUS' }, { addressId: stranger }],
        alternateNames: [{ nameId: person.name?.nameId, familyName: 'X' }],
        placeOfBirth: { addressId: stranger },
        documents: { IDENTITY: [{ documentId: stranger }] },
      }),
    );

    expect(problems.sort()).toEqual([
      'body.individual.addresses[1].addressId',
      'body.individual.alternateNames[0].nameId',
      'body.individual.documents.IDENTITY[0].documentId',
      'body.individual.name.nameId',
      'body.individual.placeOfBirth.addressId',
    ]);
  });

  it('refuses a date that a change of one part leaves without sense', () => {
    const person = personOf({
      ...ADA,
      dateOfBirth: { year: '1980', month: '01', day: '31' },
      alternateDatesOfBirth: [{ year: '1980', month: '02', day: '29' }],
    });
    const { dateOfBirthId } = person.alternateDatesOfBirth?.[0] ?? {};

    expect(
      problemsOf(() =>
        merge(person, {
          dateOfBirth: { dateOfBirthId: person.dateOfBirth?.dateOfBirthId, month: '02' },
          alternateDatesOfBirth: [{ dateOfBirthId, year: '1981' }],
        }),
      ),
    ).toEqual(['body.individual.dateOfBirth.day', 'body.individual.alternateDatesOfBirth[0].day']);
  });

  it('outdates the normalized date with its parts and its calendar', () => {
    const person = personOf(ADA);
    const { dateOfBirthId } = person.dateOfBirth ?? {};
    const laid = (part: object) =>
      merge(person, { dateOfBirth: { dateOfBirthId, ...part } }).individual.dateOfBirth;

    expect(laid({ day: '8' })?.normalized).toBe('1980-04-08');
    expect(laid({ type: 'BUDDHIST' })).not.toHaveProperty('normalized');
  });

  it('counts a consent once, however often it is given', () => {
    const twice = [{ type: 'GENERAL' }, { type: 'GENERAL', granted: true }];
    const person = personOf({ ...ADA, consents: twice });
    const { individual, changes } = merge(person, { consents: [...twice, { type: 'DOCS' }] });

    expect(person.consents?.map(({ type }) => type)).toEqual(['GENERAL']);
    expect(individual.consents?.map(({ type }) => type)).toEqual(['GENERAL', 'DOCS']);
    expect(changes).toMatchObject({ added: ['consents'], touched: [] });
  });

  it('lays custom attributes over each other by their names', () => {
    const text = (value: string) => ({ type: 'text', value });
    const person = personOf({ ...ADA, customAttributes: { tier: text('gold'), x: text('1') } });
    const { individual } = merge(person, { customAttributes: { tier: text('lead') } });

    expect(individual.customAttributes).toEqual({ tier: text('lead'), x: text('1') });
  });
});

/** Whether the id is of what a person has one of, which a change may name without its id. */
function isOnly(person: StoredIndividual, patch: IndividualPatch, id: string): boolean {
  const single = [
    [person.placeOfBirth?.addressId, patch.placeOfBirth],
    [person.gender?.genderId, patch.gender],
  ];
  return single.some(([known, sent]) => known === id && sent !== undefined);
}

function withoutAdditions(patch: IndividualPatch): IndividualPatch {
  const { documents: _new, ...others } = patch;
  const edits = Object.entries(others).map(([field, value]) => {
    const isList = Array.isArray(value) && field !== 'consents';
    return [field, isList ? value.filter((element) => hasId(element)) : value];
  });
  return Object.fromEntries(edits) as IndividualPatch;
}

function hasId(element: object): boolean {
  return Object.entries(element).some(([key, id]) => key.endsWith('Id') && id !== undefined);
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
