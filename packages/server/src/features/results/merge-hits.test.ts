import { AML_MANUAL_STATUSES } from '@probity/contract/process-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mergeHits, type SearchReach } from './merge-hits.ts';
import { hitMember, storedHit } from './test-results.ts';

const ADA = { full: 'Ada Quill' };
const QUERY = { names: [ADA], kind: 'person', births: ['1980-04-07'] };
const REACH: SearchReach = {
  listIds: new Set(['list-un']),
  serviceKey: 'kyc',
  workflowKey: 'aml-screening',
  stepName: 'AML',
  query: QUERY,
};
const LIKENESS = { match: 0.9, findings: [] };
const MEMBER = { listId: 'list-un', reference: 'un:1', materialHash: 'hash', match: LIKENESS };
const HIT = { members: [MEMBER] };
const hitOf = (...members: ReadonlyArray<Partial<typeof MEMBER>>) => ({
  members: members.map((member) => ({ ...MEMBER, ...member })),
});

describe('mergeHits', () => {
  it('opens a hit that was never seen', () => {
    expect(mergeHits([HIT], [], REACH)).toEqual({
      kept: [],
      opened: [HIT],
      outdated: [],
      missing: [],
    });
  });

  it.each([null, ...AML_MANUAL_STATUSES])(
    'keeps a known hit with what was said of it: %s',
    (manualStatus) => {
      const stored = storedHit({ manualStatus });
      expect(mergeHits([HIT], [stored], REACH)).toEqual({
        kept: [{ hit: HIT, stored }],
        opened: [],
        outdated: [],
        missing: [],
      });
    },
  );

  it('keeps the word that was said in another workflow of the person', () => {
    const stored = storedHit({ manualStatus: 'FALSE_POSITIVE', serviceKey: 'aml', stepName: 'X' });
    expect(mergeHits([HIT], [stored], REACH).kept).toEqual([{ hit: HIT, stored }]);
  });

  it('reopens a hit whose listing has changed, and outdates the old result wherever it is', () => {
    const here = storedHit({ manualStatus: 'FALSE_POSITIVE' });
    const elsewhere = storedHit({ manualStatus: 'FALSE_POSITIVE', workflowKey: 'other' });
    const changed = hitOf({ materialHash: 'another' });

    expect(mergeHits([changed], [here, elsewhere], REACH)).toEqual({
      kept: [],
      opened: [changed],
      outdated: [here, elsewhere],
      missing: [],
    });
  });

  it('does not take the word on another list of the same name', () => {
    const stored = storedHit({ manualStatus: 'FALSE_POSITIVE', member: { listId: 'list-own' } });
    expect(mergeHits([HIT], [stored], REACH).opened).toEqual([HIT]);
  });

  it('outdates what is not found any more', () => {
    const gone = storedHit({ member: { reference: 'un:2' } });
    expect(mergeHits([], [gone], REACH).outdated).toEqual([gone]);
  });

  it.each([
    {
      of: 'a list that did not answer',
      given: { member: { listId: 'list-ofac', reference: 'ofac:2' } },
    },
    { of: 'another service', given: { serviceKey: 'aml', member: { reference: 'un:2' } } },
    { of: 'another workflow', given: { workflowKey: 'other', member: { reference: 'un:2' } } },
    { of: 'another step', given: { stepName: 'AML_MEDIA', member: { reference: 'un:2' } } },
  ])('leaves alone what is not found, of $of', ({ given }) => {
    const stored = storedHit(given);
    expect(mergeHits([HIT], [stored, storedHit()], REACH).outdated).toEqual([]);
  });

  it.each([
    { what: 'the same', query: QUERY, stands: true },
    { what: 'a name more', query: { ...QUERY, names: [{ full: 'Bea' }, ADA] }, stands: true },
    { what: 'a date more', query: { ...QUERY, births: [...QUERY.births, '1981'] }, stands: true },
    { what: 'a field more', query: { ...QUERY, genders: ['FEMALE'] }, stands: true },
    { what: 'another name', query: { ...QUERY, names: [{ full: 'Bea' }] }, stands: false },
    {
      what: 'the name with other parts',
      query: { ...QUERY, names: [{ ...ADA, given: 'A' }] },
      stands: false,
    },
    { what: 'no date', query: { ...QUERY, births: [] }, stands: false },
    { what: 'no dates at all', query: { names: [ADA], kind: 'person' }, stands: false },
    { what: 'another kind', query: { ...QUERY, kind: 'vessel' }, stands: false },
  ])(
    'lets a decision stand: $stands, when the person is asked about with $what',
    ({ query, stands }) => {
      const stored = storedHit({ manualStatus: 'FALSE_POSITIVE', basis: { query: QUERY } });
      const { kept, opened, outdated } = mergeHits([HIT], [stored], { ...REACH, query });

      expect({ kept: kept.length, opened: opened.length, outdated: outdated.length }).toEqual(
        stands ? { kept: 1, opened: 0, outdated: 0 } : { kept: 0, opened: 1, outdated: 1 },
      );
    },
  );

  describe('when something is added to the person', () => {
    const query = { ...QUERY, countries: ['AUS'] };
    const name = { signal: 'same-words', agreement: 'agrees' } as const;
    const country = { signal: 'country', agreement: 'agrees' } as const;
    const seen = {
      match: 0.9,
      findings: [{ ...name, effect: 1, because: 'The names agree.' }],
    };

    it.each([
      {
        what: 'it says nothing for the match',
        match: { match: 0.9, findings: [name] },
        stands: true,
      },
      {
        what: 'it speaks against the match',
        match: { match: 0.7, findings: [name] },
        stands: true,
      },
      { what: 'it agrees', match: { match: 0.9, findings: [name, country] }, stands: false },
      {
        what: 'it makes the match stronger',
        match: { match: 0.95, findings: [name] },
        stands: false,
      },
    ])('lets the decision stand: $stands, when $what', ({ match, stands }) => {
      const stored = storedHit({
        manualStatus: 'FALSE_POSITIVE',
        basis: { query: QUERY },
        member: seen,
      });
      const hit = { members: [{ ...MEMBER, match }] };

      expect(mergeHits([hit], [stored], { ...REACH, query }).kept.length).toBe(stands ? 1 : 0);
    });

    it('is not asked when the person is the same, however matching has changed', () => {
      const stored = storedHit({
        manualStatus: 'FALSE_POSITIVE',
        basis: { query: QUERY },
        member: seen,
      });
      const hit = { members: [{ ...MEMBER, match: { match: 1, findings: [name, country] } }] };

      expect(mergeHits([hit], [stored], REACH).kept.length).toBe(1);
    });
  });

  it('takes the latest word where a party is stored twice, and the newest where there is none', () => {
    const day = (number: number) => new Date(`2026-01-0${number}T00:00:00Z`);
    const at = (number: number, manualStatus: string | null) =>
      storedHit({
        manualStatus,
        createdAt: day(1),
        updatedAt: day(number),
        workflowKey: `${number}`,
      });
    const undecided = at(4, null);
    const cleared = at(2, 'FALSE_POSITIVE');
    const rejected = at(3, 'TRUE_POSITIVE_REJECT');

    const standing = (...stored: ReturnType<typeof at>[]) =>
      mergeHits([HIT], stored, REACH).kept.map(({ stored: result }) => result);
    expect(standing(cleared, undecided, rejected)).toEqual([rejected]);
    expect(standing(undecided, cleared)).toEqual([cleared]);
    expect(standing(at(1, null), undecided)).toEqual([undecided]);
  });

  it('never keeps a word about a listing that has changed, though a twin is up to date', () => {
    const old = storedHit({ manualStatus: 'FALSE_POSITIVE', member: { materialHash: 'old' } });
    const current = storedHit({ workflowKey: 'other' });
    expect(mergeHits([HIT], [old, current], REACH).kept).toEqual([{ hit: HIT, stored: current }]);
  });

  describe('with a party that several lists name', () => {
    const OFAC = { listId: 'list-ofac', reference: '7157' };
    const BOTH: SearchReach = { ...REACH, listIds: new Set(['list-un', 'list-ofac']) };
    const both = hitOf({}, OFAC);
    const storedBoth = (manualStatus: string | null = 'FALSE_POSITIVE') =>
      storedHit({
        manualStatus,
        basis: { query: QUERY, members: [hitMember(), hitMember(OFAC)] },
      });
    const named = (given: Parameters<typeof storedHit>[0]) =>
      storedHit({ basis: { query: QUERY }, ...given });

    it('keeps a decision while every entry says the same, in whatever order', () => {
      const stored = storedBoth();
      const turned = hitOf(OFAC, {});
      expect(mergeHits([turned], [stored], BOTH).kept).toEqual([{ hit: turned, stored }]);
    });

    it('opens the hit when another list names the party too', () => {
      const stored = named({ manualStatus: 'FALSE_POSITIVE' });
      expect(mergeHits([both], [stored], BOTH)).toMatchObject({
        kept: [],
        opened: [both],
        outdated: [stored],
      });
    });

    it.each([0, 1])('opens the hit when entry %i has changed', (at) => {
      const changed = {
        members: both.members.map((member, place) =>
          place === at ? { ...member, materialHash: 'another' } : member,
        ),
      };
      const stored = storedBoth();
      expect(mergeHits([changed], [stored], BOTH)).toMatchObject({
        kept: [],
        opened: [changed],
        outdated: [stored],
      });
    });

    it('leaves the decision standing when one list names the party no more, and tells', () => {
      const stored = storedBoth();
      const { kept, outdated, missing } = mergeHits([hitOf(OFAC)], [stored], BOTH);
      expect(kept).toHaveLength(1);
      expect(outdated).toEqual([]);
      expect(missing).toEqual([{ stored, member: hitMember() }]);
    });

    it('misses nothing of a list that did not answer', () => {
      const silent = { ...BOTH, listIds: new Set(['list-ofac']) };
      const stored = storedBoth();
      expect(mergeHits([hitOf(OFAC)], [stored], silent)).toMatchObject({
        kept: [{ stored }],
        missing: [],
      });
      expect(mergeHits([], [stored], silent).outdated).toEqual([]);
    });

    it('outdates the result when no list names the party any more', () => {
      const stored = storedBoth();
      expect(mergeHits([], [stored], BOTH).outdated).toEqual([stored]);
    });

    it('stands for both parts of a party that has come apart', () => {
      const stored = storedBoth();
      const [un, ofac] = [hitOf({}), hitOf(OFAC)];
      expect(mergeHits([un, ofac], [stored], BOTH)).toEqual({
        kept: [
          { hit: un, stored },
          { hit: ofac, stored },
        ],
        opened: [],
        outdated: [],
        missing: [],
      });
    });

    it('stands for no part when one of them has changed', () => {
      const stored = storedBoth();
      const hits = [hitOf({}), hitOf({ ...OFAC, materialHash: 'another' })];
      expect(mergeHits(hits, [stored], BOTH)).toMatchObject({
        kept: [],
        opened: hits,
        outdated: [stored],
      });
    });

    it('stands for no part when a third list names one of them', () => {
      const stored = storedBoth();
      const hits = [hitOf({}), hitOf(OFAC, { listId: 'list-csl', reference: 'SDN-7157' })];
      expect(mergeHits(hits, [stored], BOTH).opened).toEqual(hits);
    });

    it('keeps what was said of each entry before they were known to be one', () => {
      const [un, ofac] = ['FALSE_POSITIVE', 'FALSE_POSITIVE'].map((manualStatus, at) =>
        named({ manualStatus, member: at === 0 ? {} : OFAC }),
      );
      expect(mergeHits([both], [un, ofac].filter(isDefined), BOTH)).toEqual({
        kept: [
          { hit: both, stored: un },
          { hit: both, stored: ofac },
        ],
        opened: [],
        outdated: [],
        missing: [],
      });
    });

    it.each([
      ['FALSE_POSITIVE', 'TRUE_POSITIVE_REJECT'],
      ['FALSE_POSITIVE', null],
      [null, 'FALSE_POSITIVE'],
      [null, null],
    ])('asks anew when the entries were decided as %s and %s', (first, second) => {
      const stored = [
        named({ manualStatus: first }),
        named({ manualStatus: second, member: OFAC }),
      ];
      expect(mergeHits([both], stored, BOTH)).toMatchObject({
        kept: [],
        opened: [both],
        outdated: stored,
      });
    });

    it.each([
      ['later', '2026-03-01T00:00:00Z', 0],
      ['at once', '2026-02-01T00:00:00Z', 0],
      ['before', '2026-01-01T00:00:00Z', 1],
    ])('a word on one entry alone that was said %s', (_, at, standing) => {
      const whole = { ...storedBoth(), updatedAt: new Date('2026-02-01T00:00:00Z') };
      const part = named({
        manualStatus: 'TRUE_POSITIVE_REJECT',
        updatedAt: new Date(at),
        workflowKey: 'other',
      });
      expect(mergeHits([both], [whole, part], BOTH).kept).toHaveLength(standing);
    });
  });

  describe('whatever is found and stored', () => {
    const place = fc.record({
      listId: fc.constantFrom('list-un', 'list-ofac', 'list-silent'),
      reference: fc.constantFrom('1', '2', '3'),
    });
    const keyOf = (member: { listId: string; reference: string }) =>
      `${member.listId}/${member.reference}`;
    const places = fc.uniqueArray(place, { selector: keyOf, minLength: 1, maxLength: 3 });
    const hash = fc.constantFrom('hash', 'hash', 'hash', 'other');
    const anyHits = fc
      .tuple(
        fc.uniqueArray(place, { selector: keyOf, maxLength: 6 }),
        fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
        fc.array(hash, { minLength: 6, maxLength: 6 }),
      )
      .map(([all, party, hashes]) => {
        const hits = [0, 1, 2].map((number) => ({
          members: all.flatMap((one, at) =>
            party[at] === number
              ? [{ ...one, materialHash: hashes[at] ?? 'hash', match: LIKENESS }]
              : [],
          ),
        }));
        return hits.filter(({ members }) => members.length > 0);
      });
    const anyStored = fc
      .record({
        manualStatus: fc.constantFrom(null, ...AML_MANUAL_STATUSES),
        serviceKey: fc.constantFrom('kyc', 'kyc', 'aml'),
        updatedAt: fc.constantFrom(1, 2, 3).map((day) => new Date(`2026-01-0${day}T00:00:00Z`)),
        members: places,
        materialHash: hash,
        query: fc.constantFrom(QUERY, { ...QUERY, births: [] }, { ...QUERY, births: ['1999'] }),
      })
      .map(({ members, materialHash, query, ...given }) =>
        storedHit({
          ...given,
          basis: {
            query,
            members: members.map((one) => hitMember({ ...one, materialHash })),
          },
        }),
      );
    const reach = { ...REACH, listIds: new Set(['list-un', 'list-ofac']) };
    const anything = [anyHits, fc.array(anyStored, { maxLength: 6 })] as const;
    const membersOf = (result: ReturnType<typeof storedHit>) =>
      result.evidence.basis?.members ?? [];

    it('keeps or opens every hit, never both, and outdates nothing that it keeps', () => {
      fc.assert(
        fc.property(...anything, (hits, stored) => {
          const { kept, opened, outdated } = mergeHits(hits, stored, reach);
          const standing = new Set(kept.map(({ hit }) => hit));
          expect(standing.size + opened.length).toBe(hits.length);
          expect(opened.some((hit) => standing.has(hit))).toBe(false);
          expect(kept.some(({ stored: result }) => outdated.includes(result))).toBe(false);
          expect(stored).toEqual(expect.arrayContaining([...outdated]));
        }),
        { numRuns: 500 },
      );
    });

    it('keeps a word only on entries that were known, unchanged, and that one word is about', () => {
      fc.assert(
        fc.property(...anything, (hits, stored) => {
          const { kept } = mergeHits(hits, stored, reach);
          for (const hit of hits) {
            const results = kept.flatMap((one) => (one.hit === hit ? [one.stored] : []));
            if (results.length === 0) continue;
            const known = new Set(
              results.flatMap(membersOf).map((one) => `${keyOf(one)} ${one.materialHash}`),
            );
            for (const one of hit.members)
              expect(known).toContain(`${keyOf(one)} ${one.materialHash}`);
            expect(new Set(results.map(({ manualStatus }) => manualStatus)).size).toBe(1);
          }
        }),
        { numRuns: 500 },
      );
    });

    it('never clears against a later word on the same entry', () => {
      fc.assert(
        fc.property(...anything, (hits, stored) => {
          for (const { stored: result } of mergeHits(hits, stored, reach).kept) {
            if (result.manualStatus === null) continue;
            const places = membersOf(result).map(keyOf);
            const later = stored.filter(
              (one) =>
                one.manualStatus !== null &&
                one.updatedAt > result.updatedAt &&
                membersOf(one).some((member) => places.includes(keyOf(member))),
            );
            for (const one of later) expect(one.manualStatus).toBe(result.manualStatus);
          }
        }),
        { numRuns: 500 },
      );
    });

    it('takes a result that lost one hit from all others, and leaves silent lists alone', () => {
      fc.assert(
        fc.property(...anything, (hits, stored) => {
          const { kept, opened, outdated, missing } = mergeHits(hits, stored, reach);
          const lost = new Set(opened.flatMap(({ members }) => members.map(keyOf)));
          for (const { stored: result } of kept) {
            expect(membersOf(result).some((member) => lost.has(keyOf(member)))).toBe(false);
          }
          for (const result of outdated) {
            const isReplaced = membersOf(result).some((member) => lost.has(keyOf(member)));
            const isSilent = membersOf(result).some(({ listId }) => listId === 'list-silent');
            expect(isReplaced || !isSilent).toBe(true);
          }
          for (const { member } of missing) expect(member.listId).not.toBe('list-silent');
        }),
        { numRuns: 500 },
      );
    });

    it('is the same in whatever order hits, entries and results come', () => {
      const summary = (
        hits: Parameters<typeof mergeHits>[0],
        stored: readonly ReturnType<typeof storedHit>[],
      ) => {
        const { kept, opened, outdated } = mergeHits(hits, stored, reach);
        const name = ({ members }: (typeof hits)[number]) => members.map(keyOf).sort().join();
        return [
          kept.map(({ hit }) => name(hit)).sort(),
          opened.map(name).sort(),
          outdated.map(({ processResultId }) => processResultId).sort(),
        ];
      };
      fc.assert(
        fc.property(...anything, (hits, stored) => {
          const distinct = stored.map((one, at) => ({
            ...one,
            updatedAt: new Date(one.updatedAt.getTime() + at),
          }));
          const turned = hits.map(({ members }) => ({ members: [...members].reverse() })).reverse();
          expect(summary(turned, [...distinct].reverse())).toEqual(summary(hits, distinct));
        }),
        { numRuns: 500 },
      );
    });
  });
});

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
