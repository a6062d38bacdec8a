import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

const OWNER_ONLY = 0o600;

/**
 * Puts a whole file in the place of the former at once: whoever reads it meanwhile sees one or the other,
 * never half of one, and of several who replace it at the same time the last one wins.
 *
 * @param prepare what else must be so of the new file before it has its name
 */
export async function replaceFile(
  path: string,
  text: string,
  prepare: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(draft, text, { mode: OWNER_ONLY });
    await prepare(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
