import type { Effects } from '../kernel/effect.ts';
import type { Commit, Committed, Memory } from './commit.ts';
import { LeaseLost } from './commit-failure.ts';
import { joinEffects, NO_EFFECTS } from './effect.ts';
import type { HeldRun } from './held-run.ts';
import type { Codec } from './program.ts';

/** How a checkpoint leaves the run. */
export type Checkpoint =
  | { readonly op: 'move' }
  | { readonly op: 'park' | 'wait'; readonly waitMs: number }
  | { readonly op: 'end' };

export type JournalOptions = {
  readonly run: HeldRun;
  readonly codec: Codec;
  readonly commit: (commit: Commit) => Promise<Committed | undefined>;
  /** What the run remembers from before. */
  readonly remembered: ReadonlyMap<string, unknown>;
};

/**
 * What a run has learnt and wants to write: gathers until the next checkpoint, which takes it all.
 *
 * Checkpoints of one run follow each other. After one that failed no other is written, so that a task
 * which swallows the error cannot carry on as if nothing had happened.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #known: Map<string, unknown>;
  #pending = new Map<string, unknown>();
  #effects: Effects[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#known = new Map(options.remembered);
  }

  /** What is committed under this name. */
  recall(name: string): { readonly value: unknown } | undefined {
    return this.#known.has(name) ? { value: this.#known.get(name) } : undefined;
  }

  /** Commits with the next checkpoint. */
  note(name: string, value: unknown, effects: Effects = NO_EFFECTS): void {
    this.#pending.set(name, value);
    this.#effects.push(effects);
  }

  /** Commits at once, with everything noted before. */
  async checkpoint(how: Checkpoint, effects: Effects = NO_EFFECTS): Promise<Committed> {
    const written = this.#tail.then(() => this.#write(how, effects));
    this.#tail = written.catch(() => undefined);
    return written;
  }

  /** @throws what an earlier checkpoint failed with. */
  assertSound(): void {
    if (this.#failure) throw this.#failure.error;
    this.#options.run.abort.signal.throwIfAborted();
  }

  async #write(how: Checkpoint, effects: Effects): Promise<Committed> {
    if (this.#failure) throw this.#failure.error;
    const { run, commit } = this.#options;
    const noted = this.#pending;
    const all = joinEffects([...this.#effects, effects]);
    this.#pending = new Map();
    this.#effects = [];
    try {
      const committed = await commit(this.#toCommit(how, noted, all));
      if (!committed) throw new LeaseLost();
      run.position += 1;
      run.stumbles = 0;
      for (const [name, value] of noted) this.#known.set(name, value);
      return committed;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  #toCommit(how: Checkpoint, noted: ReadonlyMap<string, unknown>, effects: Effects): Commit {
    const { run } = this.#options;
    const { tenantId, runId, epoch, position, wakes } = run;
    const fenced = { tenantId, runId, epoch, position, effects };
    if (how.op === 'end') return { ...fenced, op: 'end' };
    return {
      ...fenced,
      op: how.op,
      attempt: run.attempt,
      stumbles: 0,
      wakes,
      waitMs: how.op === 'move' ? 0 : how.waitMs,
      memories: [...noted].map(([name, value]) => this.#toMemory(name, value)),
    };
  }

  #toMemory(name: string, value: unknown): Memory {
    return { name, sealed: this.#options.codec.encode(name, value) };
  }
}
