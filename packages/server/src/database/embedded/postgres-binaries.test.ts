import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinaries, packagedBinaries } from './postgres-binaries.ts';
import { chooseServiceAccount, type ServiceAccount } from './service-account.ts';

const IS_ROOT = process.getuid?.() === 0;

let folder: string;
let home: string;
let account: ServiceAccount | null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-binaries-'));
  await chmod(folder, 0o711);
  home = join(folder, 'home');
  await mkdir(home, { mode: 0o711 });
  account = await chooseServiceAccount(home);
});
afterEach(async () => {
  for (const closed of ['package', 'package/native/lib']) {
    await chmod(join(folder, closed), 0o700).catch(() => undefined);
  }
  await rm(folder, { recursive: true, force: true });
});

/** The platform package as npm unpacks it when no install script may run: without its links. */
async function unpackPackage(): Promise<string> {
  const original = packagedBinaries();
  if (original === null) throw new Error('The platform package is not installed.');
  const native = join(folder, 'package', 'native');
  await cp(original, native, {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink() && !path.endsWith('.a'),
  });
  await cp(join(dirname(original), 'package.json'), join(folder, 'package', 'package.json'));
  return native;
}

const links = async (native: string) => {
  const entries = await readdir(join(native, 'lib'), { withFileTypes: true });
  return entries.filter((entry) => entry.isSymbolicLink()).length;
};

describe('findBinaries', () => {
  it('makes the links that an install script would have made', async () => {
    const packaged = await unpackPackage();
    expect(await links(packaged)).toBe(0);
    const found = await findBinaries({ packaged, installed: [], home, account });

    expect(found).toEqual({ programs: join(packaged, 'bin'), major: 18 });
    expect(await links(packaged)).toBeGreaterThan(10);
    expect(await readdir(home)).toEqual([]);
  });

  it('copies, once, what cannot be run or completed where it lies', async () => {
    const packaged = await unpackPackage();
    // Root's PostgreSQL runs as a user who cannot enter; any other user cannot add the links.
    await chmod(IS_ROOT ? join(folder, 'package') : join(packaged, 'lib'), IS_ROOT ? 0o700 : 0o500);
    const first = await findBinaries({ packaged, installed: [], home, account });
    const copy = dirname(dirname(first.programs));
    await writeFile(join(copy, 'mark'), '');
    const second = await findBinaries({ packaged, installed: [], home, account });

    expect(copy).toMatch(/home\/postgresql-binaries-18\.\d/);
    expect(second).toEqual(first);
    expect(existsSync(join(copy, 'mark'))).toBe(true);
    expect(await readdir(home)).toHaveLength(1);
  });

  it('takes what the machine has when there is no package', async () => {
    const installed = [join(folder, 'nothing'), join(await unpackPackage(), 'bin')];
    await findBinaries({ packaged: dirname(installed[1] ?? ''), installed: [], home, account });
    const found = await findBinaries({ packaged: null, installed, home, account });

    expect(found).toEqual({ programs: installed[1], major: 18 });
  });

  it('takes none that is too old, and says what it tried', async () => {
    const old = join(folder, 'old');
    await mkdir(old, { mode: 0o755 });
    await writeFile(join(old, 'postgres'), '#!/bin/sh\necho "postgres (PostgreSQL) 14.9"\n');
    await chmod(join(old, 'postgres'), 0o755);

    await expect(findBinaries({ packaged: null, installed: [old], home, account })).rejects.toThrow(
      `set DATABASE_URL. Tried: ${old} (postgres (PostgreSQL) 14.9).`,
    );
    await expect(findBinaries({ packaged: null, installed: [], home, account })).rejects.toThrow(
      /No PostgreSQL 15 or newer runs here.*no platform package, no pg_ctl/,
    );
  });
});
