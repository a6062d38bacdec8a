/** What a span may say: ids of records, names of routes, types and outcomes; never a word about a person. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

/** A stretch of work that somebody traces. */
export type Span = {
  /** Says more about it, before it ends. */
  tell(facts: SpanFacts): void;
};

/**
 * Whom the server's parts tell what they do, for those who run it. Told are routes, types, outcomes and
 * durations: never a person, never a tenant.
 */
export type Observer = {
  /** Does the work as a span inside the one that surrounds it; without a trace it is simply done. */
  span<T>(name: string, facts: SpanFacts, work: (span: Span) => Promise<T>): Promise<T>;
  /** One attempt of a step is over. */
  stepAttempted(step: { readonly type: string; readonly outcome: string; seconds: number }): void;
  /** Every attempt of a step failed: its silence is its result. */
  stepGivenUp(step: { readonly type: string; readonly reason: string }): void;
  /** A run has concluded. */
  executionConcluded(outcome: string): void;
  /** A provider of the operator's was asked once. */
  providerAsked(ask: {
    readonly provider: string;
    readonly outcome: string;
    seconds: number;
  }): void;
};

const NO_SPAN: Span = { tell: () => undefined };

/** Nobody looks. */
export const UNOBSERVED: Observer = {
  span: (_name, _facts, work) => work(NO_SPAN),
  stepAttempted: () => undefined,
  stepGivenUp: () => undefined,
  executionConcluded: () => undefined,
  providerAsked: () => undefined,
};
