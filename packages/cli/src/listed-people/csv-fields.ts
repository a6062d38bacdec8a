const FIELD = /\s*(?:"((?:[^"]|"")*)"|((?!")[^,]*?))\s*(?:,|$)/gy;

/** The fields of one line of CSV; `undefined` when a quoted field does not end on the line. */
export function csvFields(line: string): string[] | undefined {
  const fields: string[] = [];
  const pattern = new RegExp(FIELD);
  const text = line.replace(/\r$/, '');
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) return undefined;
    fields.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
  }
  if (text.endsWith(',')) fields.push('');
  return fields;
}
