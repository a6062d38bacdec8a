import fc from 'fast-check';
import type {
  ContractPart,
  Json,
  PublishedContract,
} from '../packages/server/test/published-contract.ts';

const DEEPEST = 7;
const MOST_ITEMS = 3;
/** One value in so many is of no type that the schema knows. */
const SANE = 14;

/** Where in a schema a generator is. */
type Place = {
  readonly contract: PublishedContract;
  readonly part: ContractPart;
  readonly depth: number;
};

/** Values as a schema describes them; now and then something else, at any depth. */
export function arbitraryOf(schema: Json, place: Omit<Place, 'depth'>): fc.Arbitrary<unknown> {
  return valueFor(schema, { ...place, depth: 0 });
}

function valueFor(schema: Json, place: Place): fc.Arbitrary<unknown> {
  if (place.depth > DEEPEST) return fc.constant({});
  return fc.oneof(
    { weight: SANE, arbitrary: describedBy(place.contract.resolved(place.part, schema), place) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
}

function describedBy(schema: Json, place: Place): fc.Arbitrary<unknown> {
  const deeper = { ...place, depth: place.depth + 1 };
  const { enum: allowed, oneOf, anyOf, allOf, type } = schema;
  if (Array.isArray(allowed)) return fc.constantFrom(...allowed);
  const choices = [oneOf, anyOf].find(Array.isArray);
  if (choices) return fc.oneof(...choices.map((one) => valueFor(one as Json, deeper)));
  if (Array.isArray(allOf)) {
    const parts = allOf.map((one) =>
      describedBy(place.contract.resolved(place.part, one as Json), deeper),
    );
    return fc.tuple(...parts).map((values) => Object.assign({}, ...values.map(Object)));
  }
  if (type === 'array') {
    return fc.array(valueFor((schema.items ?? {}) as Json, deeper), { maxLength: MOST_ITEMS });
  }
  if (type === 'string') return textOf(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.oneof(fc.integer({ min: 0, max: 120 }), fc.maxSafeInteger());
  if (type === 'number') return fc.double();
  return objectOf(schema, deeper);
}

function objectOf({ properties, additionalProperties, required }: Json, place: Place) {
  const named = Object.entries((properties ?? {}) as Record<string, Json>);
  const fields = fc.record(
    Object.fromEntries(named.map(([name, schema]) => [name, valueFor(schema, place)])),
    { requiredKeys: Array.isArray(required) ? (required as string[]) : [] },
  );
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return fields;
  const free = fc.dictionary(
    fc.string({ maxLength: 20 }),
    valueFor(additionalProperties as Json, place),
    {
      maxKeys: MOST_ITEMS,
    },
  );
  return fc.tuple(fields, free).map(([one, other]) => ({ ...one, ...other }));
}

function textOf({ format }: Json): fc.Arbitrary<string> {
  const free = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom('AUS', 'NZL', '2016', '01', '1980', 'Kaltezmar', 'passall', '', ' '),
  );
  if (typeof format !== 'string') return free;
  const kept =
    format.toLowerCase() === 'uuid'
      ? fc.uuid()
      : fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return fc.oneof(kept, kept, free);
}
