import type { AuditData } from '@probity/contract/audit/audit-data';
import { isUuid } from '../../kernel/id.ts';

/** What an edit did, by names of fields and ids of elements. */
export type Change = {
  readonly added?: readonly string[];
  readonly updated?: readonly string[];
  readonly invalidated?: readonly string[];
  readonly results?: readonly string[];
};

/** Which fields changed and what that undid, never what they say. */
export function changeData({ added, updated, invalidated, results }: Change): AuditData {
  return {
    type: 'INDIVIDUAL_CHANGE',
    fieldsAdded: [...new Set(added)].map(fieldChange),
    fieldsUpdated: [...new Set(updated)].map(fieldChange),
    fieldsInvalidated: (invalidated ?? []).map(fieldChange),
    resultsInvalidated: (results ?? []).map((objectId) => ({
      objectId,
      objectType: 'RESULT_PROCESS',
      changeDescription: 'STALE',
    })),
  };
}

/** An element has an id, a field that there is once only a name. */
function fieldChange(field: string) {
  return isUuid(field) ? { objectId: field } : { changeDescription: field };
}

/** What an officer, or an edit, made of one result. */
export function resultData(
  objectId: string,
  { previous, next }: { readonly previous: string | null; readonly next: string },
): AuditData {
  return {
    type: 'RESULT_UPDATE',
    resultsUpdated: [
      {
        objectId,
        objectType: 'RESULT_PROCESS',
        ...(previous !== null && { previousStatus: previous }),
        newStatus: next,
      },
    ],
  };
}

type ProfileMove = Extract<AuditData, { type: 'ENTITY_PROFILE_STATE_UPDATE' }>;

/** Where a profile stood, where it stands, and which result moved it. */
export function moveData(
  previousState: string,
  currentState: string,
  processResultId?: string,
): AuditData {
  return {
    type: 'ENTITY_PROFILE_STATE_UPDATE',
    previousState: previousState as NonNullable<ProfileMove['previousState']>,
    currentState: currentState as NonNullable<ProfileMove['currentState']>,
    ...(processResultId !== undefined && { processResultId }),
  };
}
