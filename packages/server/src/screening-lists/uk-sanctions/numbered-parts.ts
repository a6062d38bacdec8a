/** What stands in fields that are numbered from 1, without those that are empty. */
export function numberedParts(
  read: (field: string) => string,
  name: string,
  last: number,
): string[] {
  const fields = Array.from({ length: last }, (_, at) => `${name}${at + 1}`);
  return fields.map(read).filter((part) => part !== '');
}
