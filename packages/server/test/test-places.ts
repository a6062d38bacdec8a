import type { TestCall } from './test-app.ts';

/** Every place of a value, as the way to it. */
export function placesIn(value: unknown): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    placesIn(inner).map((place) => [key, ...place]),
  );
  return [[], ...below];
}

type Container = Record<string, unknown>;

export function withValueAt(root: unknown, place: readonly string[], value: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    return root.map((inner, at) => (String(at) === key ? withValueAt(inner, rest, value) : inner));
  }
  const copy: Container = { ...Object(root) };
  const changed = withValueAt(copy[key], rest, value);
  Object.defineProperty(copy, key, { value: changed, enumerable: true, configurable: true });
  return copy;
}

/** As it can stand in a URL. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '?');
}

/** Definitions travel as text. */
export function packed(call: TestCall): TestCall {
  const fields = new Map<string, unknown>(Object.entries(Object(call.body)));
  const definition = fields.get('definition');
  if (typeof definition !== 'object' || definition === null) return call;
  return { ...call, body: withValueAt(call.body, ['definition'], JSON.stringify(definition)) };
}
