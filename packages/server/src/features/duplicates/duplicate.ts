import type { DuplicateData } from '@probity/contract/evidence/counterpart-data';
import type { z } from 'zod';
import { DomainError } from '../../kernel/domain-error.ts';
import type { FieldLikeness } from '../likeness/compare-people.ts';
import type { ProcessResultEvidence } from '../results/evidence.ts';
import type { DuplicateRule } from './duplicate-rules.ts';

/** Somebody else who may be the same person. */
export type Duplicate = {
  readonly entityId: string;
  readonly likenesses: readonly FieldLikeness[];
  /** By which rules, strongest first; at least one. */
  readonly rules: readonly DuplicateRule[];
  /** What officers have said of the two, as it reads from this person's side. */
  readonly word?: SpokenWord | undefined;
};

/** An officer's word on two people, and the rules by which they had been found. */
export type SpokenWord = { readonly manualStatus: string; readonly rules: readonly string[] };

/** Who may be the same person, and why somebody may be missing among them. */
export type DuplicatesFound = {
  readonly duplicates: readonly Duplicate[];
  readonly gaps: readonly SearchGap[];
};

/**
 * `too-many`: more people have something in common than are compared. `unfiled`: some people have not been
 * filed yet. `too-much`: the person has more names, dates and addresses than are looked up.
 */
export type SearchGap = 'too-many' | 'unfiled' | 'too-much';

/** The same word from the other person's side: whoever is kept there is the other one here. */
const SEEN_FROM_THE_OTHER: Readonly<Record<string, string>> = {
  TRUE_POSITIVE_ACCEPT: 'TRUE_POSITIVE_REJECT',
  TRUE_POSITIVE_REJECT: 'TRUE_POSITIVE_ACCEPT',
};

export function seenFromTheOther(manualStatus: string): string {
  return SEEN_FROM_THE_OTHER[manualStatus] ?? manualStatus;
}

/** Who of two is no longer in use, by a word that was said at `entityId`; null where they are two people. */
export function retiredBy(
  manualStatus: string,
  { entityId, otherId }: { readonly entityId: string; readonly otherId: string },
): string | null {
  if (manualStatus === 'TRUE_POSITIVE_ACCEPT') return otherId;
  return manualStatus === 'TRUE_POSITIVE_REJECT' ? entityId : null;
}

/**
 * Whether an officer's word holds for what is found now. That they are one person holds for good; that they
 * are two holds until a rule finds them that the officer did not see.
 */
export function holds({ manualStatus, rules }: SpokenWord, now: readonly string[]): boolean {
  if (manualStatus !== 'FALSE_POSITIVE') return true;
  const seen = new Set(rules);
  return now.every((name) => seen.has(name));
}

type DuplicateEvidence = z.infer<typeof DuplicateData>;

/** What is kept of a duplicate, in the words of the wire. */
export function evidenceOf({ entityId, likenesses, rules }: Duplicate): DuplicateEvidence {
  const asked = new Set<string>(rules.flatMap(({ fields }) => Object.keys(fields)));
  const fields = new Map<string, NonNullable<DuplicateEvidence['matchedFields']>[number]>();
  for (const likeness of likenesses.filter(({ field }) => asked.has(field))) {
    const { objectType, objectId, otherObjectId: duplicateObjectId, strength } = likeness;
    const place = [objectType, objectId, duplicateObjectId].join();
    const matchStrength = Math.max(strength, fields.get(place)?.matchStrength ?? 0);
    fields.set(place, { objectType, objectId, duplicateObjectId, matchStrength });
  }
  return {
    type: 'DUPLICATE',
    duplicateEntityId: entityId,
    matchedFields: [...fields.values()],
    matchedRules: rules.map(({ name, strength }) => ({ name, strength })),
  };
}

/** Names of the rules by which a result was found. */
export function rulesOfEvidence({ supplementaryData }: ProcessResultEvidence): string[] {
  const { matchedRules = [] } = (supplementaryData ?? {}) as DuplicateEvidence;
  return matchedRules.flatMap(({ name }) => name ?? []);
}

/** The one who would be kept is not in use: another one is in their place. */
export class SurvivorIsRetired extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor(retiredId: string) {
    super('The individual that would be kept is itself a duplicate', [
      {
        issue: `Individual ${retiredId} is a duplicate of another one: decide about that one`,
        issueLocation: 'body.manualStatus',
      },
    ]);
  }
}
