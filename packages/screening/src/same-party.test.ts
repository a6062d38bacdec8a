import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListEntry } from './list-entry.ts';
import { partyFactsOf } from './party-facts.ts';
import { groupParties, sameParty } from './same-party.ts';
import { listed } from './test-entry.ts';

const DAY = { births: [{ from: '1955-05-04' }] };
const passport = (number: string, country = 'IRQ', type = 'Passport') => ({
  documents: [{ type, number, country }],
});
const un = (number: string) => ({ partyNumbers: [{ register: 'UN' as const, number }] });
const entry = (name: string, known: Partial<ListEntry> = {}) => listed('1', [name], known);

describe('sameParty', () => {
  it.each<[what: string, proof: string, pair: readonly [ListEntry, ListEntry]]>([
    [
      'a publisher’s number, whatever the names',
      'party-number',
      [entry('Ada Quill', un('QDi.001')), entry('Somebody Else', un('QDi.001'))],
    ],
    [
      'an identity number, however it is written',
      'identity-number',
      [
        entry('Ada Quill', passport('K 475-336')),
        entry('Quill, Ada', passport('K475336', 'IRQ', 'Passport no.')),
      ],
    ],
    [
      'a long number that one calls a passport and the other a national number',
      'identity-number',
      [
        entry('Ada Quill', passport('12345678')),
        entry('Ada Quill', passport('12345678', 'IRQ', 'National ID No.')),
      ],
    ],
    [
      'a ship’s number with and without its letters',
      'identity-number',
      [
        listed('1', ['MV Gull'], {
          kind: 'vessel',
          documents: [{ type: 'Vessel Registration Identification', number: 'IMO 8767977' }],
        }),
        listed('2', ['Gull'], {
          kind: 'vessel',
          documents: [{ type: 'IMO Number', number: '8767977' }],
        }),
      ],
    ],
    [
      'a name spelt otherwise, and the birth date',
      'name-and-birth',
      [entry('Aleksei Yurievich Krivoruchko', DAY), entry('Aleksey Yurevich KRIVORUCHKO', DAY)],
    ],
    [
      'a name without its patronymic, and one of several birth dates',
      'name-and-birth',
      [
        entry('Igor Ivanovich Sechin', DAY),
        entry('Igor SECHIN', { births: [{ from: '1960-09-07' }, { from: '1955-05-04' }] }),
      ],
    ],
  ])('joins by %s', (_, proof, [one, other]) => {
    const same = sameParty(one, other);
    expect(same?.proof).toBe(proof);
    expect(same?.because).toMatch(/\.$/);
    expect(sameParty(other, one)).toEqual(same);
  });

  it.each<[what: string, one: ListEntry, other: ListEntry]>([
    ['only a name', entry('Ada Quill'), entry('Ada Quill')],
    [
      'a name and the year',
      entry('Ada Quill', { births: [{ from: '1955' }] }),
      entry('Ada Quill', { births: [{ from: '1955' }] }),
    ],
    [
      'a name and the first of January, which stands for a day that is not known',
      entry('Ada Quill', { births: [{ from: '1955-01-01' }] }),
      entry('Ada Quill', { births: [{ from: '1955-01-01' }] }),
    ],
    [
      'the birth date of brothers',
      entry('Jamal Mustafa Abdallah Sultan Al-Tikriti', DAY),
      entry('Kamal Mustafa Abdallah Sultan Al-Tikriti', DAY),
    ],
    ['the birth date of twins', entry('Hassan Ali Karimi', DAY), entry('Hussein Ali Karimi', DAY)],
    ['one word and a birth date', entry('Hidayatullah', DAY), entry('Hidayatullah', DAY)],
    [
      'a weak alias and a birth date',
      listed('1', ['Ada Quill'], {
        ...DAY,
        names: [
          { full: 'Ada Quill', quality: 'primary' },
          { full: 'Old Fox', quality: 'weak' },
        ],
      }),
      entry('Old Fox', DAY),
    ],
    [
      'a number that strangers have in common by mistake',
      entry('Azim Aghajani', passport('6620505')),
      entry('Ali Akbar Tabatabaei', passport('6620505')),
    ],
    [
      'a number of another country',
      entry('Ada Quill', passport('K475336')),
      entry('Ada Quill', passport('K475336', 'IRN')),
    ],
    ['a short number', entry('Ada Quill', passport('4711')), entry('Ada Quill', passport('4711'))],
    [
      'a number of nothing but noughts',
      entry('Ada Quill', passport('00000000')),
      entry('Ada Quill', passport('00000000')),
    ],
    [
      'a stolen passport',
      entry('Ada Quill', {
        documents: [{ type: 'Passport', number: 'K475336', country: 'IRQ', note: 'stolen' }],
      }),
      entry('Ada Quill', passport('K475336')),
    ],
    [
      'a call sign',
      entry('Ada Quill', passport('K475336', 'IRQ', 'Call Sign')),
      entry('Ada Quill', passport('K475336', 'IRQ', 'Call Sign')),
    ],
  ])('does not join by %s', (_, one, other) => {
    expect(sameParty(one, other)).toBeUndefined();
    expect(sameParty(other, one)).toBeUndefined();
  });

  it.each<[what: string, one: Partial<ListEntry>, other: Partial<ListEntry>]>([
    ['birth date', DAY, { births: [{ from: '1955-05-05' }] }],
    ['birth year', { births: [{ from: '1955' }] }, { births: [{ from: '1958-01-01' }] }],
    ['gender', { genders: ['MALE'] }, { genders: ['FEMALE'] }],
    ['passport', passport('A1234567'), passport('B7654321')],
    ['kind', { kind: 'person' }, { kind: 'vessel' }],
  ])('joins nobody against another %s, not even by a publisher’s number', (_, one, other) => {
    const [left, right] = [entry('Ada Quill', un('QDi.001')), entry('Ada Quill', un('QDi.001'))];
    expect(sameParty(left, right)).toBeDefined();
    expect(sameParty({ ...left, ...one }, { ...right, ...other })).toBeUndefined();
  });

  it('takes an approximate year and a range for what they are', () => {
    const [left, right] = [un('QDi.001'), un('QDi.001')];
    const about = { births: [{ from: '1955', isApproximate: true }] };
    const range = { births: [{ from: '1950', to: '1957' }] };
    expect(
      sameParty(
        entry('A B', { ...left, ...about }),
        entry('A B', { ...right, births: [{ from: '1957-03-02' }] }),
      ),
    ).toBeDefined();
    expect(
      sameParty(entry('A B', { ...left, ...range }), entry('A B', { ...right, ...DAY })),
    ).toBeDefined();
  });
});

/** Few values of everything, so that agreement and contradiction are both frequent. */
const few = <T>(...values: readonly T[]) => fc.subarray([...values]);
const anyEntry = fc
  .record({
    kind: fc.constantFrom('person', 'person', 'person', 'organisation', 'unknown'),
    names: fc.subarray(['Ada Quill', 'Adah Quill', 'Otto Feather', 'Jamal Ali', 'Kamal Ali'], {
      minLength: 1,
    }),
    births: few('1955-05-04', '1955-05-05', '1955', '1961-01-01'),
    genders: few('MALE', 'FEMALE'),
    passports: few('K475336', 'L1234567'),
    numbers: few('QDi.001', 'TAi.002'),
  })
  .map(({ kind, names, births, genders, passports, numbers }) =>
    listed('1', names, {
      kind: kind as ListEntry['kind'],
      births: births.map((from) => ({ from })),
      genders: genders as ListEntry['genders'],
      documents: passports.map((number) => ({ type: 'Passport', number, country: 'IRQ' })),
      partyNumbers: numbers.map((number) => ({ register: 'UN', number })),
    }),
  );
const anyEntries = fc
  .array(anyEntry, { maxLength: 7 })
  .map((entries) => entries.map((one, at) => ({ key: `k${at}`, entry: one })));

const keysOf = (groups: ReturnType<typeof groupParties<{ key: string; entry: ListEntry }>>) =>
  groups
    .map(({ members }) => members.map(({ key }) => key).sort())
    .sort((one, other) => (one.join() < other.join() ? -1 : 1));

/** Written apart from the rule: no full date in common though both have nothing but full dates. */
function haveOtherDays(one: ListEntry, other: ListEntry): boolean {
  const days = ({ births }: ListEntry) => births.map(({ from }) => from);
  const areWhole = (of: ListEntry) =>
    of.births.length > 0 && days(of).every((day) => /-(?!01-01)\d\d-\d\d$/.test(day));
  return areWhole(one) && areWhole(other) && !days(one).some((day) => days(other).includes(day));
}

function haveOtherPassports(one: ListEntry, other: ListEntry): boolean {
  const numbers = ({ documents }: ListEntry) => documents.map(({ number }) => number);
  const [mine, theirs] = [numbers(one), numbers(other)];
  return mine.length > 0 && theirs.length > 0 && !mine.some((number) => theirs.includes(number));
}

describe('groupParties', () => {
  it('says the same of two entries in either order', () => {
    fc.assert(
      fc.property(anyEntry, anyEntry, (one, other) => {
        expect(sameParty(one, other)).toEqual(sameParty(other, one));
      }),
    );
  });

  it('finds the same parties in whatever order the entries come', () => {
    const shuffled = anyEntries.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, others]) => {
        expect(keysOf(groupParties(others))).toEqual(keysOf(groupParties(entries)));
      }),
      { numRuns: 300 },
    );
  });

  it('puts every entry in one party, and never two that contradict each other', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const groups = groupParties(entries);
        expect(keysOf(groups).flat().sort()).toEqual(entries.map(({ key }) => key).sort());
        for (const { members, proofs } of groups) {
          expect(proofs).toHaveLength(members.length - 1);
          for (const { entry: one } of members) {
            for (const { entry: other } of members) {
              expect(haveOtherDays(one, other)).toBe(false);
              expect(haveOtherPassports(one, other)).toBe(false);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never joins by names alone', () => {
    const nameless = anyEntries.map((entries) =>
      entries.map(({ key, entry: one }) => ({
        key,
        entry: { ...one, births: [], documents: [], partyNumbers: [] },
      })),
    );
    fc.assert(fc.property(nameless, (entries) => groupParties(entries).length === entries.length));
  });

  it('finds of a party’s entries alone the same party', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        for (const { members } of groupParties(entries)) {
          expect(groupParties(members)).toHaveLength(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('joins through a third, in the order given, and keeps what showed it', () => {
    const entries = [
      { key: 'csl', entry: entry('Ada Quill', { ...un('QDi.001') }) },
      { key: 'other', entry: entry('Ada Quill') },
      { key: 'un', entry: entry('Ada Quill', { ...un('QDi.001'), ...passport('K475336') }) },
      { key: 'eu', entry: entry('Ada Quill', passport('K475336')) },
    ];
    const [one, two, ...others] = groupParties(entries);
    expect(one?.members.map(({ key }) => key)).toEqual(['csl', 'un', 'eu']);
    expect(one?.proofs.map(({ proof }) => proof)).toEqual(['party-number', 'identity-number']);
    expect(two?.members.map(({ key }) => key)).toEqual(['other']);
    expect(others).toEqual([]);
  });
});

describe('partyFactsOf', () => {
  it('reads no identity out of what is none', () => {
    const types = ['SWIFT/BIC', 'Digital Currency Address - XBT', 'Government Gazette Number'];
    const documents = types.map((type) => ({ type, number: 'ABC12345' }));
    expect(partyFactsOf(entry('Ada Quill', { documents })).numbers).toEqual([]);
  });
});
