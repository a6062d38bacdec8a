import type { ListingKind, ScreeningQuery } from '@probity/screening';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, callFor, givenUp, isJson } from './test-asks.ts';
import type { WatchlistAnswer, WatchlistProvider, WatchlistSearch } from './watchlist-provider.ts';

/** A provider that is set up, and people to ask it about. */
export type WatchlistBench = {
  readonly provider: WatchlistProvider;
  readonly asker: Asker;
  /** A tenant that it must not serve; left out where it serves everybody. */
  readonly stranger?: Asker;
  /** Somebody who is listed, and for what alone. */
  readonly listed: ScreeningQuery;
  readonly kind: ListingKind;
  /** Nobody. */
  readonly unlisted: ScreeningQuery;
  close?(): Promise<void>;
};

const ALL_KINDS = ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'] as const;

/** A search of everything for this person, as the shipped workflows ask. */
export function searchFor(
  query: ScreeningQuery,
  over: Partial<WatchlistSearch> = {},
): WatchlistSearch {
  return {
    query,
    lists: ['*'],
    kinds: ALL_KINDS,
    threshold: 0.8,
    profile: 'balanced',
    limit: 100,
    ...over,
  };
}

export function answeredOf(answer: WatchlistAnswer) {
  if (answer.outcome !== 'answered') throw new Error(`It was ${JSON.stringify(answer)}.`);
  return answer;
}

/** What every adapter for watchlists keeps to. */
export function watchlistProviderConformance(open: () => Promise<WatchlistBench>): void {
  describe('as a provider of watchlists', () => {
    let bench: WatchlistBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close?.());

    const ask = (query: ScreeningQuery, over: Partial<WatchlistSearch> = {}) =>
      bench.provider.search(searchFor(query, over), callFor(bench.asker));

    it('serves whom it is for, and nobody else', () => {
      expect(bench.provider.serves(bench.asker)).toBe(true);
      if (bench.stranger) expect(bench.provider.serves(bench.stranger)).toBe(false);
    });

    it('finds somebody who is listed, with everything that a hit needs', async () => {
      const { hits, consulted, silent } = answeredOf(await ask(bench.listed));
      expect(hits.length).toBeGreaterThan(0);
      expect(silent).toEqual([]);
      const searched = consulted.map(({ listId, version }) => `${listId} ${version}`);
      for (const { listId, listVersion, listName, source, entry, match, ...hit } of hits) {
        expect(searched).toContain(`${listId} ${listVersion}`);
        expect(`${listName}${source}`).not.toBe('');
        expect(entry.names.length).toBeGreaterThan(0);
        expect(entry.listings.map(({ kind }) => kind)).toContain(bench.kind);
        expect(match).toMatchObject({ listId, reference: entry.reference });
        expect(match.findings.length).toBeGreaterThan(0);
        expect(hit.materialHash).not.toBe('');
      }
    });

    it('brings nothing that neither it nor our own engine calls a match', async () => {
      for (const threshold of [0.4, 0.8, 1]) {
        const { hits } = answeredOf(await ask(bench.listed, { threshold }));
        for (const { match, vendor } of hits) {
          expect(vendor?.isMatch || match.match >= threshold).toBe(true);
        }
      }
    });

    it('names lists elsewhere by itself, so that they are nobody else’s', async () => {
      const { provider } = bench;
      const { consulted, hits } = answeredOf(await ask(bench.listed));
      for (const { vendor } of hits) expect(vendor === undefined).toBe(provider.name === 'probity');
      if (provider.name === 'probity') return;
      for (const { listId } of consulted) expect(listId).toMatch(new RegExp(`^${provider.name}/.`));
    });

    it('finds nobody who is not listed, and says what it searched', async () => {
      const { hits, consulted, silent } = answeredOf(await ask(bench.unlisted));
      expect([hits, silent]).toEqual([[], []]);
      expect(consulted.length).toBeGreaterThan(0);
      for (const { listId, name, version } of consulted) {
        expect([listId, name, `${version}`]).not.toContain('');
      }
    });

    it('leaves out who is listed for something else', async () => {
      const kinds = ALL_KINDS.filter((kind) => kind !== bench.kind);
      expect(answeredOf(await ask(bench.listed, { kinds })).hits).toEqual([]);
      const only = answeredOf(await ask(bench.listed, { kinds: [bench.kind] }));
      expect(only.hits.length).toBeGreaterThan(0);
    });

    it('clears nobody whose name cannot be compared', async () => {
      for (const full of ['Dr.', '...']) {
        expect((await ask({ names: [{ full }], kind: 'person' })).outcome).toBe('not-comparable');
      }
    });

    it('answers in JSON, and the same under one key', async () => {
      const call = callFor(bench.asker);
      const first = await bench.provider.search(searchFor(bench.listed), call);
      expect(isJson(first)).toBe(true);
      expect(await bench.provider.search(searchFor(bench.listed), call)).toEqual(first);
    });

    it('knows an entry again, so that a decision on it holds', async () => {
      const places = (answer: WatchlistAnswer) =>
        answeredOf(answer).hits.map(({ listId, entry, materialHash }) => [
          listId,
          entry.reference,
          materialHash,
        ]);
      expect(places(await ask(bench.listed))).toEqual(places(await ask(bench.listed)));
    });

    it('answers nothing when the call was given up', async () => {
      const { provider, asker, listed } = bench;
      expect(await givenUp((call) => provider.search(searchFor(listed), call), asker)).toBe(
        'silent',
      );
    });
  });
}
