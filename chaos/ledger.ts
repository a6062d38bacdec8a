import { randomInt } from 'node:crypto';

/** Somebody whom a server has promised to keep. */
export type Person = {
  readonly entityId: string;
  /** Whether the shipped list of invented people names them: then officers have to decide. */
  readonly isListed: boolean;
  /** References that were added, and those of which nobody knows whether they were. */
  readonly references: Set<string>;
  readonly doubtful: Set<string>;
};

/** A run that a server has promised to carry out. */
export type Execution = {
  readonly entityId: string;
  /** What somebody was told that it came to; it may never come to anything else. */
  readonly results: Set<string>;
  /** Between which moments it was asked for and promised. */
  readonly askedAt: number;
  readonly promisedAt: number;
};

type Word = { readonly entityId: string; readonly status: string };

/**
 * A list as far as its importer knows: the version that was acknowledged last, and those of which
 * nobody knows; each version has a number of entries of its own.
 */
export type ListPromise = { acknowledged: number | undefined; readonly doubtful: Set<number> };

/**
 * What the servers have acknowledged, kept outside of them. Everything in it has to be there in the
 * end, whatever was killed, and nothing of it twice.
 */
export class Ledger {
  readonly people = new Map<string, Person>();
  readonly executions = new Map<string, Execution>();
  /** The officer's word on results; each is spoken about by one caller only. */
  readonly decisions = new Map<string, Word>();
  readonly overrides = new Map<string, Word>();
  readonly lists = new Map<string, ListPromise>();
  /** Every request that was sent, and those among them that were answered well, refused, or not at all. */
  operations = 0;
  acknowledged = 0;
  refused = 0;
  unanswered = 0;
  /** Answers that no fault excuses. */
  readonly violations: string[] = [];
  readonly #spoken = new Set<string>();
  #lastAcknowledgedAt = performance.now();
  longestSilenceMs = 0;

  /** How long it took after each loss of the database until something that was asked since was done. */
  readonly outagesMs: number[] = [];
  #lostAt: number | null = null;

  /** The database has just been taken away. */
  loseDatabase(): void {
    this.#lostAt ??= performance.now();
  }

  /** A server has answered well what it was asked at that moment. */
  hear(askedAt: number): void {
    const at = performance.now();
    if (this.#lostAt !== null && askedAt > this.#lostAt) {
      this.outagesMs.push(Math.round(at - this.#lostAt));
      this.#lostAt = null;
    }
    this.longestSilenceMs = Math.max(this.longestSilenceMs, at - this.#lastAcknowledgedAt);
    this.#lastAcknowledgedAt = at;
    this.acknowledged += 1;
  }

  keepPerson(entityId: string, isListed: boolean): void {
    const fresh = {
      entityId,
      isListed,
      references: new Set<string>(),
      doubtful: new Set<string>(),
    };
    if (!this.people.has(entityId)) this.people.set(entityId, fresh);
  }

  /** A run was promised. */
  keepExecution(id: string, entityId: string, askedAt: number): void {
    const promisedAt = performance.now();
    this.executions.set(id, { entityId, results: new Set(), askedAt, promisedAt });
  }

  /** A run that was promised shows what it came to, or that it is under way. */
  keepResult(id: string, result: string | undefined): void {
    const known = this.executions.get(id);
    if (!known) return;
    if (result !== undefined && result !== 'IN_PROGRESS') known.results.add(result);
  }

  somebody(fits: (person: Person) => boolean = () => true): Person | undefined {
    return drawn([...this.people.values()].filter(fits));
  }

  someExecution(): readonly [id: string, execution: Execution] | undefined {
    return drawn([...this.executions]);
  }

  /** Something that nobody has spoken about yet: only then is the last word on it known. */
  unspoken(ids: Iterable<string>): string | undefined {
    const id = drawn([...ids].filter((one) => !this.#spoken.has(one)));
    if (id !== undefined) this.#spoken.add(id);
    return id;
  }
}

function drawn<T>(from: readonly T[]): T | undefined {
  return from[randomInt(Math.max(1, from.length))];
}
