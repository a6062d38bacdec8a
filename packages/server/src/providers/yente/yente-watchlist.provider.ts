import type { Clock } from '../../kernel/clock.ts';
import { answerOf, type ListElsewhere, vendorOfLists } from '../found-entries.ts';
import type { Provider, Silent, SourceCall } from '../source-call.ts';
import { keptFor } from '../vendor/kept-for.ts';
import { json, type Vendor } from '../vendor/vendor.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import type { WatchlistAnswer, WatchlistProvider, WatchlistSearch } from '../watchlist-provider.ts';
import { yenteEntry } from './yente-entry.ts';
import { QUERY, YenteCatalog, type YenteDataset, YenteMatches } from './yente-messages.ts';
import { yenteQuery } from './yente-query.ts';

export type YenteLine = {
  readonly vendor: Vendor;
  /** A dataset or a collection of them. */
  readonly dataset: string;
  /** From which score on yente calls an entity a match. */
  readonly threshold: number;
  /** Entities with a lower score are not brought. */
  readonly cutoff: number;
  readonly algorithm?: string | undefined;
  /** For the hosted service; one's own yente needs none. */
  readonly apiKey?: string | undefined;
  readonly listMaxAgeHours: number;
  readonly now: Clock;
};

/** How long the versions of datasets are believed before they are asked for again. */
const CATALOG_KEPT_MS = 60_000;

/** Screens against a yente: the open-source matching API of OpenSanctions, hosted or one's own. */
export function yenteWatchlistProvider(
  line: YenteLine,
  serves: Provider['serves'],
): WatchlistProvider {
  const datasets = keptFor(CATALOG_KEPT_MS, line.now);
  return vendorOfLists(line.vendor.name, serves, async (search, call) => {
    const catalog = await datasets(() => askCatalog(line, call));
    if ('outcome' in catalog) return catalog;
    const dataset = catalog.datasets.find(({ name }) => name === line.dataset);
    const listId = `${line.vendor.name}/${line.dataset}`;
    if (dataset) return askMatches(line, { list: listOf(listId, dataset), search }, call);
    const silent = [{ name: listId, because: 'not-loaded' as const }];
    return answerOf({ found: [], searched: [], silent }, search, freshness(line));
  });
}

type Catalog = { readonly datasets: readonly YenteDataset[] };

function askCatalog(line: YenteLine, call: SourceCall): Promise<Catalog | Silent> {
  return line.vendor.send(
    { method: 'GET', path: '/catalog', headers: headersOf(line), ...json(YenteCatalog) },
    call,
  );
}

type Asked = { readonly list: ListElsewhere; readonly search: WatchlistSearch };

/** Asks for the matches in one dataset. */
export function askMatches(
  line: YenteLine,
  { list, search }: Asked,
  call: SourceCall,
): Promise<WatchlistAnswer> {
  const { vendor, dataset, threshold, cutoff, algorithm } = line;
  const parameters = new URLSearchParams({
    limit: `${search.limit}`,
    threshold: `${threshold}`,
    cutoff: `${cutoff}`,
    ...(algorithm && { algorithm }),
  });
  return vendor.send(
    {
      method: 'POST',
      path: `/match/${encodeURIComponent(dataset)}?${parameters}`,
      headers: { 'content-type': 'application/json', ...headersOf(line) },
      body: JSON.stringify(yenteQuery(search.query)),
      read: (answer) => readMatches(line, { list, search }, answer),
    },
    call,
  );
}

function readMatches(
  line: YenteLine,
  { list, search }: Asked,
  answer: VendorAnswer,
): WatchlistAnswer {
  const { status, results } = readAnswer(YenteMatches, answer).responses[QUERY];
  if (status !== 200)
    throw new VendorFailure('error', 'answered with an error in place of matches');
  const found = results.map((entity) => ({
    list,
    entry: yenteEntry(entity),
    score: entity.score,
    isMatch: entity.match,
  }));
  // The best come first: while the last one is a match, more of them may have been left out.
  const isCutOff = results.length >= search.limit && results.every(({ match }) => match);
  return answerOf(
    isCutOff
      ? { found, searched: [], silent: [{ name: list.listId, because: 'too-many-hits' }] }
      : { found, searched: [list], silent: [] },
    search,
    freshness(line),
  );
}

function listOf(listId: string, dataset: YenteDataset): ListElsewhere {
  const version = dataset.index_version ?? dataset.version ?? 'not stated';
  return { listId, source: 'yente', version, asOf: asOf(dataset) };
}

/** Versions begin with the time at which they were made; what is indexed may be older than what is published. */
const STAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/;

function asOf({ version, index_version, updated_at, last_export }: YenteDataset): Date | undefined {
  const stamp = STAMP.exec(index_version ?? version ?? '');
  const [, year, month, day, ...time] = stamp ?? [];
  const written = stamp ? `${year}-${month}-${day}T${time.join(':')}` : (updated_at ?? last_export);
  if (written === undefined) return undefined;
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(written);
  const at = new Date(isZoned || !written.includes('T') ? written : `${written}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function headersOf({ apiKey }: YenteLine): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `ApiKey ${apiKey}` };
}

function freshness({ now, listMaxAgeHours }: YenteLine) {
  return { now: now(), maxAgeHours: listMaxAgeHours };
}
