/** What a step needs so that it can say anything, in words for whoever writes a workflow. */
export type StepNeeds = {
  readonly data: readonly string[];
  /** Types of consent. */
  readonly consents: readonly string[];
  readonly providers: readonly string[];
};
