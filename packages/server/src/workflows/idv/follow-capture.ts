import type { WholeCapture } from '../../features/idv/capture.ts';
import { type IdvCheck, newCheck, nextMove, submitKey } from '../../features/idv/idv-check.ts';
import { type IdvSession, idvSubjectOf } from '../../features/idv/idv-session.ts';
import type { CaptureRecords } from '../../features/idv/run-capture.command.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { IdvAnswer, IdvProvider } from '../../providers/idv-provider.ts';
import {
  ALL_PROVIDERS,
  chosenProviders,
  type Silent,
  SourceUnavailable,
} from '../../providers/source-call.ts';
import type { StepInput } from '../step-type.ts';
import { type Asked, askSource, missingProvider } from '../steps/ask-source.ts';
import type { IdvConfiguration } from './idv-configuration.ts';

type Input = StepInput<IdvConfiguration>;
type Person = Awaited<ReturnType<CaptureRecords['now']>>['person'];
type Visit = Omit<Asked<unknown>, 'answer'> & {
  readonly provider: string;
  readonly result: string;
};
type Visited = { readonly visits: readonly Visit[] };
type Silence = { readonly provider: string; readonly silence: Silent };

/** How the wait for a capture and its check ended. */
export type CaptureEnd =
  | ({
      readonly outcome: 'answered';
      readonly check: IdvCheck;
      readonly answer: Extract<IdvAnswer, { outcome: 'answered' }>;
      readonly person: Person;
    } & Visited)
  | { readonly outcome: 'reused'; readonly results: readonly ProcessResult[] }
  | ({ readonly outcome: 'silent'; readonly silences: readonly Silence[] } & Visited)
  | ({ readonly outcome: 'expired'; readonly waitedFor: 'capture' | 'provider' } & Visited);

type Following = {
  readonly startedAt: Date;
  /** What is valid of earlier checks. */
  readonly prior: readonly ProcessResult[];
};

/**
 * Goes as far as it can, and waits where it can go no further: the step then begins again from here, when
 * somebody wakes the run or the pause is over.
 *
 * A check is kept before anything is handed over: whatever its provider calls about it from then on wakes
 * the run, and what it called before is seen by asking.
 */
export async function followCapture(input: Input, following: Following): Promise<CaptureEnd> {
  const captures = recordsOf(input);
  const { person, checks: all } = await captures.now();
  const checks = all.filter((check) => isWanted(input, check));
  const move = nextMove(person.individual.documents, checks, input.now());
  if (move.move === 'submit') {
    const { capture } = move;
    const begun = move.check ?? (await begin(input, { person, capture }));
    if ('outcome' in begun) return begun;
    return submit(input, { ...following, check: begun, person, capture });
  }
  if (move.move === 'ask') {
    const { check } = move;
    const results = stillCounting(following.prior, input, { check, person });
    return results ? { outcome: 'reused', results } : poll(input, { ...following, check, person });
  }
  return waitFor(input, following.startedAt, { waitedFor: 'capture', visits: [] });
}

/** A check with a provider whom the workflow does not name is none of its. */
function isWanted({ configuration }: Input, { session }: IdvCheck): boolean {
  const { providers } = configuration;
  return providers.includes(ALL_PROVIDERS) || providers.includes(session.provider);
}

function recordsOf({ records }: Input): CaptureRecords {
  if (!records) throw new Error('A step that waits for captures needs the records of its run.');
  return records.captures;
}

/** The results of a check, where all of it still counts for the person as they are. */
function stillCounting(
  prior: readonly ProcessResult[],
  { configuration, now }: Input,
  { check, person }: { readonly check: IdvCheck; readonly person: Person },
): readonly ProcessResult[] | undefined {
  const { reuseHours } = configuration;
  const results = prior.filter(({ groupId }) => groupId === check.idvCheckId);
  const isTooOld = ({ createdAt }: ProcessResult) =>
    reuseHours !== null && now().getTime() - createdAt.getTime() > reuseHours * HOUR_MS;
  // A name or a birth date that came since was never compared.
  const compared = new Set(results.flatMap(({ derivedFrom }) => derivedFrom));
  const { name, dateOfBirth } = person.individual;
  const isNew = [name?.nameId, dateOfBirth?.dateOfBirthId].some((id) => id && !compared.has(id));
  return results.length === 0 || results.some(isTooOld) || isNew ? undefined : results;
}

type Captured = { readonly person: Person; readonly capture: WholeCapture };

/** With the first provider that begins one; those before it said why they did not. */
async function begin(
  input: Input,
  { person, capture }: Captured,
): Promise<IdvCheck | Extract<CaptureEnd, { outcome: 'silent' }>> {
  const { capabilities, configuration, run } = input;
  const { chosen, missing } = chosenProviders(capabilities.idv, configuration.providers, run);
  const silences: Silence[] = missing.map((provider) => ({
    provider,
    silence: missingProvider(provider),
  }));
  if (chosen.length === 0 && missing.length === 0) {
    silences.push({ provider: 'idv', silence: missingProvider('idv') });
  }
  const tried: Omit<Visit, 'result'>[] = [];
  const { front, back: _back, ...document } = capture.document;
  for (const provider of chosen) {
    const { answer, ...times } = await askSource<IdvProvider, IdvSession | Silent>(input, {
      provider,
      name: `start ${front.attachmentId} ${capture.selfie.attachmentId} at ${provider.name}`,
      send: (one, call) => one.start(idvSubjectOf(person.individual, run.entityId, document), call),
    });
    if (answer.outcome === 'started') {
      const at = new Date(times.startedAt);
      const check = newCheck(provider.name, answer, { at, capture, tried });
      await recordsOf(input).keepBegun(check);
      return asKept(input, check);
    }
    silences.push({ provider: provider.name, silence: answer });
    tried.push({ ...times, provider: provider.name });
  }
  return { outcome: 'silent', silences, visits: tried.map(failed) };
}

/** A step that begins again gets the session that it began before, which is kept under its first id. */
async function asKept(input: Input, check: IdvCheck): Promise<IdvCheck> {
  const { sessionId, provider } = check.session;
  const { checks } = await recordsOf(input).now();
  const kept = checks.find(
    ({ session }) => session.sessionId === sessionId && session.provider === provider,
  );
  if (!kept) throw new Error('A check that was kept is not there.');
  return kept;
}

type Checking = Following & { readonly check: IdvCheck; readonly person: Person };

async function submit(input: Input, of: Checking & Captured): Promise<CaptureEnd> {
  const { check, capture, person } = of;
  const provider = providerOf(input, check);
  if (!provider) return unknownProvider(input, check);
  const captures = recordsOf(input);
  const images = await captures.images(capture);
  if (!images) return silentEnd(check, notKept(), input.now().toISOString());
  const { answer, endedAt } = await askSource<IdvProvider, IdvAnswer>(input, {
    provider,
    name: `submit ${check.idvCheckId}`,
    send: (one, call) =>
      one.submit(check.session.sessionId, images, { ...call, idempotencyKey: submitKey(check) }),
  });
  if (answer.outcome === 'silent') return silentEnd(check, answer, endedAt);
  await captures.keepSubmitted(check, capture);
  if (answer.outcome === 'answered') {
    return { outcome: 'answered', check, answer, person, visits: visitsTo(check, answer, endedAt) };
  }
  return poll(input, { ...of, check: { ...check, state: 'SUBMITTED', updatedAt: input.now() } });
}

/** How long one ask may take that is repeated later anyway. */
const ASK_MS = 20_000;

/**
 * How the check stands. That it is still pending, or that the provider cannot be reached, is not
 * remembered: it is asked again. What it says in the end is.
 */
async function poll(input: Input, of: Checking): Promise<CaptureEnd> {
  const { check, person, startedAt } = of;
  const provider = providerOf(input, check);
  if (!provider) return unknownProvider(input, check);
  const heard = await hear(input, provider, check);
  const { answer, endedAt } = await settled(input, check, heard);
  const visits = visitsTo(check, answer, endedAt);
  if (answer.outcome === 'pending') {
    return waitFor(input, startedAt, { waitedFor: 'provider', visits, since: check.updatedAt });
  }
  if (answer.outcome === 'silent') return silentEnd(check, answer, endedAt);
  return { outcome: 'answered', check, answer, person, visits };
}

async function hear(
  { run, signal }: Input,
  provider: IdvProvider,
  { idvCheckId, session }: IdvCheck,
): Promise<IdvAnswer> {
  const { tenantId, isSandbox } = run;
  const patient = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
  const idempotencyKey = `idv/${idvCheckId}/result`;
  const call = { tenantId, isSandbox, idempotencyKey, signal: patient };
  try {
    const answer = await provider.result(session.sessionId, call);
    return answer.outcome === 'silent' && answer.isForNow ? OFFLINE : answer;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceUnavailable || patient.aborted) return OFFLINE;
    throw error;
  }
}

/** Who cannot be reached now may be reached at the next look, for as long as the run waits. */
const OFFLINE = { outcome: 'pending', status: 'PROVIDER_OFFLINE' } as const;

/** An answer is committed before anything depends on it. */
async function settled(
  input: Input,
  { idvCheckId }: IdvCheck,
  answer: IdvAnswer,
): Promise<{ readonly answer: IdvAnswer; readonly endedAt: string }> {
  const told = { answer, endedAt: input.now().toISOString() };
  return answer.outcome === 'pending' ? told : input.ask(`answer ${idvCheckId}`, async () => told);
}

type Waiting = Omit<Extract<CaptureEnd, { outcome: 'expired' }>, 'outcome'> & {
  /** Since when something is under way: the longer that is, the seldomer it is looked at. */
  readonly since?: Date;
};

const SHORTEST_PAUSE_MS = 2_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

function waitFor(input: Input, startedAt: Date, { since, ...waiting }: Waiting): CaptureEnd {
  const { configuration } = input;
  const now = input.now().getTime();
  const leftMs = startedAt.getTime() + configuration.waitHours * HOUR_MS - now;
  if (leftMs <= 0) return { outcome: 'expired', ...waiting };
  const longestMs = configuration.pollMinutes * MINUTE_MS;
  const pauseMs = since ? Math.max(SHORTEST_PAUSE_MS, (now - since.getTime()) / 2) : longestMs;
  return input.wait({ forMs: Math.ceil(Math.min(pauseMs, longestMs, leftMs)) });
}

function providerOf({ capabilities, run }: Input, { session }: IdvCheck): IdvProvider | undefined {
  return capabilities.idv.find((one) => one.name === session.provider && one.serves(run));
}

function unknownProvider({ now }: Input, check: IdvCheck): CaptureEnd {
  return silentEnd(check, missingProvider(check.session.provider), now().toISOString());
}

function silentEnd(check: IdvCheck, silence: Silent, endedAt: string): CaptureEnd {
  const { provider } = check.session;
  const visits = visitsTo(check, silence, endedAt);
  return { outcome: 'silent', silences: [{ provider, silence }], visits };
}

function notKept(): Silent {
  return { outcome: 'silent', because: 'error', detail: 'An image of the capture is not kept' };
}

/** One visit from the beginning to the answer, after those that came to nothing. */
function visitsTo({ session, createdAt }: IdvCheck, answer: IdvAnswer, endedAt: string): Visit[] {
  const { provider, tried = [] } = session;
  const startedAt = createdAt.toISOString();
  const result = RESULTS[answer.outcome];
  return [...tried.map(failed), { provider, startedAt, endedAt, result }];
}

const RESULTS = { answered: 'COMPLETE', pending: 'INCOMPLETE', silent: 'ERROR' } as const;

function failed(visit: Omit<Visit, 'result'>): Visit {
  return { ...visit, result: 'ERROR' };
}
