import type { BreakerState } from './circuit-breaker.ts';

/** How a source has fared since this process started; tells no secret and nothing of a person. */
export type VendorHealth = {
  readonly breaker: BreakerState;
  /** ISO instants. */
  readonly lastSuccessAt?: string;
  readonly lastFailureAt?: string;
  /** Such as `HTTP 503` or `did not answer in time`. */
  readonly lastFailure?: string;
  /** How long the latest answers took, the newest weighing most. */
  readonly latencyMs?: number;
};

/** How much the newest answer weighs. */
const NEWEST = 0.2;

/** Remembers how asks of one source went. */
export class HealthRecord {
  #lastSuccessAt: string | undefined;
  #lastFailureAt: string | undefined;
  #lastFailure: string | undefined;
  #latencyMs: number | undefined;

  succeeded(at: Date, tookMs: number): void {
    this.#lastSuccessAt = at.toISOString();
    const before = this.#latencyMs ?? tookMs;
    this.#latencyMs = before + NEWEST * (tookMs - before);
  }

  failed(at: Date, what: string): void {
    this.#lastFailureAt = at.toISOString();
    this.#lastFailure = what;
  }

  read(breaker: BreakerState): VendorHealth {
    return {
      breaker,
      ...(this.#lastSuccessAt !== undefined && { lastSuccessAt: this.#lastSuccessAt }),
      ...(this.#lastFailureAt !== undefined && { lastFailureAt: this.#lastFailureAt }),
      ...(this.#lastFailure !== undefined && { lastFailure: this.#lastFailure }),
      ...(this.#latencyMs !== undefined && { latencyMs: Math.round(this.#latencyMs * 10) / 10 }),
    };
  }
}
