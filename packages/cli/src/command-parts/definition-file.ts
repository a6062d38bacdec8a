import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DEFINITION_LENGTH } from '@probity/contract/operations/admin-workflows';
import { WrongUsage } from '../terminal/refusal.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * The text of a workflow's definition, YAML or JSON.
 *
 * @throws {@link WrongUsage} when the file cannot be read, is not text, or is too long to be sent
 */
export async function readDefinition(terminal: Terminal, file: string): Promise<string> {
  const path = resolve(terminal.folder, file);
  const text = decode(path, await readBytes(path));
  if (text.trim() === '') throw new WrongUsage(`${path}: the file is empty.`);
  if (text.length > DEFINITION_LENGTH) {
    throw new WrongUsage(`${path}: a definition has at most ${DEFINITION_LENGTH} characters.`);
  }
  return text;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const problem = code === 'ENOENT' ? 'there is no such file' : `not readable, ${code}`;
    throw new WrongUsage(`${path}: ${problem}.`, [], { cause });
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WrongUsage(`${path}: the file is not text in UTF-8.`, [], { cause });
  }
}
