import type { Finding } from '@probity/screening';

/** The sealed part of a process result, in the words of the wire. */
export type ProcessResultEvidence = {
  readonly providerResult?: object;
  readonly supplementaryData?: object;
  readonly errors?: readonly object[];
  readonly notes?: object;
  readonly riskFactors?: readonly { readonly factor: string; readonly value: string }[];
  readonly basis?: ScreeningBasis;
};

/** What a screening hit rests on: enough to run the same search again and get the same answer. */
export type ScreeningBasis = {
  readonly provider: string;
  readonly listId: string;
  readonly listVersion: number;
  readonly engineVersion: string;
  /** How names and evidence were weighed, and from which match on a hit was one. */
  readonly profile: string;
  readonly threshold: number;
  /** Where the listed party is found again: the name of the list and the publisher's reference. */
  readonly reference: string;
  /** Hash over what is material in the list entry; another hash reopens the hit. */
  readonly materialHash: string;
  readonly query: object;
  /** 0 … 1: how well it matched. */
  readonly match: number;
  /** Why it matched, in sentences, with what agreed, disagreed and was missing. */
  readonly findings: readonly Finding[];
};
