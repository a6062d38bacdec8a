const SLOT_BITS = 12;

/**
 * The scores of names within one search by the words they are made of: thousands bear the same common
 * name, and all of them score alike. Forgets what falls on the same place.
 */
export class KnownScores {
  private round = 0;
  private slot = 0;
  private start = 0;
  private readonly rounds = new Uint32Array(1 << SLOT_BITS);
  private readonly starts = new Uint32Array(1 << SLOT_BITS);
  private readonly lengths = new Uint8Array(1 << SLOT_BITS);
  private readonly scores = new Float64Array(1 << SLOT_BITS);

  /** Begins another search. */
  forget(): void {
    this.round++;
  }

  /** The score of a name of the same words, or −1; {@link note} then says what it is. */
  scoreOf(tokens: Uint32Array, start: number, end: number): number {
    let hash = end - start;
    for (let at = start; at < end; at++)
      hash = Math.imul(hash ^ (tokens[at] as number), 0x9e3779b1);
    const slot = (hash ^ (hash >>> 15)) & ((1 << SLOT_BITS) - 1);
    this.slot = slot;
    this.start = start;
    const isKnown =
      this.rounds[slot] === this.round &&
      this.lengths[slot] === end - start &&
      areSame(tokens, this.starts[slot] as number, { start, end });
    if (isKnown) return this.scores[slot] as number;
    this.rounds[slot] = this.round;
    this.lengths[slot] = end - start;
    return -1;
  }

  /** The score of the name that was asked for last. */
  note(score: number): void {
    this.starts[this.slot] = this.start;
    this.scores[this.slot] = score;
  }
}

function areSame(
  tokens: Uint32Array,
  other: number,
  { start, end }: { start: number; end: number },
): boolean {
  for (let at = start; at < end; at++) if (tokens[at] !== tokens[other + at - start]) return false;
  return true;
}
