import { spawn } from 'node:child_process';

/** A user of the operating system. */
export type RunAs = { readonly uid: number; readonly gid: number };

/** How a program ended. `code` is null when it could not be run or was killed. */
export type ProgramEnd = { readonly code: number | null; readonly output: string };

/** What programs of PostgreSQL get to see of our environment: never a key, never a `PG…` default. */
const ENVIRONMENT = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** Runs a program to its end. Never rejects: a program that cannot be run is an outcome. */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  account: RunAs | null,
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      ...identity(account),
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const append = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Messages in English, since a few of them are shown; names and paths as UTF-8. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const kept = ENVIRONMENT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/** The user to run as, in the words of `spawn`. */
export function identity(account: RunAs | null): { uid?: number; gid?: number } {
  // Node takes signed ids: macOS numbers its user `nobody` 4294967294, which is -2.
  return account === null ? {} : { uid: account.uid | 0, gid: account.gid | 0 };
}
