import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Refusal } from '../terminal/refusal.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The tenant that a server makes at its first start, and its key. */
export type DemoCredentials = { readonly customerId: string; readonly apiKey: string };

/** Where a server that runs with the same environment keeps its secrets; absolute. */
export function dataFolder({ env, folder }: Terminal): string {
  return resolve(folder, env.PROBITY_DATA_DIR || './data');
}

/**
 * The operator's key, from the environment or from the data folder.
 *
 * @throws {@link Refusal} that names both places when it is in neither
 */
export async function operatorKey(terminal: Terminal): Promise<string> {
  const given = terminal.env.PROBITY_OPERATOR_KEY;
  if (given) return given;
  const path = terminal.env.PROBITY_OPERATOR_KEY_FILE || join(dataFolder(terminal), 'operator-key');
  const kept = (await readSecret(path))?.trim();
  if (kept) return kept;
  throw new Refusal('The operator key is missing: commands of the operator need it.', [
    `It is neither in PROBITY_OPERATOR_KEY nor in ${path}.`,
    'Set the variable, or set PROBITY_DATA_DIR to the data folder of the server.',
  ]);
}

/**
 * The demo tenant's credentials; undefined where the server has left none.
 *
 * @throws {@link Refusal} when the file is there but cannot be used
 */
export async function demoCredentials(terminal: Terminal): Promise<DemoCredentials | undefined> {
  const path = demoCredentialsPath(terminal);
  const text = await readSecret(path);
  if (text === undefined) return undefined;
  const fields = fieldsOf(text);
  const customerId = fields.get('customerId');
  const apiKey = fields.get('apiKey');
  if (typeof customerId === 'string' && typeof apiKey === 'string') return { customerId, apiKey };
  throw new Refusal(`${path} does not hold the credentials of the demo tenant.`, [
    'Remove it and start the server again: it then makes a new key.',
  ]);
}

/** Where the server leaves them. */
export function demoCredentialsPath(terminal: Terminal): string {
  return join(dataFolder(terminal), 'demo-credentials.json');
}

function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  } catch {
    return new Map(); // Not JSON: holds nothing of what is looked for.
  }
}

async function readSecret(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Refusal(
      `${path} cannot be read (${String(code)}).`,
      ['Run the command as the user that the server runs as.'],
      { cause },
    );
  }
}
