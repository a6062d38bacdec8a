import type { EntryFacts } from './candidates/entry-record.ts';
import type { Finding } from './match.ts';
import type { ScreeningProfile } from './profile.ts';
import type { ScreeningQuery } from './query.ts';
import { EVIDENCE_SIGNALS } from './signals.ts';

/** Agreement lifts no name that agrees less than this: evidence never alerts by itself. */
const LEAST_LIFTED = 0.6;

/** Effects that add up to this are as much evidence as is counted. */
const FULL_EVIDENCE = 0.3;

/** What stands beside the name: what was found, and how far it moves the match up and down. */
export type Evidence = {
  readonly findings: readonly Finding[];
  readonly lift: number;
  readonly drop: number;
  /** −1 … 1. */
  readonly score: number;
};

/** Compares everything beside the name that the query says something about. */
export function weighEvidence(query: ScreeningQuery, entry: EntryFacts): Evidence {
  const findings: Finding[] = [];
  let lift = 0;
  let drop = 0;
  for (const signal of EVIDENCE_SIGNALS) {
    if (!signal.isAsked(query)) continue;
    const found = signal.compare(query, entry);
    findings.push(found);
    if (found.effect > 0) lift += found.effect;
    else drop -= found.effect;
  }
  const score = Math.max(-1, Math.min(1, (lift - drop) / FULL_EVIDENCE));
  return { findings, lift, drop, score };
}

/** Name and evidence together. More agreement never lowers it. */
export function matchOf(nameScore: number, evidence: Evidence, profile: ScreeningProfile): number {
  const lift = nameScore < LEAST_LIFTED ? 0 : evidence.lift * profile.agreement;
  return Math.max(0, Math.min(1, nameScore + lift - evidence.drop * profile.disagreement));
}

/** True where anything beside the name could move a match: for other queries names alone decide. */
export function asksEvidence(query: ScreeningQuery): boolean {
  return EVIDENCE_SIGNALS.some((signal) => signal.weight !== 0 && signal.isAsked(query));
}

/** The most that the evidence of a query can lift a match. */
export function mostLiftOf(query: ScreeningQuery, profile: ScreeningProfile): number {
  return EVIDENCE_SIGNALS.reduce(
    (sum, signal) => (signal.isAsked(query) ? sum + signal.lift * profile.agreement : sum),
    0,
  );
}
