/** A name of an entry, found by one reading of the query. */
type Found = { readonly reading: number; readonly name: number; readonly score: number };

const NO_SLOT = -1;

/** The best name that a search has found of each entry. Holds memory for every entry; clear it before each search. */
export class BestNames {
  private readonly slotOf: Int32Array;
  private entryOf = new Uint32Array(256);
  private nameOf = new Uint32Array(256);
  private readingOf = new Uint16Array(256);
  private scores = new Float64Array(256);
  private count = 0;

  constructor(entryCount: number) {
    this.slotOf = new Int32Array(entryCount).fill(NO_SLOT);
  }

  /** The best so far of an entry, or 0. */
  scoreOf(entry: number): number {
    const slot = this.slotOf[entry] as number;
    return slot === NO_SLOT ? 0 : (this.scores[slot] as number);
  }

  /** Keeps a name of an entry where it is better than what was kept before. */
  note(entry: number, { reading, name, score }: Found): void {
    if (score <= this.scoreOf(entry)) return;
    let slot = this.slotOf[entry] as number;
    if (slot === NO_SLOT) {
      slot = this.count++;
      if (slot === this.scores.length) this.grow();
      this.slotOf[entry] = slot;
      this.entryOf[slot] = entry;
    }
    this.nameOf[slot] = name;
    this.readingOf[slot] = reading;
    this.scores[slot] = score;
  }

  of(entry: number): Found {
    const slot = this.slotOf[entry] as number;
    return {
      reading: this.readingOf[slot] as number,
      name: this.nameOf[slot] as number,
      score: this.scores[slot] as number,
    };
  }

  /** All entries, as they were found. */
  entries(): Uint32Array {
    return this.entryOf.subarray(0, this.count);
  }

  /**
   * All entries, best first, equal ones in the order of the list. Only the first few are sorted at once:
   * common names have thousands of equals that nobody asks for.
   */
  *inOrder(first: number): Generator<number> {
    if (this.count <= first) {
      yield* this.sorted(this.entries());
      return;
    }
    const limit = this.scores.slice(0, this.count).sort()[this.count - first] as number;
    const entries = this.entries();
    const better = this.sorted(entries.filter((entry) => this.scoreOf(entry) > limit));
    yield* better;
    yield* entries.filter((entry) => this.scoreOf(entry) === limit).sort();
    yield* this.sorted(entries.filter((entry) => this.scoreOf(entry) < limit));
  }

  clear(): void {
    for (const entry of this.entries()) this.slotOf[entry] = NO_SLOT;
    this.count = 0;
  }

  private sorted(entries: Uint32Array): Uint32Array {
    return entries
      .slice()
      .sort((one, other) => this.scoreOf(other) - this.scoreOf(one) || one - other);
  }

  private grow(): void {
    const room = this.scores.length * 2;
    this.entryOf = grown(this.entryOf, new Uint32Array(room));
    this.nameOf = grown(this.nameOf, new Uint32Array(room));
    this.readingOf = grown(this.readingOf, new Uint16Array(room));
    this.scores = grown(this.scores, new Float64Array(room));
  }
}

function grown<Values extends Uint16Array | Uint32Array | Float64Array>(
  old: Values,
  larger: Values,
): Values {
  larger.set(old);
  return larger;
}
