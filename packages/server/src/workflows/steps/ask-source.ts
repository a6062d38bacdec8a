import { setTimeout as sleep } from 'node:timers/promises';
import type { StepFinding } from '../../features/executions/step-end.ts';
import type { RunError, StepResult } from '../../features/executions/step-result.ts';
import {
  type Provider,
  type Silent,
  type SourceCall,
  SourceUnavailable,
} from '../../providers/source-call.ts';
import type { StepInput } from '../step-type.ts';

/** How often a source is asked before its silence is its answer, and how long it is waited for each time. */
export type Patience = {
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly pauseMs: number;
};

export const PATIENCE: Patience = { attempts: 3, timeoutMs: 8_000, pauseMs: 250 };

type Asking<P extends Provider, Answer> = {
  readonly provider: P;
  /** Unique within the step. */
  readonly name: string;
  readonly send: (provider: P, call: SourceCall) => Promise<Answer>;
  readonly patience?: Patience;
};

/** What came back, and the visit as the step's result shows it. */
export type Asked<Answer> = {
  readonly answer: Answer | Silent;
  readonly startedAt: string;
  readonly endedAt: string;
};

/**
 * Asks one source, again where that may help, and remembers the answer for good: also that there was
 * none, so that a step which goes on to the next source does so again when it is resumed.
 */
export async function askSource<P extends Provider, Answer extends object>(
  input: Pick<StepInput<unknown>, 'ask' | 'run' | 'now'>,
  { provider, name, send, patience = PATIENCE }: Asking<P, Answer>,
): Promise<Asked<Answer>> {
  const { tenantId, isSandbox } = input.run;
  return input.ask(name, async ({ signal, idempotencyKey }): Promise<Asked<Answer>> => {
    const startedAt = input.now().toISOString();
    const ended = (answer: Answer | Silent) => ({
      answer,
      startedAt,
      endedAt: input.now().toISOString(),
    });
    for (let attempt = 1; ; attempt++) {
      const patient = AbortSignal.any([signal, AbortSignal.timeout(patience.timeoutMs)]);
      const call = { tenantId, isSandbox, idempotencyKey, signal: patient };
      try {
        return ended(await beforeAbort(send(provider, call), patient));
      } catch (error) {
        signal.throwIfAborted();
        const silent = silenceFrom(provider, error, patient);
        if (attempt >= patience.attempts) return ended(silent);
        await sleep(patience.pauseMs * 2 ** (attempt - 1), undefined, { signal });
      }
    }
  });
}

/** A source that does not heed the signal is not waited for either. */
async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

/** What a source's failure is told as. */
export function silenceFrom(provider: Provider, error: unknown, patient: AbortSignal): Silent {
  const isTimeout =
    patient.aborted || (error instanceof SourceUnavailable && error.because === 'timeout');
  return {
    outcome: 'silent',
    because: isTimeout ? 'timeout' : 'error',
    detail: `${provider.name} ${isTimeout ? 'did not answer in time' : 'failed'}`,
  };
}

/** The silence of a source as the run tells it: names the source, never the person. */
export function silenceError(provider: string, { because, detail }: Silent): RunError {
  const code = because === 'timeout' ? 'CHECK-0504' : 'CHECK-0503';
  return { code, description: detail, location: provider };
}

/** The issue that a source's silence raises, for a person to see. */
export function silenceIssue({
  because,
}: Pick<Silent, 'because'>): NonNullable<StepFinding['issues']>[number] {
  return {
    category: 'SYSTEM',
    issue: because === 'timeout' ? 'SERVICE_TIMEOUT' : 'SERVICE_ERROR',
    severity: 'ERROR',
    processResultIds: [],
    isCleared: false,
  };
}

/** Providers that a configuration names and that nobody has set up. */
export function missingProvider(name: string): Silent {
  return {
    outcome: 'silent',
    because: 'not-configured',
    detail: `Provider ${name} is not set up for this tenant`,
  };
}

/** The visits of a step, numbered in the order in which sources were tried. */
export function visitsOf(
  visits: readonly (Omit<Asked<unknown>, 'answer'> & { provider: string; result: string })[],
): StepResult['serviceProviders'] {
  return visits.map(({ provider, result, startedAt, endedAt }, at) => ({
    provider,
    result,
    order: at + 1,
    startedAt,
    endedAt,
  }));
}
