/** For longer than a signature holds. */
const KEPT_MS = 15 * 60_000;
/** The oldest make room; each was signed by a provider, so that strangers cannot fill it. */
const MOST_KEPT = 100_000;

/** Remembers for a while which messages have come, so that a recorded one cannot be sent again. */
export class RepeatedMessages {
  readonly #seen = new Map<string, number>();

  /** Whether the message is new; from then on it is not. */
  take(id: string, at: Date): boolean {
    this.#forget(at);
    if (this.#seen.has(id)) return false;
    this.#seen.set(id, at.getTime());
    return true;
  }

  /** The message has not been dealt with and may come again. */
  giveBack(id: string): void {
    this.#seen.delete(id);
  }

  #forget(at: Date): void {
    for (const [id, seenAt] of this.#seen) {
      if (seenAt > at.getTime() - KEPT_MS && this.#seen.size < MOST_KEPT) return;
      this.#seen.delete(id);
    }
  }
}
