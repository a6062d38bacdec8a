import type { SourceCall } from './source-call.ts';

/** A tenant on whose behalf adapters are asked. */
export type Asker = Pick<SourceCall, 'tenantId' | 'isSandbox'>;

export const REAL: Asker = { tenantId: '5f0e9b5e-0c8e-4a53-9d2e-1f6a6c0f7b10', isSandbox: false };
export const SANDBOX: Asker = { tenantId: '5f0e9b5e-0c8e-4a53-9d2e-1f6a6c0f7b11', isSandbox: true };

let asks = 0;

/** A new ask on behalf of a tenant. */
export function callFor(asker: Asker, over: Partial<SourceCall> = {}): SourceCall {
  return {
    ...asker,
    idempotencyKey: `conformance/${++asks}`,
    signal: AbortSignal.timeout(20_000),
    ...over,
  };
}

/** Whether an answer is one that can be committed: JSON, and the same after reading it back. */
export function isJson(answer: unknown): boolean {
  const again: unknown = JSON.parse(JSON.stringify(answer));
  return JSON.stringify(again) === JSON.stringify(answer) && isPlain(answer);
}

function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return (
    typeof value === 'object' &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every(isPlain)
  );
}

/** What becomes of an ask that was given up before it was made. */
export async function givenUp(
  ask: (call: SourceCall) => Promise<{ outcome: string }>,
  asker: Asker,
) {
  const call = callFor(asker, { signal: AbortSignal.abort(new Error('given up')) });
  const answer = await ask(call).catch(() => ({ outcome: 'silent' }));
  return answer.outcome;
}
