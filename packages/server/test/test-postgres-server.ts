import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { identity, programEnvironment, runProgram } from '../src/database/embedded/run-program.ts';
import { handOver, type ServiceAccount } from '../src/database/embedded/service-account.ts';
import { until } from './test-server-process.ts';

/** Where clusters lie, and with whose programs and as which user they run. */
export type PostgresSite = {
  readonly folder: string;
  readonly programs: string;
  readonly account: ServiceAccount | null;
  readonly password: string;
};

/** As in production, but for what only a large machine needs. */
const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
max_wal_size = 256MB
wal_keep_size = 256MB
fsync = on
synchronous_commit = on
jit = off
timezone = 'UTC'
log_min_messages = log
log_min_error_statement = panic
`;
const SOON_MS = 50;

/** One PostgreSQL that can be killed, started again, copied and promoted. */
export class PostgresServer {
  readonly port: number;
  readonly path: string;
  readonly #site: PostgresSite;
  #child: ChildProcess | null = null;

  constructor(site: PostgresSite, { name, port }: { name: string; port: number }) {
    this.#site = site;
    this.port = port;
    this.path = join(site.folder, name);
  }

  /** Makes an empty cluster. */
  async initialise(): Promise<void> {
    const { programs, account, password, folder } = this.#site;
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    await handOver(passwordFile, account);
    await this.#run(join(programs, 'initdb'), [
      ...['-D', this.path, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-instructions'],
      ...[`--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ]);
    await appendFile(join(this.path, 'postgresql.conf'), SETTINGS);
  }

  /** Starts it, again and again where its predecessor or its disk is in the way, until it answers. */
  async start(): Promise<void> {
    await until('PostgreSQL answers', async () => {
      if (!this.isRunning) await this.#spawn();
      if (await this.answers()) return true;
      await sleep(SOON_MS);
      return undefined;
    });
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Kills it as a power cut would, and waits until all of its processes are gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it in an orderly way. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Replaces what was set beside `postgresql.conf`, and has it read. */
  async configure(settings: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    const file = join(this.path, 'postgresql.auto.conf');
    await writeFile(file, lines.join(''), { mode: 0o600 });
    await handOver(file, this.#site.account);
    this.#child?.kill('SIGHUP');
  }

  async answers(): Promise<boolean> {
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }

  /** Asks as the superuser. */
  async query<Row extends object>(text: string, database = 'postgres'): Promise<Row[]> {
    return this.#connected(database, async (client) => (await client.query<Row>(text)).rows);
  }

  /** Becomes a copy of a server that is at work, and follows it from then on. */
  async follow(source: PostgresServer): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    await source.#connected('postgres', async (client) => {
      await client.query("select pg_backup_start('standby', true)");
      // Files may go while they are copied: the log from the start of the copy makes up for it.
      await runProgram('cp', ['-a', source.path, this.path], this.#site.account);
      const { rows } = await client.query<{ labelfile: string }>(
        'select labelfile from pg_backup_stop(false)',
      );
      await writeFile(join(this.path, 'backup_label'), rows[0]?.labelfile ?? '');
    });
    await rm(join(this.path, 'postmaster.pid'), { force: true });
    await writeFile(join(this.path, 'standby.signal'), '');
    await this.configure({
      primary_conninfo: [
        `host=127.0.0.1 port=${source.port} user=postgres`,
        `password=${this.#site.password} application_name=standby`,
      ].join(' '),
    });
    await handOver(this.path, this.#site.account);
    await this.start();
  }

  /** Makes a standby the primary. */
  async promote(): Promise<void> {
    await this.configure({});
    await this.query('select pg_promote(true, 60)');
  }

  /** The last lines of its log, for a person. */
  async log(): Promise<string> {
    const text = await readFile(`${this.path}.log`, 'utf8').catch(() => '');
    return text.split('\n').slice(-15).join('\n');
  }

  async #spawn(): Promise<void> {
    const log = await open(`${this.path}.log`, 'a', 0o600);
    this.#child = spawn(
      join(this.#site.programs, 'postgres'),
      ['-D', this.path, '-p', String(this.port)],
      {
        ...identity(this.#site.account),
        cwd: '/',
        env: programEnvironment(),
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    await log.close();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #run(program: string, parameters: readonly string[]): Promise<void> {
    const { code, output } = await runProgram(program, parameters, this.#site.account);
    if (code !== 0) throw new Error(`${program} failed: ${output.trim()}`);
  }

  async #connected<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      ...{ host: '127.0.0.1', port: this.port, user: 'postgres', database },
      password: this.#site.password,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
