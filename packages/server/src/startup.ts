/** A phase that takes longer is announced while it is under way. */
const WORTH_TELLING_MS = 2_000;

type Phase = { readonly name: string; readonly milliseconds: number };

/** The start was called off before it was complete. */
export class StartInterrupted extends Error {}

/** What a start has done so far: how long it took, and how to undo it in reverse order. */
export class Startup {
  readonly #phases: Phase[] = [];
  readonly #undoing: (() => Promise<void>)[] = [];
  #isInterrupted = false;

  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  /** Calls the start off: what is under way ends, and nothing else begins. */
  interrupt(): void {
    this.#isInterrupted = true;
  }

  /**
   * Does one part of the start, and says so when it takes a while.
   *
   * @throws {@link StartInterrupted} when the start was called off before or meanwhile.
   */
  async phase<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#goOn();
    const startedAt = performance.now();
    const telling = setInterval(() => {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      this.tell(`Starting: ${name} … ${seconds} s`);
    }, WORTH_TELLING_MS);
    try {
      const result = await work();
      this.#goOn();
      return result;
    } finally {
      clearInterval(telling);
      this.#phases.push({ name, milliseconds: Math.round(performance.now() - startedAt) });
    }
  }

  /** Remembers how to take a step back; the last one is taken back first. */
  undoWith(undo: () => Promise<void>): void {
    this.#undoing.push(undo);
  }

  /** Takes everything back, also what comes after a step that fails; reports the first failure. */
  async undo(): Promise<void> {
    const failures: unknown[] = [];
    for (let undo = this.#undoing.pop(); undo; undo = this.#undoing.pop()) {
      await undo().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  #goOn(): void {
    if (this.#isInterrupted) throw new StartInterrupted('The start was called off.');
  }

  tell(...lines: readonly string[]): void {
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  }

  phasesInWords(): string {
    const total = this.#phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const parts = this.#phases.map(({ name, milliseconds }) => `${name} ${milliseconds} ms`);
    return `${total} ms (${parts.join(', ')})`;
  }
}
