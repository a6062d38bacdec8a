import type { Context } from '../../kernel/context.ts';
import { moveData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import type { Entity } from '../entities/entity.store.ts';
import { lockProfileStates, setProfileState } from '../service-profiles/service-profile.store.ts';
import { type ProfileState, stateAfter } from '../service-profiles/service-profile.ts';
import { findStanding, type Standing } from './standing.store.ts';

/** What took the person out of circulation, or let them back in. */
export type Because = { readonly relatedId?: string; readonly processResultId?: string };

/**
 * Brings all profiles of a person to where the person stands: DUPLICATE or BLOCKLISTED where something says
 * so, and back to where the latest run left them where nothing does any more.
 */
export async function settleProfiles(
  tx: Context,
  { vault }: Pick<Entity, 'vault'>,
  because: Because = {},
): Promise<void> {
  const { entityId } = vault;
  const standing = await findStanding(tx.db, entityId);
  const profiles = await lockProfileStates(tx.db, entityId);
  const moved = profiles
    .map((profile) => ({ ...profile, to: stateOf(standing, profile) }))
    .filter(({ state, to }) => state !== to);
  if (moved.length === 0) return;
  const { requestId, actor } = tx;
  for (const { serviceKey, to } of moved) {
    const change = { serviceKey, state: to, at: tx.now(), requestId, by: actor.username };
    await setProfileState(tx.db, vault, change);
  }
  // One event for all services: that is what an event without a profile means.
  const event = auditEventOf(tx, vault, {
    type: 'SERVICE_PROFILE_STATE_CHANGE',
    objectType: 'SERVICE_PROFILE',
    objectId: entityId,
    detail: {
      profiles: moved.map(({ serviceProfileId, state, to }) => ({
        serviceProfileId,
        previousState: state,
        newState: to,
      })),
      ...because,
      ...oneMove(moved, because),
    },
  });
  await insertAuditEvents(tx.db, [event]);
}

/** In the contract's shape, which knows one profile: where all moved alike. */
function oneMove(moved: readonly { state: string; to: string }[], because: Because) {
  const [first] = moved;
  const isOne = moved.every(({ state, to }) => state === first?.state && to === first.to);
  return first && isOne && { data: moveData(first.state, first.to, because.processResultId) };
}

type Known = { readonly state: ProfileState; readonly latestStatus: string | null };

/** A person who is a duplicate is not asked about at all, so that comes before being blocked. */
function stateOf({ isRetired, isBlocked }: Standing, { state, latestStatus }: Known): ProfileState {
  if (state === 'DELETED') return state;
  if (isRetired) return 'DUPLICATE';
  if (isBlocked) return 'BLOCKLISTED';
  if (state !== 'DUPLICATE' && state !== 'BLOCKLISTED') return state;
  return latestStatus === null ? 'INIT' : stateAfter('INIT', latestStatus);
}
