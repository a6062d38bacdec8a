import { ENGINE_VERSION } from '@probity/screening';
import {
  chosenProviders,
  type Silent,
  type SourceCall,
  SourceUnavailable,
} from '../../providers/source-call.ts';
import type {
  ListVersionName,
  SilentList,
  WatchlistAnswer,
  WatchlistHit,
  WatchlistProvider,
  WatchlistSearch,
} from '../../providers/watchlist-provider.ts';
import type { StepInput } from '../step-type.ts';
import {
  type Asked,
  askSource,
  missingProvider,
  PATIENCE,
  silenceFrom,
} from '../steps/ask-source.ts';

/** A hit, and who found it. */
export type ProviderHit = WatchlistHit & { readonly provider: string };

/** A list that was searched in full, by whom, and in which version. */
export type SearchedList = {
  readonly provider: string;
  readonly listId: string;
  readonly name: string;
  readonly version: ListVersionName;
};

/** What all who were asked said, and who said nothing: a search with any silence has not been done. */
export type Screening = {
  /** The best match first. */
  readonly hits: readonly ProviderHit[];
  readonly consulted: readonly SearchedList[];
  readonly silentLists: readonly SilentList[];
  readonly silences: readonly { readonly provider: string; readonly silent: Silent }[];
  /** Why nothing could be compared, where that is so for anybody who was asked. */
  readonly notComparable: string | undefined;
  readonly engineVersion: string;
  /** In the order in which they are configured. */
  readonly visits: readonly WatchlistVisit[];
};

export type WatchlistVisit = Omit<Asked<unknown>, 'answer'> & {
  readonly provider: string;
  readonly result: 'CLEAR' | 'HIT' | 'ERROR' | 'MISSING_DATA';
  /** False where it said nothing at all. */
  readonly hasAnswered: boolean;
};

type Input = Pick<
  StepInput<{ readonly providers: readonly string[] }>,
  'ask' | 'run' | 'now' | 'signal' | 'step' | 'capabilities' | 'configuration'
>;

/**
 * Asks everybody who is chosen, side by side. Who is elsewhere is asked as every source is; who is in this
 * process is asked at once, and fails with the step.
 */
export async function consultWatchlists(input: Input, search: WatchlistSearch): Promise<Screening> {
  const { watchlists } = input.capabilities;
  const { chosen, missing } = chosenProviders(watchlists, input.configuration.providers, input.run);
  const heard = await allOf(chosen.map((provider) => hear(input, provider, search)));
  const silences = [
    ...missing.map((provider) => ({ provider, silent: missingProvider(provider) })),
    ...heard.flatMap(({ provider, answer }) =>
      answer.outcome === 'silent' ? [{ provider, silent: answer }] : [],
    ),
  ];
  if (chosen.length + missing.length === 0) throw new Error('There is nobody to ask.');
  const answered = heard.flatMap(({ provider, answer }) =>
    answer.outcome === 'answered' ? [{ provider, ...answer }] : [],
  );
  return {
    hits: answered
      .flatMap(({ provider, hits }) => hits.map((hit) => ({ ...hit, provider })))
      .sort(byMatch),
    consulted: answered.flatMap(({ provider, consulted }) =>
      consulted.map((list) => ({ ...list, provider })),
    ),
    silentLists: answered.flatMap(({ silent }) => silent),
    silences,
    notComparable: heard
      .map(({ answer }) => answer)
      .find((answer) => answer.outcome === 'not-comparable')?.because,
    engineVersion: answered[0]?.engineVersion ?? ENGINE_VERSION,
    visits: heard.map(({ provider, answer, startedAt, endedAt }) => ({
      provider,
      result: visitResult(answer),
      hasAnswered: answer.outcome === 'answered',
      startedAt,
      endedAt,
    })),
  };
}

type Heard = Asked<WatchlistAnswer> & { readonly provider: string };

async function hear(
  input: Input,
  provider: WatchlistProvider,
  search: WatchlistSearch,
): Promise<Heard> {
  const { name, isHere } = provider;
  const asked = isHere
    ? await askHere(input, provider, search)
    : await askSource(input, {
        provider,
        name,
        send: (source, call) => source.search(search, call),
      });
  return { provider: name, ...asked };
}

/** Once, and nothing is remembered: a step that is resumed asks again. */
async function askHere(
  { run, step, now, signal }: Input,
  provider: WatchlistProvider,
  search: WatchlistSearch,
): Promise<Asked<WatchlistAnswer>> {
  const startedAt = now().toISOString();
  const patience = new AbortController();
  // A timer that is cleared, rather than a signal that lives on long after the answer.
  const timer = setTimeout(
    () => patience.abort(new SourceUnavailable(provider.name, 'timeout')),
    PATIENCE.timeoutMs,
  );
  const call: SourceCall = {
    tenantId: run.tenantId,
    isSandbox: run.isSandbox,
    idempotencyKey: `${run.workflowExecutionId}/${step.name}/${provider.name}`,
    signal: AbortSignal.any([signal, patience.signal]),
  };
  const answer = await answerOf(provider, search, call).finally(() => clearTimeout(timer));
  signal.throwIfAborted();
  return { answer, startedAt, endedAt: now().toISOString() };
}

async function answerOf(
  provider: WatchlistProvider,
  search: WatchlistSearch,
  call: SourceCall,
): Promise<WatchlistAnswer> {
  try {
    return await provider.search(search, call);
  } catch (error) {
    if (error instanceof SourceUnavailable) return silenceFrom(provider, error, call.signal);
    throw error;
  }
}

/** Nobody is left behind asking when somebody else has failed. */
async function allOf<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(all);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** An answer that is none of those there are must not pass for one without hits. */
function visitResult(answer: WatchlistAnswer | Silent): WatchlistVisit['result'] {
  switch (answer.outcome) {
    case 'answered':
      if (answer.consulted.length + answer.silent.length === 0) break;
      if (answer.silent.length > 0) return 'ERROR';
      return answer.hits.length > 0 ? 'HIT' : 'CLEAR';
    case 'not-comparable':
      return 'MISSING_DATA';
    case 'silent':
      return 'ERROR';
  }
  throw new Error('A provider answered with something that is no answer.');
}

/** As one search orders its matches; equal ones stay in the order in which providers were asked. */
function byMatch({ match: one }: WatchlistHit, { match: other }: WatchlistHit): number {
  return (
    other.match - one.match ||
    other.evidenceScore - one.evidenceScore ||
    other.nameScore - one.nameScore
  );
}
