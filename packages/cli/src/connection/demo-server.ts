import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createClient, ServerUnreachable } from '@probity/contract/client';
import { getHealth } from '@probity/contract/operations/health';
import { Refusal } from '../terminal/refusal.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { dataFolder } from './data-folder.ts';
import { readyUrl } from './ready-line.ts';
import { isServerOfThisMachine, serverUrl } from './server-url.ts';
import { exitCodeOf, spawnServer } from './spawn-server.ts';

/** A server to play with. */
export type DemoServer = {
  readonly url: string;
  /** Whether it was started for this. */
  readonly isOwn: boolean;
  /** Stops it if it was started for this; otherwise leaves it alone. */
  stop(): Promise<void>;
};

/** A first start makes a database; on a slow machine that takes a while. */
const READY_WITHIN_MS = 180_000;
/** A server that does not stop by itself is stopped by force. */
const STOP_WITHIN_MS = 30_000;
/** Enough to see why a server did not start. */
const LAST_LINES = 8;

/**
 * The server that answers, else one that is started now with this environment.
 *
 * @throws {@link Refusal} when the server ends before it is ready, with its last words
 */
export async function demoServer(terminal: Terminal, signal: AbortSignal): Promise<DemoServer> {
  const isChosenBySystem = isServerOfThisMachine(terminal.env) && terminal.env.PROBITY_PORT === '0';
  if (!isChosenBySystem) {
    const url = serverUrl(terminal.env);
    const isRunning = await answers(url, isServerOfThisMachine(terminal.env), signal);
    if (isRunning) return { url, isOwn: false, stop: async () => undefined };
  }
  return ownServer(terminal, signal);
}

async function answers(url: string, mayBeAbsent: boolean, signal: AbortSignal): Promise<boolean> {
  try {
    await createClient({ url, channel: 'cli' }).call(getHealth, { signal });
    return true;
  } catch (error) {
    if (error instanceof ServerUnreachable && mayBeAbsent) return false;
    throw error;
  }
}

async function ownServer(terminal: Terminal, signal: AbortSignal): Promise<DemoServer> {
  const child = spawnServer(terminal, 'piped');
  const ended = exitCodeOf(child);
  const stop = () => stopServer(child, ended);
  try {
    const what = `Starting a server with its data in ${dataFolder(terminal)}`;
    const url = await withProgress(terminal, what, () => untilReady(child, ended, signal));
    return { url, isOwn: true, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What it prints is kept to itself: at a first start there is a key in it. */
async function untilReady(
  child: ChildProcess,
  ended: Promise<number>,
  signal: AbortSignal,
): Promise<string> {
  const lastErrors: string[] = [];
  onLine(child.stderr, (line) => {
    lastErrors.push(line);
    if (lastErrors.length > LAST_LINES) lastErrors.shift();
  });
  return new Promise<string>((resolve, reject) => {
    const fail = (problem: string) => reject(new Refusal(problem, lastErrors));
    const timer = setTimeout(
      () => fail(`The server is not ready after ${READY_WITHIN_MS / 1000} s.`),
      READY_WITHIN_MS,
    );
    onLine(child.stdout, (line) => {
      const url = readyUrl(line);
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    ended.then((code) => {
      clearTimeout(timer);
      fail(`The server ended with code ${code} before it was ready. \`npm start\` shows more.`);
    }, reject);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

function onLine(stream: Readable | null, hear: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', hear);
}

async function stopServer(child: ChildProcess, ended: Promise<number>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended.catch(() => undefined); // It never started, so it has ended.
  clearTimeout(timer);
}
