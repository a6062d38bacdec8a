import { type ListFile, type ListPlace, ListUnreadable } from '../list-source.ts';
import { isJsonObject, type JsonObject, jsonLines } from '../reading/json-lines.ts';
import { type FtmEntity, ftmEntity } from './ftm-entity.ts';

export type PlacedEntity = { readonly entity: FtmEntity; readonly place: ListPlace };

/** What all deltas together make of one entity: it is new, replaced or gone. */
type Change =
  | { readonly kind: 'added' | 'replaced'; readonly to: PlacedEntity }
  | { readonly kind: 'removed'; readonly place: ListPlace };

/** The base is streamed, the changes are held: a delta is a small part of a publication. */
const LARGEST_DELTA_BYTES = 512 * 1024 * 1024;

/**
 * The entities of the base with the deltas applied in the order of their names.
 *
 * @throws {@link ListUnreadable} where a delta changes or removes what is not there, or adds what is:
 *   then it does not follow this base, or one between them is missing.
 */
export async function* changedEntities(
  base: ListFile,
  deltas: readonly ListFile[],
): AsyncGenerator<PlacedEntity> {
  const changes = await changesOf(deltas);
  const met = new Set<string>();
  for await (const { object, place } of jsonLines(base)) {
    const entity = ftmEntity(object, place);
    const change = changes.get(entity.id);
    if (!change) yield { entity, place };
    else {
      if (change.kind === 'added') throw notOfThisBase(change.to.place);
      met.add(entity.id);
      if (change.kind === 'replaced') yield change.to;
    }
  }
  for (const [id, change] of changes) {
    if (change.kind === 'added') yield change.to;
    else if (!met.has(id)) throw notOfThisBase(placeOf(change));
  }
}

async function changesOf(deltas: readonly ListFile[]): Promise<Map<string, Change>> {
  const changes = new Map<string, Change>();
  const inOrder = [...deltas].sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const delta of inOrder) {
    if (delta.sizeBytes > LARGEST_DELTA_BYTES) {
      throw new ListUnreadable('The file is far too large for a delta.', { file: delta.name });
    }
    for await (const { object, place } of jsonLines(delta)) {
      const { id, change } = changeOf(object, place);
      const settled = settle(changes.get(id), change);
      if (settled) changes.set(id, settled);
      else changes.delete(id);
    }
  }
  return changes;
}

function changeOf({ op, entity }: JsonObject, place: ListPlace): { id: string; change: Change } {
  const id = isJsonObject(entity) ? entity.id : undefined;
  if (!isJsonObject(entity) || typeof id !== 'string' || id === '') throw notAChange(place);
  switch (op) {
    case 'ADD':
      return { id, change: { kind: 'added', to: { entity: ftmEntity(entity, place), place } } };
    case 'MOD':
      return { id, change: { kind: 'replaced', to: { entity: ftmEntity(entity, place), place } } };
    case 'DEL':
      return { id, change: { kind: 'removed', place } };
    default:
      throw notAChange(place);
  }
}

/** Two changes of one entity as one; undefined where the second takes back that it was ever there. */
function settle(before: Change | undefined, next: Change): Change | undefined {
  if (!before) return next;
  const isThere = before.kind !== 'removed';
  if (isThere === (next.kind === 'added')) throw notOfThisBase(placeOf(next));
  if (before.kind === 'replaced') return next;
  if (next.kind === 'removed') return undefined;
  return { kind: before.kind === 'added' ? 'added' : 'replaced', to: next.to };
}

function placeOf(change: Change): ListPlace {
  return change.kind === 'removed' ? change.place : change.to.place;
}

function notAChange(place: ListPlace): ListUnreadable {
  return new ListUnreadable('The line is not a change: ADD, MOD or DEL of an entity.', place);
}

function notOfThisBase(place: ListPlace): ListUnreadable {
  return new ListUnreadable(
    'The change does not follow the entities it comes with: they are of another day, or a delta is missing.',
    place,
  );
}
