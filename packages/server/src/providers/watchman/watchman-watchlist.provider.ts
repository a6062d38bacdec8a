import type { ScreeningQuery } from '@probity/screening';
import type { Clock } from '../../kernel/clock.ts';
import { answerOf, type FoundEntry, type ListElsewhere, vendorOfLists } from '../found-entries.ts';
import type { Provider, Silent, SourceCall } from '../source-call.ts';
import { keptFor } from '../vendor/kept-for.ts';
import { json, type Vendor } from '../vendor/vendor.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import type { SilentList, WatchlistProvider, WatchlistSearch } from '../watchlist-provider.ts';
import { watchmanEntry } from './watchman-entry.ts';
import {
  type WatchmanEntity,
  type WatchmanListInfo,
  WatchmanLists,
  WatchmanSearch,
} from './watchman-messages.ts';

export type WatchmanLine = {
  readonly vendor: Vendor;
  /** Lists that must be there; those that are there besides are searched too. */
  readonly lists: readonly string[];
  /** From which score on an entity counts as Watchman's match: it leaves that to whoever asks. */
  readonly threshold: number;
  /** Entities with a lower score are not brought. */
  readonly cutoff: number;
  readonly listMaxAgeHours: number;
  readonly now: Clock;
};

/** How long the versions of lists are believed before they are asked for again. */
const LISTS_KEPT_MS = 60_000;
/** As many as Watchman brings in one answer. */
const MOST_ENTITIES = 100;

/** Screens against a Watchman: the open-source screening server of Moov, with the lists that it has loaded. */
export function watchmanWatchlistProvider(
  line: WatchmanLine,
  serves: Provider['serves'],
): WatchlistProvider {
  const lists = keptFor(LISTS_KEPT_MS, line.now);
  return vendorOfLists(line.vendor.name, serves, async (search, call) => {
    // It searches for one name at a time.
    const names = [...new Set(search.query.names.map(({ full }) => full))];
    const info = await lists(() => askLists(line, call));
    if ('outcome' in info) return info;
    const brought: WatchmanEntity[][] = [];
    for (const name of names) {
      const answer = await askName(line, { name, search }, call);
      if ('outcome' in answer) return answer;
      brought.push(answer.entities);
    }
    return answerFrom(line, { info, brought }, search);
  });
}

function askLists(line: WatchmanLine, call: SourceCall): Promise<WatchmanListInfo | Silent> {
  return line.vendor.send(
    { method: 'GET', path: '/v2/listinfo', headers: {}, ...json(WatchmanLists) },
    call,
  );
}

type Entities = { readonly entities: WatchmanEntity[] };
type Asked = { readonly name: string; readonly search: Pick<WatchlistSearch, 'query'> };

/** Asks for the entities that resemble one name. */
export function askName(
  { vendor, cutoff }: WatchmanLine,
  { name, search: { query } }: Asked,
  call: SourceCall,
): Promise<Entities | Silent> {
  const birthDate = query.births?.find((born) => born.length === 'YYYY-MM-DD'.length);
  const [gender] = query.genders ?? [];
  const type = TYPES[query.kind ?? 'unknown'];
  const parameters = new URLSearchParams({
    name,
    ...(type && { type }),
    ...(birthDate && { birthDate }),
    ...(gender && { gender: gender.toLowerCase() }),
    limit: `${MOST_ENTITIES}`,
    minMatch: `${cutoff}`,
  });
  return vendor.send(
    { method: 'GET', path: `/v2/search?${parameters}`, headers: {}, read: readEntities },
    call,
  );
}

/** Watchman writes null where nobody was found; an answer without the word for them is none. */
function readEntities(answer: VendorAnswer): Entities {
  const { entities } = readAnswer(WatchmanSearch, answer);
  if (entities) return { entities };
  if (Object(JSON.parse(answer.body.toString())).entities === null) return { entities: [] };
  throw new VendorFailure('error', 'answered in a shape that is not agreed, at entities');
}

const TYPES: Readonly<Record<NonNullable<ScreeningQuery['kind']>, string | undefined>> = {
  person: 'person',
  organisation: 'organization',
  vessel: 'vessel',
  aircraft: 'aircraft',
  unknown: undefined,
};

type Answers = {
  readonly info: WatchmanListInfo;
  /** By name. */
  readonly brought: readonly (readonly WatchmanEntity[])[];
};

function answerFrom(line: WatchmanLine, { info, brought }: Answers, search: WatchlistSearch) {
  const { vendor, threshold, now, listMaxAgeHours } = line;
  const lists = listsOf(line, info);
  const found: FoundEntry[] = [];
  for (const entity of brought.flat()) {
    const list = lists.get(entity.sourceList);
    if (!list)
      return silent(`${vendor.name} answered with an entry of a list that it does not have`);
    const { match: score } = entity;
    found.push({ list, entry: watchmanEntry(entity), score, isMatch: score >= threshold });
  }
  // While every one is a match, more of them may have been left out.
  const isCutOff = brought.some(
    (entities) =>
      entities.length >= MOST_ENTITIES && entities.every(({ match }) => match >= threshold),
  );
  const all = [...lists.values()];
  const isEmpty = ({ listId }: ListElsewhere) =>
    info.lists[listId.slice(vendor.name.length + 1)] === 0;
  const cutOff = isCutOff ? all : [];
  return answerOf(
    {
      found,
      searched: isCutOff ? [] : all.filter((list) => !isEmpty(list)),
      silent: [
        ...missingLists(line, info),
        ...cutOff.map(({ listId }) => ({ name: listId, because: 'too-many-hits' as const })),
      ],
    },
    search,
    { now: now(), maxAgeHours: listMaxAgeHours },
  );
}

function listsOf({ vendor }: WatchmanLine, info: WatchmanListInfo): Map<string, ListElsewhere> {
  const fetched = new Date(info.endedAt ?? Number.NaN);
  const asOf = Number.isNaN(fetched.getTime()) ? undefined : fetched;
  return new Map(
    Object.keys(info.lists).map((name) => {
      const version = info.listHashes[name]?.slice(0, 12) || 'not stated';
      return [name, { listId: `${vendor.name}/${name}`, source: 'watchman', version, asOf }];
    }),
  );
}

/** Lists that must be there and are not, or that have nobody on them. */
function missingLists({ vendor, lists }: WatchmanLine, info: WatchmanListInfo): SilentList[] {
  const wanted = [...new Set([...lists, ...Object.keys(info.lists)])];
  const missing = wanted.filter((name) => !info.lists[name]);
  const names = wanted.length === 0 ? ['any list'] : missing;
  return names.map((name) => ({ name: `${vendor.name}/${name}`, because: 'not-loaded' }));
}

function silent(detail: string): Silent {
  return { outcome: 'silent', because: 'error', detail };
}
