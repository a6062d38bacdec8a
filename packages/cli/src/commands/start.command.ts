import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { dataFolder } from '../connection/data-folder.ts';
import { readyUrl } from '../connection/ready-line.ts';
import { exitCodeOf, spawnServer } from '../connection/spawn-server.ts';
import type { Terminal } from '../terminal/terminal.ts';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** `npm` repeats a Ctrl-C of the terminal at once; one that comes later is meant. */
const ONE_KEYSTROKE_MS = 1000;

/** `probity start`: runs a server until it is stopped, and ends as the server ends. */
export function start({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'start',
    summary: 'Start the server, and its database unless DATABASE_URL is set',
    examples: [
      'probity start',
      'PROBITY_PORT=9090 PROBITY_DATA_DIR=/var/lib/probity probity start',
    ],
  }).action(async (options: JsonOption) => {
    const server = spawnServer(terminal, options.json ? 'piped' : 'inherit');
    const ended = exitCodeOf(server);
    const stopForwarding = forwardSignals(server);
    if (options.json) announceInJson(terminal, server);
    try {
      report({}, { text: '', json: undefined, exitCode: await ended });
    } finally {
      stopForwarding();
    }
  });
}

/**
 * A Ctrl-C in a terminal reaches the server as well, so it is passed on only where there is none.
 * The second one no longer waits for the server to finish.
 */
function forwardSignals(server: ChildProcess): () => void {
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  let interruptedAt: number | undefined;
  const forward = (signal: NodeJS.Signals) => {
    const now = performance.now();
    const isFirst = interruptedAt === undefined;
    if (signal !== 'SIGINT') server.kill(signal);
    else if (isFirst && !hasTerminal) server.kill(signal);
    else if (now - (interruptedAt ?? now) > ONE_KEYSTROKE_MS) server.kill('SIGKILL');
    if (signal === 'SIGINT') interruptedAt ??= now;
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}

/** One document once the server is ready; what the server prints goes to the error stream. */
function announceInJson(terminal: Terminal, server: ChildProcess): void {
  server.stderr?.on('data', (chunk: Buffer) => terminal.err(chunk.toString()));
  if (server.stdout) tellReady(terminal, server.stdout);
}

function tellReady(terminal: Terminal, output: Readable): void {
  createInterface({ input: output }).on('line', (line) => {
    terminal.err(`${line}\n`);
    const url = readyUrl(line);
    if (url === undefined) return;
    terminal.out(`${JSON.stringify({ url, dataDir: dataFolder(terminal) })}\n`);
  });
}
