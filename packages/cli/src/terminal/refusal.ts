/** The command cannot do what was asked, and knows why and what to do next. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  /** Sentences that say what to do next. */
  readonly next: readonly string[];

  constructor(problem: string, next: readonly string[] = [], options?: { cause: unknown }) {
    super(problem, options);
    this.next = next;
  }
}

/** As {@link Refusal}, where the command line or the environment is what has to change. */
export class WrongUsage extends Refusal {
  override readonly name = 'WrongUsage';
}
