import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigRefused, readConfig } from './config.ts';
import { settleSecrets } from './secrets.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');
const OTHER = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 9)).toString('base64');
const URL_OF_DATABASE = 'postgres://probity@db.example/probity';

let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-secrets-'));
  dataDir = join(folder, 'deep', 'data');
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const settle = (environment: Record<string, string> = {}) =>
  settleSecrets(readConfig({ PROBITY_DATA_DIR: dataDir, ...environment }));

describe('settleSecrets', () => {
  it('makes both once, for this user only', async () => {
    const first = await settle();
    const second = await settle();

    expect(first.masterKey).toHaveLength(32);
    expect(first.operatorKey).toHaveLength(43);
    expect(first.generated).toEqual([join(dataDir, 'master-key'), join(dataDir, 'operator-key')]);
    const keptOf = ({ masterKeyFiles: _, ...kept }: typeof first) => kept;
    expect(keptOf(second)).toEqual({ ...keptOf(first), generated: [] });
    for (const path of first.generated) expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'operator-key'), 'utf8')).toBe(first.operatorKey);
  });

  it('makes the key that is to follow, and puts it in its place once it is in force', async () => {
    const { masterKey: before, masterKeyFiles: files } = await settle();
    if (!files) throw new Error('The key is kept in a file.');
    const next = await files.makeNext();
    expect(await files.makeNext()).toEqual(next);
    expect((await stat(join(dataDir, 'master-key-next'))).mode & 0o777).toBe(0o600);
    const during = await settle();
    expect([during.masterKey, during.nextMasterKey]).toEqual([before, next]);

    await files.settle(before);
    expect((await settle()).masterKey).toEqual(before);
    await files.settle(next);
    await files.settle(next);
    const after = await settle();
    expect([after.masterKey, after.nextMasterKey]).toEqual([next, null]);
    const kept = (await readdir(dataDir)).filter((name) => name.startsWith('master-key-before-'));
    expect(kept).toHaveLength(1);
    const text = await readFile(join(dataDir, kept[0] ?? ''), 'utf8');
    expect(Buffer.from(text, 'base64')).toEqual(before);
  });

  it('leaves a master key that the operator keeps to the operator', async () => {
    const secrets = await settle({ PROBITY_MASTER_KEY: KEY, PROBITY_MASTER_KEY_NEXT: OTHER });
    expect(secrets.masterKeyFiles).toBeNull();
    expect(secrets.nextMasterKey?.toString('base64')).toBe(OTHER);
  });

  it('gives every process that starts at once the same', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => settle()));

    expect(new Set(all.map(({ masterKey }) => masterKey.toString('hex'))).size).toBe(1);
    expect(new Set(all.map(({ operatorKey }) => operatorKey)).size).toBe(1);
    expect(all.flatMap(({ generated }) => generated)).toHaveLength(2);
  });

  it('prefers the environment, and keeps nothing then', async () => {
    const secrets = await settle({ PROBITY_MASTER_KEY: KEY, PROBITY_OPERATOR_KEY: 'o'.repeat(40) });

    expect(secrets.masterKey.toString('base64')).toBe(KEY);
    expect(secrets.operatorKey).toBe('o'.repeat(40));
    expect(secrets.generated).toEqual([]);
    await expect(stat(join(dataDir, 'master-key'))).rejects.toThrow('ENOENT');
  });

  it('refuses a key that is not the one of the data', async () => {
    await settle();

    await expect(settle({ PROBITY_MASTER_KEY: KEY })).rejects.toThrow(/unset one of them/);
    const elsewhere = await settle({ PROBITY_MASTER_KEY: KEY, DATABASE_URL: URL_OF_DATABASE });
    expect(elsewhere.masterKey.toString('base64')).toBe(KEY);
  });

  it('makes no new key for a database that has lost its own', async () => {
    await mkdir(join(dataDir, 'postgresql-18'), { recursive: true });

    await expect(settle()).rejects.toThrow(/master-key is missing.*restore it/);
    await expect(stat(join(dataDir, 'master-key'))).rejects.toThrow('ENOENT');
  });

  it.each([
    { held: '', says: /is empty/ },
    { held: 'c2hvcnQ=', says: /must hold 32 bytes/ },
    { held: `${KEY.slice(0, 20)}`, says: /must hold 32 bytes/ },
  ])('refuses a master key file that holds "$held"', async ({ held, says }) => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'master-key'), held, { mode: 0o600 });

    await expect(settle()).rejects.toThrow(says);
    expect(await readFile(join(dataDir, 'master-key'), 'utf8')).toBe(held);
  });

  it('refuses a secret that others can read', async () => {
    await settle();
    await chmod(join(dataDir, 'master-key'), 0o644);

    await expect(settle()).rejects.toThrow(/chmod 600/);
  });

  it('names what is in the way of the data folder', async () => {
    await writeFile(join(folder, 'deep'), 'a file');

    await expect(settle()).rejects.toThrow(ConfigRefused);
    await expect(settle()).rejects.toThrow(`PROBITY_DATA_DIR: The data folder ${dataDir}`);
    await expect(settle()).rejects.toThrow(`${join(folder, 'deep')} is not a folder`);
  });
});
