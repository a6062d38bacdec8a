/** One ask of a source, as every provider gets it. */
export type SourceCall = {
  readonly tenantId: string;
  /** Whether the tenant is one for invented people. */
  readonly isSandbox: boolean;
  /** The same for every repetition of this ask, on whichever node: a source that sees it twice answers once. */
  readonly idempotencyKey: string;
  /** Fires when the attempt has run out of time or the server lost the run. */
  readonly signal: AbortSignal;
};

/**
 * A source gave no answer that can be used. Never good news: whoever asked shows it to a person.
 *
 * An adapter throws what is worth repeating ({@link SourceUnavailable}) and returns this for what is not:
 * a refusal, nonsense, a source that is not set up.
 */
export type Silent = {
  readonly outcome: 'silent';
  readonly because: 'timeout' | 'error' | 'refused' | 'not-configured';
  /** For a person: names things, never people. */
  readonly detail: string;
  /** It is not asked just now: whoever can wait asks again later. */
  readonly isForNow?: true;
};

/** The source did not answer and may do so later; the engine repeats the step. */
export class SourceUnavailable extends Error {
  readonly provider: string;
  readonly because: 'timeout' | 'error';

  constructor(provider: string, because: 'timeout' | 'error', options?: { cause: unknown }) {
    super(`${provider} ${because === 'timeout' ? 'did not answer in time' : 'failed'}`, options);
    this.provider = provider;
    this.because = because;
  }
}

/** Somebody who can be asked. */
export type Provider = {
  /** As workflows and results name it: `probity`, `reference:core-banking`, `sandbox`. */
  readonly name: string;
  /** Whether it may be asked on behalf of this tenant: sources of invented people serve nobody else. */
  serves(asker: { readonly tenantId: string; readonly isSandbox: boolean }): boolean;
};

/** In a step's configuration: every provider of the capability that serves the tenant, in the operator's order. */
export const ALL_PROVIDERS = '*';

/** The providers that a step's configuration names, in its order; what is unknown or does not serve is told apart. */
export function chosenProviders<P extends Provider>(
  known: readonly P[],
  names: readonly string[],
  asker: { readonly tenantId: string; readonly isSandbox: boolean },
): { readonly chosen: readonly P[]; readonly missing: readonly string[] } {
  const serving = known.filter((provider) => provider.serves(asker));
  const chosen: P[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const found =
      name === ALL_PROVIDERS ? serving : serving.filter((provider) => provider.name === name);
    if (found.length === 0 && name !== ALL_PROVIDERS) missing.push(name);
    chosen.push(...found.filter((provider) => !chosen.includes(provider)));
  }
  return { chosen, missing };
}
