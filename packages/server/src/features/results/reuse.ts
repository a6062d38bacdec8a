import { z } from 'zod';
import type { ProcessResult } from './process-result.ts';

/** Which results of a class later runs take over, and how long. */
export const ReuseWindow = z.strictObject({
  /** Results that are worth taking over; others are looked for anew. */
  results: z.array(z.string().trim().min(1)).default(['MATCH']),
  /** How old they may be; as long as they are valid where it is null. */
  hours: z.number().positive().nullable().default(null),
});
export type ReuseWindow = z.output<typeof ReuseWindow>;

/** An officer's own verification: counts until somebody takes it back. */
export const MANUAL = 'MANUAL';

const CONFIRMED = { results: ['MATCH'], hours: null };

/**
 * How long evidence counts where a workflow says nothing else: what was confirmed until the person
 * changes, what was not is asked again on every run, and lists are always searched again.
 */
export const DEFAULT_REUSE = {
  KYC: CONFIRMED,
  ID: CONFIRMED,
  IDV: { results: ['CLEAR', 'MATCH'], hours: null },
  AML: { results: [], hours: null },
} as const satisfies Readonly<Record<string, { results: string[]; hours: number | null }>>;

/** Earlier results, by what becomes of them. */
export type Reusable = {
  /** Taken over: listed again with their own times and requests. */
  readonly reused: readonly ProcessResult[];
  /** Would have been, but have become too old. */
  readonly expired: readonly ProcessResult[];
};

type Reusing = {
  readonly window: ReuseWindow;
  readonly now: Date;
  /** The day on which what a result is about stops being valid, as a document does. */
  readonly expiryOf?: (result: ProcessResult) => string | undefined;
};

const HOUR_MS = 3_600_000;

/** Sorts earlier results into those that still count and those that time has overtaken. */
export function reusableOf(
  results: readonly ProcessResult[],
  { window, now, expiryOf = () => undefined }: Reusing,
): Reusable {
  const wanted = results.filter(
    ({ systemStatus, state, result }) =>
      systemStatus === 'VALID' &&
      state === 'COMPLETED' &&
      (result === MANUAL || window.results.includes(result)),
  );
  const today = now.toISOString().slice(0, 10);
  const isExpired = (result: ProcessResult) => {
    if (result.result === MANUAL) return false;
    const { hours } = window;
    const age = now.getTime() - result.createdAt.getTime();
    const expiry = expiryOf(result);
    return (hours !== null && age > hours * HOUR_MS) || (expiry !== undefined && expiry < today);
  };
  return {
    reused: wanted.filter((result) => !isExpired(result)),
    expired: wanted.filter(isExpired),
  };
}
