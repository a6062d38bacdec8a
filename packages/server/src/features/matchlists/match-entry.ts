import {
  type AttributeType,
  type EntryAttribute,
  plainValue,
  valueLikeness,
} from './entry-attribute.ts';
import type { PersonObject } from './person-attributes.ts';

/** How an entry and a person agree. */
export type EntryMatch = {
  /** 0 to 1: that of the attribute that agrees least. */
  readonly confidence: number;
  readonly matchedFields: readonly MatchedField[];
};

export type MatchedField = Pick<PersonObject, 'objectType' | 'objectId'> & {
  readonly matchedAttributes: readonly {
    readonly type: AttributeType;
    readonly confidence: number;
  }[];
};

export type Matching = {
  readonly match: 'EXACT' | 'FUZZY';
  /** Least confidence of every attribute. */
  readonly threshold: number;
};

/**
 * Whether everything that an entry says fits the person: what it says of an address fits one address, what
 * it says of a document one document, of a name one name.
 */
export function matchEntry(
  attributes: readonly EntryAttribute[],
  objects: readonly PersonObject[],
  matching: Matching,
): EntryMatch | undefined {
  const fields: MatchedField[] = [];
  for (const group of groupsOf(attributes)) {
    const best = bestObject(group, objects, matching);
    if (!best) return undefined;
    fields.push(best);
  }
  const confidences = fields.flatMap(({ matchedAttributes }) =>
    matchedAttributes.map(({ confidence }) => confidence),
  );
  return { confidence: Math.min(...confidences), matchedFields: joined(fields) };
}

/** As {@link matchEntry}, of an entry that was made from this very person: whatever still fits is shown. */
export function matchOwnEntry(
  attributes: readonly EntryAttribute[],
  objects: readonly PersonObject[],
): EntryMatch {
  const exact = { match: 'EXACT', threshold: 1 } as const;
  const fields = attributes.flatMap((attribute) => bestObject([attribute], objects, exact) ?? []);
  return { confidence: 1, matchedFields: joined(fields) };
}

/** What must fit one and the same object of the person. */
const GROUPS: readonly (readonly [group: string, prefix: RegExp])[] = [
  ['address', /^ADDR_/],
  ['document', /^DOC_/],
  ['email', /^EMAIL_/],
  ['name', /^(IND_(?!DATE_OF_BIRTH)|ENTITY_TYPE)/],
];

/** A second attribute of one type is about another object: of two e-mail addresses the person has both. */
function groupsOf(attributes: readonly EntryAttribute[]): EntryAttribute[][] {
  const groups = new Map<string, EntryAttribute[]>();
  const counts = new Map<AttributeType, number>();
  for (const attribute of attributes) {
    const { type } = attribute;
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    const [group = type] = GROUPS.find(([, prefix]) => prefix.test(type)) ?? [];
    const place = `${group} ${count}`;
    groups.set(place, [...(groups.get(place) ?? []), attribute]);
  }
  return [...groups.values()];
}

function bestObject(
  group: readonly EntryAttribute[],
  objects: readonly PersonObject[],
  { match, threshold }: Matching,
): MatchedField | undefined {
  let best: { field: MatchedField; least: number } | undefined;
  for (const { objectType, objectId, attributes } of objects) {
    const matchedAttributes = group.map((asked) => ({
      type: asked.type,
      confidence: rounded(bestValue(asked, attributes, match)),
    }));
    const least = Math.min(...matchedAttributes.map(({ confidence }) => confidence));
    if (least <= 0 || least < threshold || least <= (best?.least ?? 0)) continue;
    best = { field: { objectType, objectId, matchedAttributes }, least };
  }
  return best?.field;
}

/** How well the best of several values fits one that is asked for. */
export function bestValue(
  asked: EntryAttribute,
  values: readonly EntryAttribute[],
  match: Matching['match'],
): number {
  const mine = plainValue(asked);
  const likenesses = values
    .filter(({ type }) => type === asked.type)
    .map((value) => valueLikeness(asked.type, [mine, plainValue(value)], match));
  return Math.max(0, ...likenesses);
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1_000) / 1_000;
}

/** One field for each object, whatever groups it was matched for. */
function joined(fields: readonly MatchedField[]): MatchedField[] {
  const byObject = new Map<string, MatchedField>();
  for (const field of fields) {
    const place = `${field.objectType} ${field.objectId}`;
    const known = byObject.get(place)?.matchedAttributes ?? [];
    byObject.set(place, { ...field, matchedAttributes: [...known, ...field.matchedAttributes] });
  }
  return [...byObject.values()];
}
