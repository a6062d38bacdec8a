import { AmlSummary } from '@probity/contract/execution/aml-summary';
import {
  AML_MANUAL_STATUSES,
  ProcessResult as WireProcessResult,
} from '@probity/contract/process-result';
import type { ListingKind } from '@probity/screening';
import { describe, expect, it } from 'vitest';

import type { ProcessResult } from '../../features/results/process-result.ts';
import { processResultView } from '../../features/results/process-result-view.ts';
import type {
  WatchlistAnswer,
  WatchlistHit,
  WatchlistProvider,
  WatchlistSearch,
} from '../../providers/watchlist-provider.ts';
import { NO_PROVIDERS, type StepInput } from '../step-type.ts';
import { AT, askAtOnce, askNobody, RUN, waitForNothing } from '../test-run.ts';
import { amlStep } from './aml.step.ts';
import { AmlConfiguration } from './aml-configuration.ts';
import { hitOn, listOf, vendorOf } from './test-watchlists.ts';

const PERSON = {
  entityId: RUN.entityId,
  name: { nameId: 'name-1', givenName: 'Ada', familyName: 'Quill' },
  dateOfBirth: { dateOfBirthId: 'dob-1', year: '1980', normalized: '1980-04-07' },
};

const listed = (reference: string, ...kinds: ListingKind[]): WatchlistHit => ({
  listId: 'list-un',
  listName: 'un',
  source: 'un-consolidated',
  listVersion: 4,
  materialHash: `hash of ${reference}`,
  entry: {
    reference,
    kind: 'person',
    names: [{ full: 'Ada Quill', quality: 'primary' }],
    births: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    documents: [],
    addresses: [],
    listings: kinds.map((kind) => ({ kind, authority: 'UN', programmes: [], country: 'NZL' })),
    titles: [],
    relatedParties: [],
    links: [],
  },
  match: {
    listId: 'list-un',
    reference,
    match: 0.97,
    nameScore: 1,
    evidenceScore: 0.5,
    name: { full: 'Ada Quill', quality: 'primary' },
    findings: [{ signal: 'name', agreement: 'agrees', effect: 1, because: 'the same name' }],
  },
});

const CONSULTED = [{ listId: 'list-un', name: 'un', version: 4 }];
type Answered = Extract<WatchlistAnswer, { outcome: 'answered' }>;
const answered = (
  hits: readonly WatchlistHit[],
  silent: Answered['silent'] = [],
  consulted: Answered['consulted'] = CONSULTED,
): WatchlistAnswer => ({ outcome: 'answered', hits, consulted, silent, engineVersion: '1.0.0' });

type Screened = {
  readonly answer: WatchlistAnswer;
  readonly stored?: readonly ProcessResult[];
  readonly individual?: StepInput<unknown>['individual'];
  readonly configuration?: Partial<AmlConfiguration>;
  /** In place of the one that gives the answer. */
  readonly watchlists?: readonly WatchlistProvider[];
};

/** Runs the step with a provider that gives one answer. */
async function screen(screened: Screened) {
  const { answer, stored = [], individual = PERSON, configuration, watchlists } = screened;
  const searches: WatchlistSearch[] = [];
  const kept: ProcessResult[] = [];
  const { end, rows } = await amlStep.run({
    step: { name: 'AML', type: 'AML' },
    configuration: AmlConfiguration.parse({ lists: ['*'], ...configuration }),
    run: RUN,
    individual,
    earlier: [],
    priorResults: async (resultClass) => stored.filter((result) => result.class === resultClass),
    resultRow(result) {
      kept.push(result);
      return { process_result_id: result.processResultId };
    },
    capabilities: {
      ...NO_PROVIDERS,
      watchlists: watchlists ?? [
        {
          name: 'fake',
          serves: () => true,
          isHere: true,
          async search(search) {
            searches.push(search);
            return answer;
          },
        },
      ],
    },
    ask: watchlists ? askAtOnce : askNobody,
    wait: waitForNothing,
    now: () => AT,
    signal: AbortSignal.timeout(60_000),
  });
  const stale = (rows.process_result_stale ?? []).map((row) => row.process_result_id);
  return { end, step: end.step, kept, stale, searches };
}

/** What a first run keeps of these hits, with what an officer has said since. */
async function storedFrom(hits: readonly WatchlistHit[], manualStatus: string | null = null) {
  const { kept } = await screen({ answer: answered(hits) });
  return kept.map((result): ProcessResult => ({ ...result, manualStatus }));
}

const shown = (issues: Awaited<ReturnType<typeof screen>>['end']['issues']) =>
  issues.map(({ category, issue, isCleared }) => `${category}/${issue} ${isCleared}`);

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

  describe('with vendors beside the lists', () => {
    const vendor = { score: 0.83, isMatch: true };
    const both = (lists: readonly WatchlistHit[], vendors: readonly WatchlistHit[]) => [
      { ...vendorOf('probity', listOf('list-un', lists)), isHere: true },
      vendorOf('yente', listOf('yente/default', vendors)),
    ];
    const screenBoth = (
      watchlists: readonly WatchlistProvider[],
      stored?: readonly ProcessResult[],
    ) => screen({ answer: answered([]), watchlists, ...(stored && { stored }) });
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
        const stored = kept.map(
          (one): ProcessResult => ({ ...one, manualStatus: 'FALSE_POSITIVE' }),
        );
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

  describe('in the order in which officers look', () => {
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
      const hits = [
        on('1', 'SANCTION', {}),
        hitOn('list-un', '2', { entry: { listings: [ended] } }),
      ];
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
