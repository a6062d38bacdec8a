import { AmlSummary } from '@probity/contract/execution/aml-summary';
import {
  AML_MANUAL_STATUSES,
  ProcessResult as WireProcessResult,
} from '@probity/contract/process-result';
import type { ListingKind } from '@probity/screening';
import { describe, expect, it } from 'vitest';

import type { ProcessResult } from '../../features/results/process-result.ts';
import { processResultView } from '../../features/results/process-result-view.ts';
import type { WatchlistHit } from '../../providers/watchlist-provider.ts';
import { answered, listed, PERSON, screen, shown, storedFrom } from './test-screening.ts';

describe('the AML step', () => {
  it('asks for what it is configured for', async () => {
    const configuration = { lists: ['un'], kinds: ['PEP' as const], fuzziness: 5 };
    const { searches } = await screen({ answer: answered([]), configuration });

    expect(searches).toMatchObject([
      { lists: ['un'], kinds: ['PEP'], threshold: 0.95, limit: 100 },
    ]);
    expect(searches[0]?.query).toMatchObject({ births: ['1980-04-07'] });
  });

  it('is CLEAR when every list answered and nobody was found', async () => {
    const { end, step, kept } = await screen({ answer: answered([]) });

    expect(step).toMatchObject({ result: 'CLEAR', errors: [], processResultIds: [] });
    expect(end).toMatchObject({ isMandatory: true, issues: [], facts: { hits: 0, open: 0 } });
    expect(kept).toEqual([]);
    expect(AmlSummary.parse(step.summary)).toEqual(step.summary);
  });

  it('is HIT with one result a hit, and says of what kinds they are', async () => {
    const hits = [listed('1', 'SANCTION', 'PEP'), listed('2', 'PEP'), listed('3', 'MEDIA')];
    const { end, step, kept } = await screen({ answer: answered(hits) });

    expect(step.result).toBe('HIT');
    expect(step.processResultIds).toEqual(kept.map(({ processResultId }) => processResultId));
    expect(shown(end.issues)).toEqual(['AML/SANCTION false', 'AML/PEP false', 'AML/MEDIA false']);
    const [first, second] = step.processResultIds;
    expect(end.issues[1]?.processResultIds).toEqual([first, second]);
    expect(end.facts).toMatchObject({ hits: 3, open: 3, unresolvedPep: 2, unresolvedMedia: 1 });
    expect(AmlSummary.parse(step.summary)).toEqual(step.summary);
    expect(step.summary).toMatchObject({
      totalHits: 3,
      numUnresolvedSanction: 1,
      providerSummaries: [{ numUnresolved: 3, pepCountries: ['NZL'], watchlistCountries: [] }],
    });
  });

  it('counts hits apart by what officers have said, in all and by provider', async () => {
    const said = [null, 'FALSE_POSITIVE', 'TRUE_POSITIVE', 'UNKNOWN_ACCEPT', 'UNKNOWN_REJECT'];
    const hits = said.map((_, at) => listed(`${at}`, 'SANCTION'));
    const first = await storedFrom(hits);
    const stored = first.map((result, at) => ({ ...result, manualStatus: said[at] ?? null }));
    const { step, end } = await screen({ answer: answered(hits), stored });

    expect(step.summary).toMatchObject({
      totalHits: 5,
      totalFalsePositives: 1,
      totalTruePositives: 1,
      totalUnknown: 2,
      totalUnresolved: 1,
      numUnresolvedSanction: 1,
      providerSummaries: [
        { numHits: 5, numFalsePositives: 1, numTruePositives: 1, numUnknown: 2, numUnresolved: 1 },
      ],
    });
    expect(end.facts).toMatchObject({ open: 2, rejected: 1, openTruePositives: 1, unresolved: 1 });
  });

  it('keeps each hit as the contract has it, and what is needed to find it again', async () => {
    const { kept } = await screen({ answer: answered([listed('1', 'SANCTION')]) });
    const [result] = kept;
    if (!result) throw new Error('Nothing was kept.');

    const view = processResultView(result);
    expect(WireProcessResult.parse(view)).toEqual(view);
    expect(result).toMatchObject({
      class: 'AML',
      result: 'HIT',
      systemStatus: 'VALID',
      manualStatus: null,
      derivedFrom: expect.arrayContaining(['name-1', 'dob-1']),
      evidence: {
        basis: { members: [{ listId: 'list-un', listVersion: 4, materialHash: 'hash of 1' }] },
      },
    });
    expect(view).not.toHaveProperty('manualStatus');
  });

  it.each([
    { said: null, result: 'HIT', issues: ['AML/SANCTION false'] },
    { said: 'FALSE_POSITIVE', result: 'CLEARED', issues: [] },
    { said: 'TRUE_POSITIVE', result: 'HIT', issues: ['AML/SANCTION false'] },
    { said: 'TRUE_POSITIVE_ACCEPT', result: 'HIT_ACCEPTED', issues: ['AML/SANCTION true'] },
    { said: 'TRUE_POSITIVE_REJECT', result: 'HIT_REJECTED', issues: ['AML/SANCTION true'] },
    { said: 'UNKNOWN', result: 'HIT', issues: ['AML/SANCTION false'] },
    { said: 'UNKNOWN_ACCEPT', result: 'HIT_ACCEPTED', issues: ['AML/SANCTION true'] },
    { said: 'UNKNOWN_REJECT', result: 'HIT_REJECTED', issues: ['AML/SANCTION true'] },
  ])('is $result when officers have said $said', async ({ said, result, issues }) => {
    const hits = [listed('1', 'SANCTION')];
    const stored = await storedFrom(hits, said);
    const { end, step, kept, stale } = await screen({ answer: answered(hits), stored });

    expect(step.result).toBe(result);
    expect(shown(end.issues)).toEqual(issues);
    expect(step.processResultIds).toEqual(stored.map(({ processResultId }) => processResultId));
    expect([...kept, ...stale]).toEqual([]);
  });

  it.each(AML_MANUAL_STATUSES)('opens a hit again that changed since it was %s', async (said) => {
    const stored = await storedFrom([listed('1', 'PEP')], said);
    const changed = { ...listed('1', 'PEP', 'SANCTION'), materialHash: 'another' };
    const { step, kept, stale } = await screen({ answer: answered([changed]), stored });

    expect(step.result).toBe('HIT');
    expect(kept).toMatchObject([{ manualStatus: null }]);
    expect(stale).toEqual(stored.map(({ processResultId }) => processResultId));
  });

  it('is CLEAR, and outdates the result, when a party is not listed any more', async () => {
    const stored = await storedFrom([listed('1', 'SANCTION')]);
    const { step, stale } = await screen({ answer: answered([]), stored });

    expect(step.result).toBe('CLEAR');
    expect(stale).toHaveLength(1);
  });

  it.each(['not-loaded', 'stale', 'failing', 'too-many-hits'] as const)(
    'is ERROR when a list is %s, whatever the others say, and keeps what they found',
    async (because) => {
      const silent = [{ name: 'ofac', because }];
      for (const hits of [[], [listed('1', 'SANCTION')]]) {
        const { end, step, kept } = await screen({ answer: answered(hits, silent) });
        expect(step.result).toBe('ERROR');
        expect(step.errors).toMatchObject([{ description: expect.stringContaining('ofac') }]);
        expect(end.issues).toContainEqual(
          expect.objectContaining({ category: 'SYSTEM', issue: 'SERVICE_ERROR', isCleared: false }),
        );
        expect(step.serviceProviders).toMatchObject([{ result: 'ERROR' }]);
        expect(kept).toHaveLength(hits.length);
        expect(end.facts.open).toBe(hits.length);
      }
    },
  );

  it('is ERROR with a silent list even when every hit was cleared', async () => {
    const hits = [listed('1', 'SANCTION')];
    const stored = await storedFrom(hits, 'FALSE_POSITIVE');
    const answer = answered(hits, [{ name: 'ofac', because: 'stale' }]);
    expect((await screen({ answer, stored })).step.result).toBe('ERROR');
  });

  it('leaves the results of a silent list as they are', async () => {
    const stored = await storedFrom([listed('1', 'SANCTION')]);
    const answer = answered([], [{ name: 'un', because: 'failing' }], []);
    expect((await screen({ answer, stored })).stale).toEqual([]);
  });

  describe('with a party that several lists name', () => {
    const born = { births: [{ from: '1980-04-07' }] };
    const on = (list: string, reference: string, ...kinds: ListingKind[]): WatchlistHit => {
      const hit = listed(reference, ...kinds);
      return {
        ...hit,
        listId: `list-${list}`,
        listName: list,
        entry: { ...hit.entry, ...born },
        match: { ...hit.match, listId: `list-${list}` },
      };
    };
    const [un, ofac] = [on('un', '1', 'SANCTION'), on('ofac', '9', 'SANCTION', 'PEP')];
    const BOTH = ['un', 'ofac'].map((name) => ({ listId: `list-${name}`, name, version: 4 }));

    it('keeps one result, counted once for each kind, with every listing in it', async () => {
      const { end, step, kept } = await screen({ answer: answered([un, ofac], [], BOTH) });

      expect(step.processResultIds).toEqual(kept.map(({ processResultId }) => processResultId));
      expect(kept).toMatchObject([
        {
          evidence: {
            supplementaryData: {
              sanctionData: [{ sourceName: 'un' }, { sourceName: 'ofac' }],
              pepData: [{ sourceName: 'ofac' }],
            },
            notes: {
              'one-party': {
                value:
                  '2 listings are taken for one party: un:1, ofac:9. ' +
                  'Both are named “Ada Quill” and born on 1980-04-07.',
              },
              'list-versions': { value: 'un version 4, ofac version 4' },
              'engine-version': { value: '1.0.0' },
            },
          },
        },
      ]);
      expect(step.summary).toMatchObject({
        totalHits: 1,
        numUnresolvedSanction: 1,
        numUnresolvedPEP: 1,
      });
      expect(end.facts).toMatchObject({ hits: 1, open: 1 });
      expect(step.notes).toMatchObject({
        'list-versions': { value: 'un version 4, ofac version 4' },
      });
      const view = processResultView(kept[0] as ProcessResult);
      expect(WireProcessResult.parse(view)).toEqual(view);
    });

    it('is HIT again when another list names a party that was cleared', async () => {
      const stored = await storedFrom([un], 'FALSE_POSITIVE');
      const { step, kept, stale } = await screen({
        answer: answered([un, ofac], [], BOTH),
        stored,
      });
      expect(step.result).toBe('HIT');
      expect(kept).toMatchObject([{ manualStatus: null }]);
      expect(stale).toEqual(stored.map(({ processResultId }) => processResultId));
    });

    it('stays CLEARED when one list names it no more, and says so', async () => {
      const stored = await storedFrom([un, ofac], 'FALSE_POSITIVE');
      const { step, kept, stale } = await screen({ answer: answered([un], [], BOTH), stored });
      expect(step.result).toBe('CLEARED');
      expect([...kept, ...stale]).toEqual([]);
      expect(step.notes?.['missing-listing-1']?.value).toBe(
        `List ofac no longer brings 9, one of the listings of process result ` +
          `${stored[0]?.processResultId}, which stands on the others.`,
      );
      expect(step.summary).toMatchObject({ totalHits: 1 });
    });

    it('is ERROR, with everything as it was, when one of its lists is silent', async () => {
      const stored = await storedFrom([un, ofac], 'FALSE_POSITIVE');
      const answer = answered([un], [{ name: 'ofac', because: 'stale' }], BOTH.slice(0, 1));
      const { step, kept, stale } = await screen({ answer, stored });
      expect(step.result).toBe('ERROR');
      expect([...kept, ...stale]).toEqual([]);
      expect(Object.keys(step.notes ?? {})).not.toContain('missing-listing-1');
    });

    it('lists one result once when the entries have come apart', async () => {
      const stored = await storedFrom([un, ofac], 'FALSE_POSITIVE');
      const apart = { ...ofac, entry: { ...ofac.entry, births: [] } };
      const { step } = await screen({ answer: answered([un, apart], [], BOTH), stored });
      expect(step.processResultIds).toEqual(stored.map(({ processResultId }) => processResultId));
      expect(step).toMatchObject({ result: 'CLEARED', summary: { totalHits: 1 } });
    });

    it('keeps what was decided of each entry before they were known to be one', async () => {
      const apart = { ...ofac, entry: { ...ofac.entry, births: [] } };
      const stored = await storedFrom([un, apart], 'FALSE_POSITIVE');
      expect(stored).toHaveLength(2);
      const { step, kept } = await screen({ answer: answered([un, ofac], [], BOTH), stored });
      expect(step).toMatchObject({ result: 'CLEARED', summary: { totalHits: 2 } });
      expect(kept).toEqual([]);
    });
  });

  it('tells two parties apart whose list and number read the same in one line', async () => {
    const one = { ...listed('b:1', 'SANCTION'), listName: 'a' };
    const other = { ...listed('1', 'PEP'), listName: 'a:b' };
    const stored = await storedFrom([one], 'FALSE_POSITIVE');
    const { step, kept } = await screen({ answer: answered([one, other]), stored });

    expect(step.result).toBe('HIT');
    expect(kept).toHaveLength(1);
  });

  it.each([
    { why: 'there is no name', individual: {}, answer: answered([]) },
    {
      why: 'nothing can be compared',
      individual: PERSON,
      answer: { outcome: 'not-comparable', because: 'only signs' } as const,
    },
  ])('is MISSING_DATA, never CLEAR, when $why', async ({ individual, answer }) => {
    const { end, step } = await screen({ answer, individual });

    expect(step.result).toBe('MISSING_DATA');
    expect(shown(end.issues)).toEqual(['BAD_DATA/BAD_DATA_NAME false']);
    expect(step.errors).toHaveLength(1);
    expect(end.isMandatory).toBe(true);
  });

  it('is optional only where its configuration says so', async () => {
    const configuration = { isMandatory: false };
    for (const individual of [PERSON, {}]) {
      const { end } = await screen({ answer: answered([]), individual, configuration });
      expect(end.isMandatory).toBe(false);
    }
  });

  it('repeats nothing of the person in its errors', async () => {
    const silent = [{ name: 'ofac', because: 'stale' as const }];
    const { step, end } = await screen({ answer: answered([], silent) });
    expect(JSON.stringify([step.errors, end.issues, end.facts])).not.toMatch(/Quill|Ada|1980/);
  });
});
