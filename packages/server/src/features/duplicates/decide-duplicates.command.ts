import type { Relationships } from '@probity/contract/person/relationship';
import type { Context } from '../../kernel/context.ts';
import { changeData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import {
  type Entity,
  findOwnEntity,
  lockEntities,
  updateIndividual,
} from '../entities/entity.store.ts';
import { listCounterparts, listResultIdsAbout } from '../results/counterpart-result.store.ts';
import {
  type Decided,
  type DecisionKind,
  decidedEvent,
} from '../results/decide-results.command.ts';
import { listResultsById, lockResults, setManualStatus } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { settleProfiles } from '../standing/settle-profiles.command.ts';
import {
  holds,
  retiredBy,
  rulesOfEvidence,
  SurvivorIsRetired,
  seenFromTheOther,
} from './duplicate.ts';
import { listDuplicatePairs, putDuplicatePair } from './duplicate-pair.store.ts';

/**
 * What it means that two people are one, or are not: the one who is not kept goes out of use in every
 * service, both know of each other, and the word holds on both sides. Taking it back undoes all of it.
 */
export const duplicateDecisions: Pick<DecisionKind, 'lock' | 'consequences'> = {
  async lock(tx, { entityId, ids }) {
    // Both people, least id first: two officers may decide about the pair from both sides at once.
    await lockEntities(tx.db, [entityId, ...(await listCounterparts(tx.db, entityId, ids))]);
  },

  async consequences(tx, decided) {
    for (const result of latestOfEach(decided.changing)) await decidePair(tx, decided, result);
    await settleProfiles(tx, decided.entity);
  },
};

/** Several results may be about one other person; the newest says by which rules the two were found. */
function latestOfEach(results: readonly ProcessResult[]): ProcessResult[] {
  const oldestFirst = [...results].sort(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime(),
  );
  return [...new Map(oldestFirst.map((result) => [result.counterpartId, result])).values()];
}

async function decidePair(
  tx: Context,
  { entity, manualStatus }: Decided,
  result: ProcessResult,
): Promise<void> {
  const { entityId } = entity.vault;
  const otherId = result.counterpartId;
  const other = otherId === undefined ? undefined : await findOwnEntity(tx, otherId);
  // Whoever was deleted since needs no decision; the word on the result stands by itself.
  if (otherId === undefined || !other) return;
  const retiredId = retiredBy(manualStatus, { entityId, otherId });
  if (retiredId !== null) {
    await refuseRetiredSurvivor(tx, {
      survivorId: retiredId === entityId ? otherId : entityId,
      retiredId,
    });
  }
  const rules = rulesOfEvidence(result.evidence);
  await putDuplicatePair(tx.db, {
    decidedAtId: entityId,
    otherId,
    manualStatus,
    retiredId,
    rules,
    processResultId: result.processResultId,
    at: tx.now(),
  });
  const isOne = retiredId !== null;
  await relate(tx, { about: entityId, to: otherId, isOne, result });
  await relate(tx, { about: otherId, to: entityId, isOne, result });
  await sayOf(tx, entity, { otherId, manualStatus, rules, except: result.processResultId });
  const seen = seenFromTheOther(manualStatus);
  await sayOf(tx, other, { otherId: entityId, manualStatus: seen, rules });
  await settleProfiles(tx, other, { relatedId: entityId, processResultId: result.processResultId });
}

/** Where the one who is kept were themselves out of use, nobody would be left to execute on. */
async function refuseRetiredSurvivor(
  tx: Context,
  { survivorId, retiredId }: { survivorId: string; retiredId: string },
): Promise<void> {
  const pairs = await listDuplicatePairs(tx.db, survivorId);
  const others = [...pairs.values()].filter(({ otherId }) => otherId !== retiredId);
  if (others.some((pair) => pair.retiredId === survivorId)) throw new SurvivorIsRetired(survivorId);
}

type Relating = {
  readonly about: string;
  readonly to: string;
  readonly isOne: boolean;
  readonly result: ProcessResult;
};

/** Puts a person among the duplicates of another, or takes them away. */
async function relate(tx: Context, { about, to, isOne, result }: Relating): Promise<void> {
  const entity = await findOwnEntity(tx, about);
  if (!entity) return;
  const { relationships } = entity.individual;
  const others = (relationships?.duplicates ?? []).filter(({ entityId }) => entityId !== to);
  const related = {
    entityId: to,
    entityType: 'INDIVIDUAL' as const,
    origin: {
      entityId: result.entityId,
      entityType: 'INDIVIDUAL' as const,
      processResultId: result.processResultId,
      createdAt: tx.now().toISOString(),
    },
  };
  const duplicates = isOne ? [...others, related] : others;
  if (duplicates.length === (relationships?.duplicates ?? []).length && !isOne) return;
  await updateRelationships(tx, entity, { ...relationships, duplicates });
}

async function updateRelationships(
  tx: Context,
  entity: Entity,
  relationships: Relationships,
): Promise<void> {
  const individual = { ...entity.individual, relationships };
  await updateIndividual(tx.db, { ...entity, individual }, tx.now());
  const event = auditEventOf(tx, entity.vault, {
    type: 'ENTITY_UPDATE',
    detail: {
      fieldsUpdated: ['relationships'],
      data: changeData({ updated: ['relationships'] }),
    },
  });
  await insertAuditEvents(tx.db, [event]);
}

type Saying = {
  readonly otherId: string;
  readonly manualStatus: string;
  readonly rules: readonly string[];
  readonly except?: string;
};

/** The word also stands on whatever else a person's results say about the other, as far as it holds there. */
async function sayOf(tx: Context, { vault }: Entity, saying: Saying): Promise<void> {
  const { otherId, manualStatus, rules, except } = saying;
  const all = await listResultIdsAbout(tx.db, vault.entityId, otherId);
  const ids = all.filter((id) => id !== except);
  await lockResults(tx.db, vault.entityId, ids);
  const results = await listResultsById(tx.db, vault, ids);
  const changing = results
    .filter(({ evidence }) => holds({ manualStatus, rules }, rulesOfEvidence(evidence)))
    .filter((result) => result.manualStatus !== manualStatus);
  if (changing.length === 0) return;
  await setManualStatus(tx.db, vault, {
    ids: changing.map(({ processResultId }) => processResultId),
    manualStatus,
    at: tx.now(),
    by: tx.actor.username,
  });
  const events = changing.map((result) =>
    decidedEvent(tx, vault, { result, manualStatus, detail: { saidAbout: otherId } }),
  );
  await insertAuditEvents(tx.db, events);
}

/**
 * Undoes what was said of a person who is about to be forgotten and others: who was out of use because of
 * them is in use again. Call it once everything about them is gone; the others are held.
 */
export async function partFromOthers(
  tx: Context,
  forgottenId: string,
  otherIds: readonly string[],
): Promise<void> {
  for (const otherId of otherIds) {
    const entity = await findOwnEntity(tx, otherId);
    if (!entity) continue;
    const { relationships } = entity.individual;
    const known = relationships?.duplicates ?? [];
    const duplicates = known.filter(({ entityId }) => entityId !== forgottenId);
    if (duplicates.length < known.length) {
      await updateRelationships(tx, entity, { ...relationships, duplicates });
    }
    await settleProfiles(tx, entity, { relatedId: forgottenId });
  }
}

/** Who knows of a person by something that officers have said. */
export async function othersOf(tx: Context, entityId: string): Promise<string[]> {
  return [...(await listDuplicatePairs(tx.db, entityId)).keys()];
}
