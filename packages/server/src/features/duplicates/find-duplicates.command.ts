import type { Individual } from '@probity/contract/individual';
import type { Reading } from '../entities/entity.store.ts';
import { PEOPLE_KEYS } from '../entities/entity-keys.ts';
import { meetPeople } from '../entities/entity-search.store.ts';
import { blockingKeysOf, hasTooManyKeys } from '../likeness/blocking-keys.ts';
import { comparePeople } from '../likeness/compare-people.ts';
import { traitsOf } from '../likeness/person-traits.ts';
import {
  type Duplicate,
  type DuplicatesFound,
  type SearchGap,
  seenFromTheOther,
} from './duplicate.ts';
import { type DuplicatePair, listDuplicatePairs } from './duplicate-pair.store.ts';
import { type DuplicateRule, matchedRules } from './duplicate-rules.ts';

/** Whose duplicates are looked for, and what makes somebody one. */
export type DuplicateSearch = {
  readonly tenantId: string;
  readonly entityId: string;
  readonly individual: Individual;
  readonly rules: readonly DuplicateRule[];
};

/** Most people who are compared with one; of more, those are who have most in common. */
const MOST_COMPARED = 250;

/** Looks among all people of the tenant for those who may be this one. */
export async function findDuplicates(
  ctx: Reading,
  { tenantId, entityId, individual, rules }: DuplicateSearch,
): Promise<DuplicatesFound> {
  const traits = traitsOf(individual);
  const plain = blockingKeysOf(traits);
  const keys = plain.map((key) => ctx.vaults.blindKey(tenantId, PEOPLE_KEYS, key));
  const [met, pairs] = await Promise.all([
    meetPeople(ctx, { keys, limit: MOST_COMPARED }),
    listDuplicatePairs(ctx.db, entityId),
  ]);
  const duplicates = met.entities
    .filter(({ vault }) => vault.entityId !== entityId)
    .map(({ individual: other }): Duplicate => {
      const likenesses = comparePeople(traits, traitsOf(other));
      return {
        entityId: other.entityId,
        likenesses,
        rules: matchedRules(likenesses, rules),
        word: wordOf(entityId, pairs.get(other.entityId)),
      };
    })
    .filter((duplicate) => duplicate.rules.length > 0);
  const gaps: SearchGap[] = [
    ...(met.isCut ? (['too-many'] as const) : []),
    ...(met.isUnready ? (['unfiled'] as const) : []),
    ...(hasTooManyKeys(plain) ? (['too-much'] as const) : []),
  ];
  return { duplicates: duplicates.sort(strongestFirst), gaps };
}

function wordOf(entityId: string, pair: DuplicatePair | undefined): Duplicate['word'] {
  if (!pair) return undefined;
  const { decidedAtId, manualStatus, rules } = pair;
  const isOwn = decidedAtId === entityId;
  return { manualStatus: isOwn ? manualStatus : seenFromTheOther(manualStatus), rules };
}

function strongestFirst(one: Duplicate, other: Duplicate): number {
  const strength = ({ likenesses }: Duplicate) =>
    likenesses.reduce((sum, likeness) => sum + likeness.strength, 0);
  return strength(other) - strength(one) || (one.entityId < other.entityId ? -1 : 1);
}
