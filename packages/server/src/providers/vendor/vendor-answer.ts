import { z } from 'zod';
import { VendorFailure } from './vendor-failure.ts';

/** An answer as it came. */
export type VendorAnswer = { readonly status: number; readonly body: Buffer };

/**
 * The JSON of an answer in the shape that is expected; what is null counts as absent.
 *
 * @throws {@link VendorFailure} that says where it does not hold, never what is there
 */
export function readAnswer<S extends z.ZodType>(schema: S, { body }: VendorAnswer): z.output<S> {
  let json: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    json = JSON.parse(text, (_, value) => (value === null ? undefined : value));
  } catch {
    throw new VendorFailure('error', 'answered with something that is no JSON');
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const where = placeIn(schema, read.error.issues[0]?.path ?? []);
  throw new VendorFailure('error', `answered in a shape that is not agreed, at ${where}`);
}

/** Where something is wrong, in words of the schema: keys that the other side made up are left out. */
function placeIn(schema: z.ZodType, path: readonly PropertyKey[]): string {
  const known = wordsOf(schema);
  const parts = path.map((part) =>
    typeof part === 'number' || known.has(String(part)) ? String(part) : '*',
  );
  return parts.join('.') || 'its top';
}

const WORDS = new WeakMap<z.ZodType, ReadonlySet<string>>();

function wordsOf(schema: z.ZodType): ReadonlySet<string> {
  const before = WORDS.get(schema);
  if (before) return before;
  const words = new Set<string>();
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), (key, value) => {
    if (key === 'properties') for (const name of Object.keys(Object(value))) words.add(name);
    return value;
  });
  WORDS.set(schema, words);
  return words;
}
