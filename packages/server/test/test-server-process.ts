import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MAIN = join(ROOT, 'packages/server/dist/main.js');
const COMPILER = join(ROOT, 'node_modules/typescript-7/bin/tsc');
/** Generous: a start takes seconds, and other tests run beside this one. */
const LONGEST_MS = 90_000;

/** Brings `dist` up to date, so that the processes run what is in the sources. */
export async function buildServer(): Promise<void> {
  const build = promisify(execFile)(process.execPath, [COMPILER, '-b', 'packages/server'], {
    cwd: ROOT,
  });
  await build.catch((error: unknown) => {
    const said: unknown = error instanceof Error && 'stdout' in error ? error.stdout : error;
    throw new Error(`The server cannot be built. ${String(said)}`);
  });
}

export type Exit = { readonly code: number | null; readonly signal: string | null };

/** The server as its users run it: a process of its own. */
export type ServerProcess = {
  readonly child: ChildProcess;
  /** Everything said so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exit: Promise<Exit>;
  /** The address of the ready line. Rejects when the process ends or stays silent. */
  ready(): Promise<string>;
  /** Sends the signal and waits for the end; SIGKILL follows where it does not come. */
  end(signal: NodeJS.Signals): Promise<Exit>;
};

/** Processes and folders of one test file, removed together whatever happened. */
export class ServerProcesses {
  readonly #running: ServerProcess[] = [];
  readonly #folders: string[] = [];

  start(environment: Readonly<Record<string, string>>): ServerProcess {
    const started = startProcess(environment);
    this.#running.push(started);
    return started;
  }

  /** A folder that every user may pass through, as PostgreSQL under root needs. */
  async folder(): Promise<string> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'probity-server-')));
    await chmod(folder, 0o711);
    this.#folders.push(folder);
    return folder;
  }

  /** Kills what still runs, the databases in the folders too. */
  async remove(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((one) => one.end('SIGKILL')));
    for (const folder of this.#folders.splice(0)) {
      const pid = await postmasterOf(join(folder, 'data'));
      if (pid !== null && (await isPostgres(pid))) process.kill(pid, 'SIGKILL');
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  }
}

function startProcess(environment: Readonly<Record<string, string>>): ServerProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    // Of the environment only what any process has: settings of Probity are the test's own.
    // Tests ask as quickly as they can; what limits them is tried by itself.
    env: { PATH, HOME, PROBITY_PORT: '0', PROBITY_EXECUTIONS_PER_SECOND: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  let hasEnded = false;
  const exit = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
    });
  });
  const urlSaid = () => /Probity is ready at (http:\/\/\S+)/.exec(said.stdout)?.[1];
  return {
    child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    exit,
    ready: () =>
      until('the server is ready', async () => {
        if (hasEnded && !urlSaid()) {
          throw new Error(`The server ended early. ${said.stdout} ${said.stderr}`);
        }
        return urlSaid();
      }),
    async end(signal) {
      if (!hasEnded) child.kill(signal);
      const lastResort = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
      try {
        return await exit;
      } finally {
        clearTimeout(lastResort);
      }
    },
  };
}

/** Waits for something that must come; says what, where it does not. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const givesUpAt = performance.now() + LONGEST_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > givesUpAt) throw new Error(`Waited in vain until ${what}.`);
    await sleep(15);
  }
}

/** The process number in the lock file of the data folder's database; null when there is none. */
export async function postmasterOf(dataDir: string): Promise<number | null> {
  const path = join(dataDir, 'postgresql-18', 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : null;
}

/** Whether a live process of this number is PostgreSQL. */
export async function isPostgres(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (status !== null) return /^\d+ \(postgres\) [^ZX]/.test(status);
  const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(
    () => ({ stdout: '' }),
  );
  return stdout.includes('postgres');
}

/** What a server wrote down for whoever wants to try it. */
export type Credentials = {
  readonly customerId: string;
  readonly apiKey: string;
  readonly url: string;
};

export async function credentialsIn(dataDir: string): Promise<Credentials> {
  const text = await readFile(join(dataDir, 'demo-credentials.json'), 'utf8');
  return JSON.parse(text) as Credentials;
}

/** An answer as far as these tests look into it. */
export type Answered = { readonly status: number; readonly body: AnsweredBody };
export type AnsweredBody = {
  readonly requestId?: string;
  readonly errorCode?: string;
  readonly errorMsg?: string;
  readonly details?: readonly unknown[];
  readonly entityId?: string;
  readonly workflowExecutionId?: string;
  readonly individual?: {
    readonly entityId?: string;
    readonly name?: { readonly familyName?: string };
  };
  readonly workflowResult?: WorkflowResult;
  readonly processResults?: readonly ProcessResult[];
  readonly meta?: { readonly total: number };
  readonly workflows?: readonly unknown[];
};
export type WorkflowResult = {
  readonly workflowExecutionId: string;
  readonly workflowExecutionState: string;
  readonly status: string;
  readonly result: string;
  readonly workflowStepResults?: readonly {
    readonly processResults?: readonly ProcessResult[];
  }[];
};
export type ProcessResult = {
  readonly processResultId: string;
  readonly manualStatus?: string;
  readonly systemStatus?: string;
  readonly workflowExecutionId?: string;
  readonly providerResult?: { readonly reference?: string };
};

export type Sent = {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

/** Sends requests as one customer. Rejects when no whole answer comes. */
export function customerOf({ customerId, apiKey }: Omit<Credentials, 'url'>) {
  return async (url: string, path: string, sent: Sent = {}): Promise<Answered> => {
    const response = await fetch(`${url}${path}`, {
      method: sent.method ?? 'GET',
      headers: {
        api_key: apiKey,
        'X-Frankie-CustomerID': customerId,
        ...(sent.body && { 'content-type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body && { body: JSON.stringify(sent.body) }),
      signal: AbortSignal.timeout(sent.timeoutMs ?? 30_000),
    });
    return { status: response.status, body: (await response.json()) as AnsweredBody };
  };
}
