import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Terminal } from '../terminal/terminal.ts';

/** Where the server's streams go: to this process's own, or to this process. */
export type ServerStreams = 'inherit' | 'piped';

/**
 * Starts a server in a process of its own, in the same folder, with the same environment and with
 * the same options of Node.js.
 */
export function spawnServer(terminal: Terminal, streams: ServerStreams): ChildProcess {
  const main = fileURLToPath(import.meta.resolve('@probity/server/main'));
  const out = streams === 'inherit' ? 'inherit' : 'pipe';
  return spawn(process.execPath, [...process.execArgv, main], {
    cwd: terminal.folder,
    env: terminal.env,
    stdio: [streams === 'inherit' ? 'inherit' : 'ignore', out, out],
  });
}

/** The exit code of a process once it has ended; 128 and the signal's number where one ended it. */
export async function exitCodeOf(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (child.signalCode !== null) return 128 + constants.signals[child.signalCode];
  return child.exitCode ?? 1;
}
