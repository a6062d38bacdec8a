import { answerOf, type ListElsewhere, vendorOfLists } from '../found-entries.ts';
import type { Provider } from '../source-call.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import type { WatchlistAnswer, WatchlistProvider, WatchlistSearch } from '../watchlist-provider.ts';
import { answeredNow, askByProtocol, type ProtocolLine } from './protocol-line.ts';
import { WatchlistAnswerMessage } from './watchlist-messages.ts';

/** Screens against the lists of somebody who speaks the protocol. */
export function httpWatchlistProvider(
  line: ProtocolLine & { readonly listMaxAgeHours: number },
  serves: Provider['serves'],
): WatchlistProvider {
  return vendorOfLists(line.vendor.name, serves, (search, call) => {
    const { query, kinds, limit } = search;
    const read = (answer: VendorAnswer) => readHits(line, search, answer);
    return askByProtocol(
      line,
      { path: '/watchlist', message: { query, kinds, limit }, read },
      call,
    );
  });
}

type Message = ReturnType<typeof readMessage>;

function readMessage(answer: VendorAnswer, { limit }: WatchlistSearch) {
  const message = readAnswer(WatchlistAnswerMessage, answeredNow(answer));
  const { lists, silent, hits } = message;
  const all = [...lists, ...silent].map(({ list }) => list);
  const places = hits.map(({ list, entry }) => JSON.stringify([list, entry.reference]));
  if (all.length === 0) throw failure('without having any list');
  if (hasTwice(all)) throw failure('about a list twice');
  if (hasTwice(places)) throw failure('with an entry twice');
  if (hits.length > limit) throw failure('with more than was asked for');
  if (hits.some(({ list }) => !all.includes(list))) {
    throw failure('with an entry of a list that it does not name');
  }
  return message;
}

/** A hit on a list that is not named, or that comes twice, is none; so is an answer about no list at all. */
function readHits(
  { vendor, now, listMaxAgeHours }: Parameters<typeof httpWatchlistProvider>[0],
  search: WatchlistSearch,
  answer: VendorAnswer,
): WatchlistAnswer {
  const message = readMessage(answer, search);
  const { silent, hits } = message;
  const lists = message.lists.map((list) => listElsewhere(vendor.name, list));
  return answerOf(
    {
      found: hits.map(({ list, entry, score, isMatch }) => ({
        list: listOf(vendor.name, list, lists),
        entry,
        score,
        isMatch,
      })),
      searched: lists,
      silent: silent.map(({ list, because }) => ({ name: `${vendor.name}/${list}`, because })),
    },
    search,
    { now: now(), maxAgeHours: listMaxAgeHours },
  );
}

function listElsewhere(
  provider: string,
  { list, version, asOf }: Message['lists'][number],
): ListElsewhere {
  const at = asOf === undefined ? undefined : new Date(asOf);
  return { listId: `${provider}/${list}`, source: provider, version, asOf: at };
}

/** Of a list that was not searched whole, what it does bring is not lost. */
function listOf(provider: string, list: string, lists: readonly ListElsewhere[]): ListElsewhere {
  const silent = listElsewhere(provider, { list, version: 'not stated' });
  return lists.find(({ listId }) => listId === silent.listId) ?? silent;
}

function hasTwice(words: readonly string[]): boolean {
  return new Set(words).size < words.length;
}

function failure(what: string): VendorFailure {
  return new VendorFailure('error', `answered ${what}`);
}
