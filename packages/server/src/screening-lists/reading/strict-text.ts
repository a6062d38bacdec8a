import { isUtf8 } from 'node:buffer';
import { type ListFile, ListUnreadable } from '../list-source.ts';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';
const BEGINNING_BYTES = 4096;

/**
 * The text of a file that must be UTF-8, as it comes; characters are never cut in two.
 *
 * A byte that is not UTF-8 is refused with its line: a name with a replaced letter would never
 * match, and nobody would know.
 */
export async function* strictText(file: ListFile): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let isFirst = true;
  for await (const chunk of file.open()) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = lastWholeCharacter(bytes);
    const whole = bytes.subarray(0, end);
    rest = Buffer.from(bytes.subarray(end));
    if (whole.includes(0)) throw notText(file, line);
    if (!isUtf8(whole)) throw notUtf8(file, line + newlinesBeforeBadByte(whole));
    line += countNewlines(whole);
    const text = whole.toString('utf8');
    if (text !== '') yield isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    isFirst &&= text === '';
  }
  if (rest.length > 0) throw notUtf8(file, line);
  if (isFirst) throw new ListUnreadable('The file is empty.', { file: file.name });
}

/** The first characters of a file, for telling formats apart; bytes that are not text do not matter. */
export async function beginningOf(file: ListFile): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of file.open()) {
    bytes = Buffer.concat([bytes, chunk.subarray(0, BEGINNING_BYTES)]);
    if (bytes.length >= BEGINNING_BYTES) break;
  }
  return bytes.subarray(0, BEGINNING_BYTES).toString('utf8').replace(BYTE_ORDER_MARK, '');
}

/** A zero byte: a binary file, or UTF-16; no list in UTF-8 holds one. */
function notText(file: ListFile, line: number): ListUnreadable {
  return new ListUnreadable('The file is not text in UTF-8.', { file: file.name, line });
}

function notUtf8(file: ListFile, line: number): ListUnreadable {
  return new ListUnreadable('The file is not UTF-8: an invalid byte was found.', {
    file: file.name,
    line,
  });
}

/** Where the last character that is complete ends: at most three bytes may wait for the next chunk. */
function lastWholeCharacter(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - 3);
  for (let at = bytes.length - 1; at >= from; at -= 1) {
    const length = lengthOfCharacter(bytes[at] ?? 0);
    if (length > 0) return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** How many bytes the character that begins with this byte takes; 0 within a character. */
function lengthOfCharacter(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function newlinesBeforeBadByte(bytes: Buffer): number {
  let lines = 0;
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline < 0 || !isUtf8(bytes.subarray(start, newline))) return lines;
    lines += 1;
    start = newline + 1;
  }
}

function countNewlines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
