import { AmlSummary } from '@probity/contract/execution/aml-summary';
import { ProcessResult as WireProcessResult } from '@probity/contract/process-result';
import type { ListingKind } from '@probity/screening';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { processResultView } from '../../features/results/process-result-view.ts';
import type {
  WatchlistAnswer,
  WatchlistHit,
  WatchlistProvider,
} from '../../providers/watchlist-provider.ts';
import { screen, shown } from './test-screening.ts';
import { hitOn, listOf, vendorOf } from './test-watchlists.ts';

describe('the AML step with vendors beside the lists', () => {
  const vendor = { score: 0.83, isMatch: true };
  const both = (lists: readonly WatchlistHit[], vendors: readonly WatchlistHit[]) => [
    { ...vendorOf('probity', listOf('list-un', lists)), isHere: true },
    vendorOf('yente', listOf('yente/default', vendors)),
  ];
  const screenBoth = (
    watchlists: readonly WatchlistProvider[],
    stored?: readonly ProcessResult[],
  ) => screen({ watchlists, ...(stored && { stored }) });
  const kin = { births: [{ from: '1980-04-07' }] };

  it('shows what each found, and sums up each apart', async () => {
    const { step, kept, end } = await screenBoth(
      both([hitOn('list-un', '1')], [hitOn('yente/default', 'NK-1', { kinds: ['PEP'], vendor })]),
    );
    expect(kept.map(({ evidence }) => evidence.providerResult)).toMatchObject([
      { name: 'probity', reference: 'list-un:1', confidence: { normalized: 90 } },
      {
        name: 'yente',
        source: 'yente/default',
        reference: 'yente/default:NK-1',
        confidence: { normalized: 83, actual: '0.8300' },
      },
    ]);
    expect(step.summary).toMatchObject({
      totalHits: 2,
      providerSummaries: [
        { name: 'probity', numHits: 1, numUnresolvedSanction: 1, numUnresolvedPEP: 0 },
        { name: 'yente', numHits: 1, numUnresolvedSanction: 0, numUnresolvedPEP: 1 },
      ],
    });
    expect(AmlSummary.parse(step.summary)).toEqual(step.summary);
    expect(step.serviceProviders).toMatchObject([
      { provider: 'probity', result: 'HIT', order: 1 },
      { provider: 'yente', result: 'HIT', order: 2 },
    ]);
    expect(end.facts).toMatchObject({ hits: 2, open: 2 });
    for (const result of kept) {
      const view = processResultView(result);
      expect(WireProcessResult.parse(view)).toEqual(view);
    }
  });

  it('says where a vendor and our own engine differ', async () => {
    const doubted = { match: { match: 0.62 }, vendor };
    const { kept } = await screenBoth(both([], [hitOn('yente/default', 'NK-1', doubted)]));
    expect(kept[0]?.evidence.notes).toMatchObject({
      'vendor-match': {
        value:
          'yente scores yente/default:NK-1 with 83 of 100 and calls it a match; matched by this ' +
          'engine it has 62 and would be none here, where 80 is asked for.',
      },
    });
    expect(kept[0]?.evidence.supplementaryData).toMatchObject({ matchData: { strength: 62 } });
  });

  it('makes one hit of one party, whoever names it', async () => {
    const ours = hitOn('list-un', '1', { entry: kin });
    const theirs = hitOn('yente/default', 'NK-1', { entry: kin, match: { match: 0.95 }, vendor });
    const { step, kept } = await screenBoth(both([ours], [theirs]));
    expect(kept).toHaveLength(1);
    expect(kept[0]?.evidence.basis).toMatchObject({
      provider: 'yente',
      members: [
        { listId: 'yente/default', vendor },
        { listId: 'list-un', provider: 'probity' },
      ],
    });
    expect(step.summary).toMatchObject({
      totalHits: 1,
      providerSummaries: [
        { name: 'probity', numHits: 1 },
        { name: 'yente', numHits: 1 },
      ],
    });
  });

  it('keeps a decision on a vendor’s hit until something material changes', async () => {
    const found = hitOn('yente/default', 'NK-1', { vendor });
    const first = await screenBoth(both([], [found]));
    const stored = first.kept.map(
      (one): ProcessResult => ({ ...one, manualStatus: 'FALSE_POSITIVE' }),
    );
    const rescored = { ...found, listVersion: '8', vendor: { score: 0.99, isMatch: true } };
    expect((await screenBoth(both([], [rescored]), stored)).step.result).toBe('CLEARED');
    const changed = { ...found, materialHash: 'another' };
    const again = await screenBoth(both([], [changed]), stored);
    expect([again.step.result, again.stale.length]).toEqual(['HIT', 1]);
    const gone = await screenBoth(both([], []), stored);
    expect([gone.step.result, gone.stale.length]).toEqual(['CLEAR', 1]);
  });

  it.each([
    ['timeout', 'SERVICE_TIMEOUT', 'CHECK-0504'],
    ['error', 'SERVICE_ERROR', 'CHECK-0503'],
    ['refused', 'SERVICE_ERROR', 'CHECK-0503'],
  ] as const)(
    'is ERROR where one is silent by %s, and leaves its results as they are',
    async (because, name, code) => {
      const found = hitOn('yente/default', 'NK-1', { vendor });
      const { kept } = await screenBoth(both([], [found]));
      const stored = kept.map((one): ProcessResult => ({ ...one, manualStatus: 'FALSE_POSITIVE' }));
      const silent = { outcome: 'silent', because, detail: 'yente said nothing' } as const;
      const [lists] = both([], []);
      const { step, end, stale } = await screenBoth(
        [lists as WatchlistProvider, vendorOf('yente', silent)],
        stored,
      );
      expect(step).toMatchObject({
        result: 'ERROR',
        errors: [{ code, description: 'yente said nothing', location: 'yente' }],
        serviceProviders: [{ result: 'CLEAR' }, { provider: 'yente', result: 'ERROR' }],
        summary: { providerSummaries: [{ name: 'probity' }] },
      });
      expect(shown(end.issues)).toEqual([`SYSTEM/${name} false`]);
      expect(stale).toEqual([]);
    },
  );

  it('raises one issue of a kind, and names everybody who was silent', async () => {
    const silent = (name: string, because: 'timeout' | 'error') =>
      vendorOf(name, { outcome: 'silent', because, detail: `${name} said nothing` });
    const { step, end } = await screenBoth([
      silent('one', 'error'),
      silent('two', 'timeout'),
      silent('three', 'error'),
    ]);
    expect(shown(end.issues)).toEqual([
      'SYSTEM/SERVICE_ERROR false',
      'SYSTEM/SERVICE_TIMEOUT false',
    ]);
    expect(step.errors.map(({ location }) => location)).toEqual(['one', 'two', 'three']);
  });

  it('is MISSING_DATA where anybody could compare nothing, and keeps what others found', async () => {
    const because = 'There is nothing to compare.';
    const [lists] = both([hitOn('list-un', '1')], []);
    const { step, kept, end } = await screenBoth([
      lists as WatchlistProvider,
      vendorOf('yente', { outcome: 'not-comparable', because }),
    ]);
    expect(step.result).toBe('MISSING_DATA');
    expect(kept).toHaveLength(1);
    expect(shown(end.issues)).toEqual(['BAD_DATA/BAD_DATA_NAME false', 'AML/SANCTION false']);
  });
});

describe('the AML step, whoever says what', () => {
  const found = hitOn('x', '1');
  const WAYS: Readonly<Record<string, WatchlistAnswer>> = {
    clear: listOf('x'),
    hit: listOf('x', [found]),
    stale: { ...listOf('x'), silent: [{ name: 'other', because: 'stale' }] },
    'not comparable': { outcome: 'not-comparable', because: 'Nothing can be.' },
    refused: { outcome: 'silent', because: 'refused', detail: 'refused' },
    'out of time': { outcome: 'silent', because: 'timeout', detail: 'late' },
  };
  const passing = new Set(['clear', 'hit']);

  it('never clears anybody while one of them has not searched', async () => {
    const first = await screen({ watchlists: [vendorOf('x', listOf('x', [found]))] });
    const word = fc.constantFrom(null, 'FALSE_POSITIVE', 'TRUE_POSITIVE_ACCEPT');
    const ways = fc.array(fc.constantFrom(...Object.keys(WAYS)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(ways, word, async (chosen, manualStatus) => {
        const watchlists = chosen.map((way, at) =>
          vendorOf(`v${at}`, async () => WAYS[way] as WatchlistAnswer),
        );
        const stored = first.kept.map((one): ProcessResult => ({ ...one, manualStatus }));
        const { step, end } = await screen({ watchlists, stored });
        const isWhole = chosen.every((way) => passing.has(way));
        expect(['ERROR', 'MISSING_DATA'].includes(step.result)).toBe(!isWhole);
        expect(step.errors.length > 0).toBe(!isWhole);
        expect(end.issues.some(({ category }) => category !== 'AML')).toBe(!isWhole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the AML step’s hits, in the order in which officers look', () => {
  const referencesOf = (kept: readonly ProcessResult[]) =>
    kept.map(({ evidence }) => evidence.basis?.members[0]?.reference);
  const on = (reference: string, kind: ListingKind, match: Partial<WatchlistHit['match']>) =>
    hitOn('list-un', reference, { kinds: [kind], match });

  it('has the gravest first, then the best match, then the one for which more speaks', async () => {
    const hits = [
      on('media', 'MEDIA', { match: 1, evidenceScore: 1 }),
      on('full', 'SANCTION', { match: 1, evidenceScore: 0.2 }),
      on('supported', 'SANCTION', { match: 1, evidenceScore: 0.9 }),
      on('near', 'SANCTION', { match: 0.83 }),
      on('office', 'PEP', { match: 0.99 }),
    ];
    for (const given of [hits, [...hits].reverse()]) {
      const { step, kept } = await screen({ answer: listOf('list-un', given) });
      expect(referencesOf(kept)).toEqual(['supported', 'full', 'near', 'office', 'media']);
      expect(step.processResultIds).toEqual(kept.map(({ processResultId }) => processResultId));
    }
  });

  it('keeps that order for what is stored already', async () => {
    const [grave, light] = [on('grave', 'SANCTION', {}), on('light', 'MEDIA', { match: 1 })];
    const first = await screen({ answer: listOf('list-un', [light]) });
    const { step, kept } = await screen({
      answer: listOf('list-un', [light, grave]),
      stored: first.kept,
    });
    expect(step.processResultIds).toEqual(
      [...kept, ...first.kept].map(({ processResultId }) => processResultId),
    );
  });

  it('says how grave each is, and why, of the listings as they are on the day', async () => {
    const ended = {
      kind: 'SANCTION',
      authority: 'UN',
      programmes: [],
      delistedOn: '2020',
    } as const;
    const hits = [on('1', 'SANCTION', {}), hitOn('list-un', '2', { entry: { listings: [ended] } })];
    const { kept } = await screen({ answer: listOf('list-un', hits) });
    expect(kept.map(({ evidence }) => evidence)).toMatchObject([
      {
        notes: {
          severity: { type: 'finding', value: '100 of 100: Under sanctions (Somebody).' },
        },
        basis: { severity: { score: 100, on: '2026-03-04' } },
      },
      {
        notes: { severity: { value: '50 of 100: Under sanctions (UN, until 2020).' } },
        basis: { severity: { score: 50, because: 'Under sanctions (UN, until 2020).' } },
      },
    ]);
  });
});
