/** How strictly names and evidence are weighed: by name, as a workflow step chooses it. */
export type ScreeningProfileName = 'balanced' | 'strict' | 'ofac-tool';

/** What a profile does with the findings. */
export type ScreeningProfile = {
  /** How much of an agreement counts. */
  readonly agreement: number;
  /** How much of a contradiction counts. */
  readonly disagreement: number;
  /** Whether a name that its publisher calls weak can count as certain. */
  readonly trustsWeakAliases: boolean;
  /** Scores names as OFAC's own search page does, instead of by the words' weights. */
  readonly scoresAsOfac: boolean;
};

/** The profiles that are shipped. */
export const PROFILES: Readonly<Record<ScreeningProfileName, ScreeningProfile>> = {
  balanced: { agreement: 1, disagreement: 1, trustsWeakAliases: false, scoresAsOfac: false },
  /** Contradicting evidence orders the queue and clears nobody. */
  strict: { agreement: 1, disagreement: 0.1, trustsWeakAliases: true, scoresAsOfac: false },
  'ofac-tool': { agreement: 0, disagreement: 0, trustsWeakAliases: true, scoresAsOfac: true },
};
