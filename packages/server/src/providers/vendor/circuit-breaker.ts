/** How long a source that keeps failing is left alone, and after how many failures in a row. */
export type BreakerSettings = { readonly failures: number; readonly restMs: number };

export const BREAKER: BreakerSettings = { failures: 5, restMs: 30_000 };

/** `closed` asks as usual, `open` asks nobody, `half-open` lets one ask try whether the source is back. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Leaves a source alone that has failed several times in a row, so that runs do not wait for what
 * will not come; after a rest one ask tries it again.
 */
export class CircuitBreaker {
  readonly #settings: BreakerSettings;
  #failures = 0;
  #openUntil: number | null = null;
  #isTrying = false;

  constructor(settings: BreakerSettings = BREAKER) {
    this.#settings = settings;
  }

  state(at: Date): BreakerState {
    if (this.#openUntil === null) return 'closed';
    return at.getTime() < this.#openUntil ? 'open' : 'half-open';
  }

  /** Whether an ask may be sent now; whoever is let in must say how it went. */
  admits(at: Date): boolean {
    const state = this.state(at);
    if (state === 'closed') return true;
    if (state === 'open' || this.#isTrying) return false;
    this.#isTrying = true;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#openUntil = null;
    this.#isTrying = false;
  }

  failed(at: Date): void {
    this.#failures += 1;
    this.#isTrying = false;
    if (this.#failures >= this.#settings.failures) {
      this.#openUntil = at.getTime() + this.#settings.restMs;
    }
  }

  /** The ask was called off: it says nothing about the source. */
  calledOff(): void {
    this.#isTrying = false;
  }
}
