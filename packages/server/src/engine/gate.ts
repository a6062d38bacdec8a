import type { Parameter, SystemDb, SystemStatement } from '../kernel/statement.ts';

/** Called before and after every statement of an engine; throwing in it kills that engine. */
export type OnBoundary = (boundary: `${'before' | 'after'} ${string}`) => void;

/** This engine is dead as if its process had been killed: nothing leaves it any more. */
export class EngineKilled extends Error {
  constructor(options?: { cause: unknown }) {
    super('This engine was killed.', options);
  }
}

/** The one way from an engine to its database, so that a test can close it at any boundary. */
export class Gate {
  readonly #db: SystemDb;
  readonly #onBoundary: OnBoundary;
  readonly #onKilled: () => void;
  #isClosed = false;

  constructor(db: SystemDb, onBoundary: OnBoundary, onKilled: () => void) {
    this.#db = db;
    this.#onBoundary = onBoundary;
    this.#onKilled = onKilled;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  async all<Row>(
    statement: SystemStatement<Row>,
    parameters: readonly Parameter[],
  ): Promise<Row[]> {
    this.#pass(`before ${statement.name}`);
    const rows = await this.#db.all(statement, parameters);
    this.#pass(`after ${statement.name}`);
    return rows;
  }

  #pass(boundary: Parameters<OnBoundary>[0]): void {
    if (this.#isClosed) throw new EngineKilled();
    try {
      this.#onBoundary(boundary);
    } catch (cause) {
      this.#isClosed = true;
      this.#onKilled();
      throw new EngineKilled({ cause });
    }
  }
}
