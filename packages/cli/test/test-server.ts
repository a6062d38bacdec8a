import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { testDatabase } from '../../server/src/database/test-database.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A folder and a database of a test file's own, in which the command line is run for real. */
export type TestInstallation = {
  readonly folder: string;
  /** Lets the system choose the port of a server. */
  readonly env: NodeJS.ProcessEnv;
  /** Starts `probity` from the sources, in a process of its own. */
  spawn(...argv: readonly string[]): RunningCli;
  remove(): Promise<void>;
};

/** A `probity` that runs, and what it has written so far. */
export type RunningCli = {
  readonly child: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves when it has written something that matches, to the match. */
  hears(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves to the exit code. */
  ends(): Promise<number | null>;
};

/** Call it in `beforeAll`, and `remove` in `afterAll`. */
export async function testInstallation(): Promise<TestInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-cli-'));
  const database = await testDatabase();
  const running: ChildProcess[] = [];
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    PROBITY_MASTER_KEY: randomBytes(32).toString('base64'),
    PROBITY_DATABASE_POOL: '4',
    PROBITY_LOG_LEVEL: 'warn',
    PROBITY_PORT: '0',
  };
  return {
    folder,
    env,
    spawn(...argv) {
      const options = ['--conditions=source', '--import', LOADER];
      const child = spawn(process.execPath, [...options, MAIN, ...argv], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.push(child);
      return watched(child);
    },
    async remove() {
      for (const child of running) child.kill('SIGTERM');
      await Promise.all(running.map((child) => watched(child).ends()));
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

function watched(child: ChildProcess): RunningCli {
  const written = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    written.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    written.err += chunk.toString();
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    child,
    out: () => written.out,
    err: () => written.err,
    hears: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(written.out);
          if (found) resolve(found);
        };
        child.stdout?.on('data', look);
        child.once('close', () => reject(new Error(`It ended:\n${written.out}${written.err}`)));
        look();
      }),
    async ends() {
      if (!hasEnded()) await once(child, 'close');
      return child.exitCode;
    },
  };
}
