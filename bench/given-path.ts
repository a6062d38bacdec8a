import { resolve } from 'node:path';

/** A path as somebody typed it: from the folder that they stand in, although npm runs scripts in its own. */
export function givenPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path);
}
