import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Config, ConfigRefused } from './config.ts';
import { settleDataDir } from './database/embedded/cluster-home.ts';

/** What only the operator may know. */
export type Secrets = {
  /** 32 bytes: see {@link masterKeyFrom}. */
  readonly masterKey: Buffer;
  /** Another one that may follow it. */
  readonly nextMasterKey: Buffer | null;
  /** Null where the operator keeps the master key. */
  readonly masterKeyFiles: MasterKeyFiles | null;
  /** What the command line shows to be let in as the operator. */
  readonly operatorKey: string;
  /** Paths of the files that this call made. */
  readonly generated: readonly string[];
};

type SecretFile = { readonly path: string; readonly text: string; readonly isNew: boolean };

const KEY_BYTES = 32;

/**
 * The secrets from the environment, else from the data folder, else new ones kept there with mode
 * 0600. Call it before the database starts: a database without its master key is then never new.
 *
 * @throws {@link ConfigRefused} rather than seal with a key that is not the one of the data.
 */
export async function settleSecrets(config: Config): Promise<Secrets> {
  const dataDir = await settleDataDir(config.dataDir).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : '';
    throw new ConfigRefused(`PROBITY_DATA_DIR: ${why}`, { cause });
  });
  const generated: string[] = [];
  const kept = async (name: string, make: () => string) => {
    const file = await readOrMake(join(dataDir, name), make);
    if (file.isNew) generated.push(file.path);
    return file.text;
  };
  const files = config.masterKey === null ? masterKeyFiles(dataDir) : null;
  return {
    masterKey: await masterKey(config, dataDir, kept),
    nextMasterKey: config.nextMasterKey?.reveal() ?? (await files?.next()) ?? null,
    masterKeyFiles: files,
    operatorKey:
      config.operatorKey?.reveal() ?? (await kept('operator-key', () => random('base64url'))),
    generated,
  };
}

async function masterKey(
  { masterKey: given, databaseUrl }: Config,
  dataDir: string,
  kept: (name: string, make: () => string) => Promise<string>,
): Promise<Buffer> {
  const path = join(dataDir, 'master-key');
  const isEmbedded = databaseUrl === null;
  if (given !== null) {
    const other = isEmbedded ? await readSecret(path) : null;
    if (other !== null && !given.reveal().equals(decodeKey(path, other))) {
      throw new ConfigRefused(
        `PROBITY_MASTER_KEY is not the key in ${path}, which sealed this data: unset one of them.`,
      );
    }
    return given.reveal();
  }
  if ((await readSecret(path)) === null && (await holdsDatabase(dataDir))) {
    throw new ConfigRefused(
      `${path} is missing, and the database beside it cannot be read without it: restore it, ` +
        'or set PROBITY_MASTER_KEY.',
    );
  }
  return decodeKey(path, await kept('master-key', () => random('base64')));
}

/** The master key in files of the data folder, where one follows another. */
type MasterKeyFiles = {
  /** The one that is to follow, if there is one. */
  next(): Promise<Buffer | null>;
  /** The one that is to follow; a new one where there was none. */
  makeNext(): Promise<Buffer>;
  /** Puts the next key in its place once it is in force, and keeps the one before beside it. */
  settle(inForce: Buffer): Promise<void>;
};

function masterKeyFiles(dataDir: string): MasterKeyFiles {
  const path = join(dataDir, 'master-key');
  const nextPath = join(dataDir, 'master-key-next');
  const next = async () => {
    const text = await readSecret(nextPath);
    return text === null ? null : decodeKey(nextPath, text);
  };
  return {
    next,
    async makeNext() {
      return decodeKey(nextPath, (await readOrMake(nextPath, () => random('base64'))).text);
    },
    async settle(inForce) {
      if (!(await next())?.equals(inForce)) return;
      const previous = join(dataDir, `master-key-before-${Date.now()}`);
      await link(path, previous);
      await rename(nextPath, path);
      await syncFolder(dataDir);
    },
  };
}

function decodeKey(path: string, text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) {
    throw new ConfigRefused(`${path} must hold 32 bytes in base64: restore it from a backup.`);
  }
  return key;
}

async function holdsDatabase(dataDir: string): Promise<boolean> {
  return (await readdir(dataDir)).some((name) => /^postgresql-\d+$/.test(name));
}

function random(encoding: 'base64' | 'base64url'): string {
  return randomBytes(KEY_BYTES).toString(encoding);
}

async function readOrMake(path: string, make: () => string): Promise<SecretFile> {
  const there = await readSecret(path);
  if (there !== null) return { path, text: there, isNew: false };
  const isNew = await publish(path, make());
  const text = await readSecret(path);
  if (text === null) throw new ConfigRefused(`${path} cannot be kept.`);
  return { path, text, isNew };
}

/** Null when there is none. @throws {@link ConfigRefused} when others may read it, or nobody can. */
async function readSecret(path: string): Promise<string | null> {
  const entry = await stat(path).catch(() => null);
  if (entry === null) return null;
  if (process.platform !== 'win32' && (entry.mode & 0o077) !== 0) {
    throw new ConfigRefused(`${path} can be read by other users: run \`chmod 600\` on it.`);
  }
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigRefused(`${path} cannot be read by this user.`, { cause });
  });
  if (text.trim() === '') throw new ConfigRefused(`${path} is empty: restore it from a backup.`);
  return text.trim();
}

/**
 * On disk before it has its name: a crash leaves no half of a secret, and of two processes that
 * start together both use the one that came first. False when another one was there.
 */
async function publish(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    await writeDurably(draft, text);
    await link(draft, path);
    await syncFolder(dirname(path));
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw new ConfigRefused(`${path} cannot be written by this user.`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows cannot open a folder, and does not need to. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
