/**
 * The text of the first element of that name in a record. It reads no entities and no nested
 * elements of the same name: enough to pick an example from a list, not to read one.
 */
export function elementText(record: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<&]*)</${name}>`).exec(record)?.[1]?.trim();
  return found === '' ? undefined : found;
}

/** The inside of the first element of that name, markup and all. */
export function elementInside(record: string, name: string): string {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(record)?.[1] ?? '';
}
