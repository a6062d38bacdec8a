import type { Finding, ListedName } from '@probity/screening';

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
  /** Who found the best of its entries. */
  readonly provider: string;
  readonly engineVersion: string;
  /** How names and evidence were weighed, and from which match on a hit was one. */
  readonly profile: string;
  readonly threshold: number;
  readonly query: object;
  /** How grave the hit was when it was found; absent in results from before it was kept. */
  readonly severity?: HitSeverity;
  /** The list entries that are this one party, the best match first. */
  readonly members: readonly HitMember[];
};

/** How grave a hit is if it is the person, and why. */
export type HitSeverity = {
  /** 0 … 100. */
  readonly score: number;
  readonly because: string;
  /** The day as of which it holds. */
  readonly on: string;
};

/** One list entry of the party that a hit is about. */
export type HitMember = {
  /** Who found it, where that is somebody else than who found the best entry. */
  readonly provider?: string;
  /** With {@link HitMember.reference}, where the entry is found again in any version of its list. */
  readonly listId: string;
  /** The publisher's own number. */
  readonly reference: string;
  /** A number where the list is kept here, the vendor's own word elsewhere. */
  readonly listVersion: number | string;
  /** Hash over what is material in the list entry; another hash reopens the hit. */
  readonly materialHash: string;
  /** 0 … 1: how well it matched. */
  readonly match: number;
  readonly nameScore: number;
  /** −1 … 1. */
  readonly evidenceScore: number;
  /** The listed name that agreed best. */
  readonly name: ListedName;
  /** Why it matched, in sentences, with what agreed, disagreed and was missing. */
  readonly findings: readonly Finding[];
  /** The word of the vendor that found it: its own score, 0 … 1, and whether it calls that a match. */
  readonly vendor?: { readonly score: number; readonly isMatch: boolean };
};
