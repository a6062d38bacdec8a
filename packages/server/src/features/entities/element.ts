import { newUuid } from '../../kernel/id.ts';

/** Fields of an element or of a change to it; undefined says that nothing was sent. */
export type Fields = Readonly<Record<string, unknown>>;

/** What of a person changed, in names of fields and ids of elements. */
export type Changes = {
  /** Fields and elements that are new. */
  readonly added: string[];
  /** Fields and elements that say something else than before. */
  readonly updated: string[];
  /** Ids and field names that results may rest on: results derived from them are outdated. */
  readonly touched: string[];
  /** Ids that were sent and are not among the person's. */
  readonly unknown: string[];
};

export function noChanges(): Changes {
  return { added: [], updated: [], touched: [], unknown: [] };
}

/** Where an element stands in a request, and under what key its id is kept. */
export type ElementPlace = { readonly field: string; readonly idKey: string };

/** Fields that were sent laid over those that are kept; what was not sent stays. */
export function overlay<T extends Fields>(kept: T, sent: Fields): T {
  return { ...kept, ...withoutUndefined(sent) };
}

export function withoutUndefined<T extends Fields>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** True when both say the same, whatever the order of their keys. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** How a new element is completed, and one that was `known` kept consistent when it changes. */
export type Complete<T> = (element: T, known?: T) => T;

type ListMerge<T> = {
  readonly kept: T[] | undefined;
  readonly sent: readonly Fields[] | undefined;
  readonly place: ElementPlace;
  readonly complete: Complete<T>;
};

/** Elements with a known id are changed, those without one are added; nothing is ever left out. */
export function mergeList<T extends Fields>(
  { kept, sent, place, complete }: ListMerge<T>,
  changes: Changes,
): T[] | undefined {
  if (!sent) return kept;
  const merged = [...(kept ?? [])];
  for (const [position, element] of sent.entries()) {
    const id = element[place.idKey];
    if (id === undefined) {
      merged.push(
        complete({ ...withoutUndefined(element), [place.idKey]: newUuid() } as unknown as T),
      );
      changes.added.push(place.field);
      continue;
    }
    const at = merged.findIndex((known) => known[place.idKey] === id);
    const known = merged[at];
    if (!known) {
      changes.unknown.push(`${place.field}[${position}].${place.idKey}`);
      continue;
    }
    merged[at] = changed({ known, sent: element, place, complete }, changes);
  }
  return merged;
}

type OneMerge<T> = {
  readonly kept: T | undefined;
  readonly sent: Fields | undefined;
  readonly place: ElementPlace;
  readonly complete: Complete<T>;
};

/** As {@link mergeList} for what a person has one of: without an id it is the one that is kept. */
export function mergeOne<T extends Fields>(
  { kept, sent, place, complete }: OneMerge<T>,
  changes: Changes,
): T | undefined {
  if (!sent) return kept;
  if (!kept) {
    if (sent[place.idKey] !== undefined) {
      changes.unknown.push(`${place.field}.${place.idKey}`);
      return undefined;
    }
    changes.added.push(place.field);
    return complete({ ...withoutUndefined(sent), [place.idKey]: newUuid() } as unknown as T);
  }
  const id = sent[place.idKey];
  if (id !== undefined && id !== kept[place.idKey]) {
    changes.unknown.push(`${place.field}.${place.idKey}`);
    return kept;
  }
  return changed({ known: kept, sent, place, complete }, changes);
}

type Changed<T> = {
  readonly known: T;
  readonly sent: Fields;
  readonly place: ElementPlace;
  readonly complete: Complete<T>;
};

function changed<T extends Fields>(
  { known, sent, place, complete }: Changed<T>,
  changes: Changes,
): T {
  const laid = complete(overlay(known, sent), known);
  if (isSame(laid, known)) return known;
  changes.updated.push(place.field);
  changes.touched.push(String(known[place.idKey]));
  return laid;
}
