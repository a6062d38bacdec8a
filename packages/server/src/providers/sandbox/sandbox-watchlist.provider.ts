import { createHash } from 'node:crypto';
import type { ListEntry, ListingKind, QueryName } from '@probity/screening';
import { answerOf, type FoundEntry, whyNotComparable } from '../found-entries.ts';
import type { WatchlistProvider, WatchlistSearch } from '../watchlist-provider.ts';
import { isSame, personaOf } from './personas.ts';
import { INVENTED, playSilence, SANDBOX_NAME, scriptOf } from './script.ts';

/** The one list of the sandbox; it is as fresh as it is invented. */
const LIST = { listId: `${SANDBOX_NAME}/invented`, source: SANDBOX_NAME, version: '1' };

/**
 * Lists whoever carries the words for it among the middle names, for each kind that is asked for, and the
 * personas that are listed. One party with several words is listed for several reasons.
 */
export function sandboxWatchlistProvider(): WatchlistProvider {
  return {
    name: SANDBOX_NAME,
    serves: ({ isSandbox }) => isSandbox,
    // It takes its time only where it is told to, and nothing is lost where it has to begin again.
    isHere: true,
    async search(search, call) {
      const script = scriptOf(...search.query.names.map(({ middle }) => middle));
      const silent = await playSilence(script, call);
      if (silent) return silent;
      const notComparable = whyNotComparable(search);
      if (notComparable) return notComparable;
      const found = search.query.names.flatMap((name) => foundFor(name, search));
      const brought = { found, searched: [LIST], silent: [] };
      return answerOf(brought, search, { now: new Date(0), maxAgeHours: 0 });
    },
  };
}

function foundFor(name: QueryName, { query }: WatchlistSearch): FoundEntry[] {
  const { listed, rest } = scriptOf(name.middle);
  const persona = personaOf(name.family);
  const isPersona =
    persona !== undefined &&
    isSame(name.given, persona.given) &&
    isSame(rest, persona.middle) &&
    (query.births ?? []).includes(persona.birth);
  const kinds = [...new Set([...listed, ...(isPersona ? persona.listed : [])])];
  if (kinds.length === 0) return [];
  return [{ list: LIST, entry: entryOf(name, kinds), score: 1, isMatch: true }];
}

function entryOf({ full, given, middle, family }: QueryName, kinds: ListingKind[]): ListEntry {
  const number = createHash('sha256').update(full.toLowerCase()).digest('hex').slice(0, 12);
  return {
    reference: `invented-${number}`,
    kind: 'person',
    names: [
      {
        full,
        ...(given && { given }),
        ...(middle && { middle }),
        ...(family && { family }),
        quality: 'primary',
      },
    ],
    births: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    documents: [],
    addresses: [],
    listings: kinds.map((kind) => ({
      kind,
      authority: SANDBOX_NAME,
      programmes: [],
      reason: INVENTED,
    })),
    titles: [],
    relatedParties: [],
    links: [],
  };
}
