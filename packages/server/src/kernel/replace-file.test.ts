import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceFile } from './replace-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-replace-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('replaceFile', () => {
  it('lets many replace one file at once: it is always whole, and nothing is left beside it', async () => {
    const path = join(folder, 'rules');
    const texts = Array.from({ length: 20 }, (_, n) => `${n}`.repeat(10_000));
    await Promise.all(texts.map((text) => replaceFile(path, text, async () => undefined)));

    expect(texts).toContain(await readFile(path, 'utf8'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['rules']);
  });

  it('leaves the former file, and nothing else, where the new one could not be made ready', async () => {
    const path = join(folder, 'rules');
    const former = await readFile(path, 'utf8');
    const refused = replaceFile(path, 'new', async () => {
      throw new Error('not ready');
    });

    await expect(refused).rejects.toThrow('not ready');
    expect(await readFile(path, 'utf8')).toBe(former);
    expect(await readdir(folder)).toEqual(['rules']);
  });
});
