import { AML_MANUAL_STATUSES } from '@probity/contract/process-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mergeHits, type SearchReach } from './merge-hits.ts';
import { storedHit } from './test-results.ts';

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
const HIT = { listId: 'list-un', reference: 'un:1', materialHash: 'hash', match: LIKENESS };

describe('mergeHits', () => {
  it('opens a hit that was never seen', () => {
    expect(mergeHits([HIT], [], REACH)).toEqual({ kept: [], opened: [HIT], outdated: [] });
  });

  it.each([null, ...AML_MANUAL_STATUSES])(
    'keeps a known hit with what was said of it: %s',
    (manualStatus) => {
      const stored = storedHit({ manualStatus });
      expect(mergeHits([HIT], [stored], REACH)).toEqual({
        kept: [{ hit: HIT, stored }],
        opened: [],
        outdated: [],
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
    const changed = { ...HIT, materialHash: 'another' };

    expect(mergeHits([changed], [here, elsewhere], REACH)).toEqual({
      kept: [],
      opened: [changed],
      outdated: [here, elsewhere],
    });
  });

  it('does not take the word on another list of the same name', () => {
    const stored = storedHit({ manualStatus: 'FALSE_POSITIVE', basis: { listId: 'list-own' } });
    expect(mergeHits([HIT], [stored], REACH).opened).toEqual([HIT]);
  });

  it('outdates what is not found any more', () => {
    const gone = storedHit({ basis: { reference: 'un:2' } });
    expect(mergeHits([], [gone], REACH).outdated).toEqual([gone]);
  });

  it.each([
    {
      of: 'a list that did not answer',
      given: { basis: { listId: 'list-ofac', reference: 'ofac:2' } },
    },
    { of: 'another service', given: { serviceKey: 'aml', basis: { reference: 'un:2' } } },
    { of: 'another workflow', given: { workflowKey: 'other', basis: { reference: 'un:2' } } },
    { of: 'another step', given: { stepName: 'AML_MEDIA', basis: { reference: 'un:2' } } },
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
        basis: { query: QUERY, ...seen },
      });
      const hit = { ...HIT, match };

      expect(mergeHits([hit], [stored], { ...REACH, query }).kept.length).toBe(stands ? 1 : 0);
    });

    it('is not asked when the person is the same, however matching has changed', () => {
      const stored = storedHit({
        manualStatus: 'FALSE_POSITIVE',
        basis: { query: QUERY, ...seen },
      });
      const hit = { ...HIT, match: { match: 1, findings: [name, country] } };

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
    const old = storedHit({ manualStatus: 'FALSE_POSITIVE', basis: { materialHash: 'old' } });
    const current = storedHit({ workflowKey: 'other' });
    expect(mergeHits([HIT], [old, current], REACH).kept).toEqual([{ hit: HIT, stored: current }]);
  });

  it('keeps or opens every hit exactly once, and never outdates what it keeps', () => {
    const anyHit = fc.record({
      listId: fc.constant('list-un'),
      reference: fc.constantFrom('un:1', 'un:2', 'un:3'),
      materialHash: fc.constantFrom('hash', 'other'),
      match: fc.constant(LIKENESS),
    });
    const anyStored = fc
      .record({
        manualStatus: fc.constantFrom(null, ...AML_MANUAL_STATUSES),
        serviceKey: fc.constantFrom('kyc', 'aml'),
        basis: fc.record({
          reference: fc.constantFrom('un:1', 'un:2', 'un:3', 'un:4'),
          materialHash: fc.constantFrom('hash', 'other'),
          listId: fc.constantFrom('list-un', 'list-silent'),
        }),
      })
      .map(storedHit);
    fc.assert(
      fc.property(
        fc.uniqueArray(anyHit, { selector: ({ reference }) => reference }),
        fc.array(anyStored, { maxLength: 6 }),
        (hits, stored) => {
          const { kept, opened, outdated } = mergeHits(hits, stored, {
            ...REACH,
            query: { ...QUERY, births: [] },
          });
          expect([...kept.map(({ hit }) => hit), ...opened].sort(byReference)).toEqual(
            [...hits].sort(byReference),
          );
          for (const { hit, stored: result } of kept) {
            const { listId, reference, materialHash } = hit;
            expect(result.evidence.basis).toMatchObject({ listId, reference, materialHash });
            expect(outdated).not.toContain(result);
          }
          expect(stored).toEqual(expect.arrayContaining([...outdated]));
        },
      ),
    );
  });
});

function byReference(one: { reference: string }, other: { reference: string }): number {
  return one.reference < other.reference ? -1 : 1;
}
