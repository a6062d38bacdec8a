import { type ListFile, type ListPlace, ListUnreadable } from '../list-source.ts';
import { strictText } from './strict-text.ts';

/** One object of a file with an object on each line. */
export type JsonLine = { readonly place: ListPlace; readonly object: JsonObject };

export type JsonObject = Readonly<Record<string, unknown>>;

const LONGEST_LINE_CHARACTERS = 32 * 1024 * 1024;

/** The objects of a file of JSON lines, one by one; empty lines do not matter. */
export async function* jsonLines(file: ListFile): AsyncGenerator<JsonLine> {
  let line = 0;
  let rest = '';
  for await (const text of strictText(file)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE_CHARACTERS) {
      throw new ListUnreadable('A line is too long to be a record.', { file: file.name, line });
    }
    for (const written of lines) {
      line += 1;
      if (written.trim() !== '') yield lineOf(written, { file: file.name, line });
    }
  }
  if (rest.trim() !== '') yield lineOf(rest, { file: file.name, line: line + 1 }, true);
}

/** The texts of a field that holds one, or several in an array; anything else counts as nothing. */
export function textsOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .map((one) => String(one).trim())
    .filter((one) => one !== '');
}

/** The objects of a field that holds an array of them; other things in it count as nothing. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lineOf(written: string, place: ListPlace, isLast = false): JsonLine {
  const object = parsed(written);
  if (object !== undefined) return { place, object };
  const issue = isLast
    ? 'The file is truncated or damaged: its last line is not a JSON object.'
    : 'The line is not a JSON object.';
  throw new ListUnreadable(issue, place);
}

function parsed(written: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(written);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
