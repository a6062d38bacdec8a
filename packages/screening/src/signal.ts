/** Whether a signal speaks about the name itself or about what stands beside it. */
export type SignalKind = 'name' | 'evidence';

/** What an officer is told about one aspect of the score. */
export type SignalDescription = {
  readonly name: string;
  readonly kind: SignalKind;
  /** The most that this signal can move the match, up (positive) or down (negative). */
  readonly weight: number;
  readonly description: string;
};
