import type {
  MatchedEntry,
  MatchlistEntry as WireEntry,
  Matchlist as WireMatchlist,
} from '@probity/contract/lists/matchlist';
import type { FoundEntry, Matchlist, MatchlistEntry } from './matchlist.ts';

export function baseView(list: Matchlist) {
  const { matchlistId, name, description, isDefault, action, riskScore } = list;
  return { matchlistId, name, description, isDefault, action, riskScore };
}

export function matchlistView(list: Matchlist): WireMatchlist {
  return {
    ...baseView(list),
    state: list.state,
    createdAt: list.createdAt.toISOString(),
    updatedAt: list.updatedAt.toISOString(),
  };
}

/** What an entry says beside its attributes, its state and its batch. */
export function entryBaseView({ entryId, entityId, detail }: MatchlistEntry) {
  const { entityType, reference, reasons } = detail;
  return {
    entryId,
    ...(entityId && { entityId }),
    ...(entityType && { entityType }),
    ...(reference !== undefined && { reference }),
    ...(reasons && { reasons: [...reasons] }),
  };
}

function historyView({ createdAt, updatedAt, detail }: MatchlistEntry) {
  return {
    createdAt: createdAt.toISOString(),
    ...(detail.createdBy && { createdBy: detail.createdBy }),
    updatedAt: updatedAt.toISOString(),
    ...(detail.updatedBy && { updatedBy: detail.updatedBy }),
  };
}

export function entryView(entry: MatchlistEntry): WireEntry {
  const { attributes, batchName } = entry.detail;
  return {
    ...entryBaseView(entry),
    attributes: [...attributes],
    state: entry.state,
    ...(batchName !== undefined && { batchName }),
    ...historyView(entry),
  };
}

export function foundEntryView({ entry, attributes, confidence }: FoundEntry): MatchedEntry {
  return {
    matchlistId: entry.matchlistId,
    entry: { ...entryBaseView(entry), ...historyView(entry) },
    attributes: attributes.map((one) => ({ ...one })),
    confidence,
  };
}
