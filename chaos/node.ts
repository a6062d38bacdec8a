import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../packages/server/test/test-server-process.ts';

const MAIN = fileURLToPath(new URL('../packages/server/dist/main.js', import.meta.url));
const CLOCK = new URL('clock-shift.mjs', import.meta.url).href;
/** What an operator would have to be told of: the server itself did not expect it. */
const UNEXPECTED = /failed unexpectedly|Unhandled|uncaught/i;

export type NodeSettings = {
  readonly name: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
};

/** One server: a place that is taken by one process after the other. */
export class ChaosNode {
  readonly name: string;
  /** Where it answers; undefined while there is nobody. */
  url: string | undefined;
  isPaused = false;
  /** Good answers since it was started. */
  answers = 0;
  /** Ends that nobody asked for, and what logs say that must not happen. */
  readonly violations: string[] = [];
  readonly #settings: NodeSettings;
  #child: ChildProcess | null = null;
  #said = '';
  #isAsked = false;

  constructor(settings: NodeSettings) {
    this.name = settings.name;
    this.#settings = settings;
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it with a clock that is wrong by so much; false where it ended before it was ready. */
  async start(shiftMs: number): Promise<boolean> {
    const { PATH = '', HOME = '' } = process.env;
    const { environment, folder, name } = this.#settings;
    this.#said = '';
    this.answers = 0;
    const child = spawn(process.execPath, ['--import', CLOCK, MAIN], {
      env: {
        ...{ PATH, HOME, PROBITY_PORT: '0', PROBITY_DATA_DIR: join(folder, name) },
        ...environment,
        CHAOS_CLOCK_SHIFT_MS: String(shiftMs),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#isAsked = false;
    child.once('exit', (code, signal) => {
      if (this.#child !== child || this.#isAsked) return;
      const wasReady = this.url !== undefined;
      this.url = undefined;
      if (wasReady) this.violations.push(`${name} ended by itself (${code ?? signal}).`);
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    }
    return until(`${name} is ready or has ended`, async () => {
      if (!this.isRunning) return false;
      this.url = /Probity is ready at (http:\/\/\S+)/.exec(this.#said)?.[1];
      return this.url ? true : undefined;
    });
  }

  /** What it has said lately, for a person. */
  get lastWords(): string {
    return this.#said.trim().split('\n').slice(-3).join('\n');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop; its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#child?.exitCode ?? null;
  }

  /** It stands still in the middle of whatever it does, with its connections open. */
  pause(): void {
    this.isPaused = true;
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.isPaused = false;
    this.#child?.kill('SIGCONT');
  }

  async memoryBytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#child?.pid}/status`, 'utf8').catch(() => '');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.url = undefined;
    this.#isAsked = true;
    if (!child || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (this.isPaused) this.resume();
    await ended;
  }

  #hear(text: string): void {
    this.#said = (this.#said + text).slice(-100_000);
    for (const line of text.split('\n')) {
      if (UNEXPECTED.test(line)) this.violations.push(`${this.name} said ${line.slice(0, 600)}`);
    }
  }
}
