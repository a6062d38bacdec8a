import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '');
const sources = files.filter((file) => /^(packages|bench)\/.*\.ts$/.test(file));

const isTest = (file: string) =>
  /[.](test|conformance)[.]ts$|\/test-[^/]+[.]ts$|^packages\/[^/]+\/(test|cases)\/|^bench\//.test(
    file,
  );
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Names that refuse to say what is in a file. */
const BANNED_NAME =
  /^(utils?|helpers?|common|misc|types|interfaces|constants|manager|service)[.]ts$/;
/** The mark of something unfinished, or of a check that was silenced. */
const UNFINISHED = new RegExp(
  [
    'TO' + 'DO',
    'FIX' + 'ME',
    'XX' + 'X',
    'biome-' + 'ignore',
    '@ts-' + '(ignore|expect-error|nocheck)',
    'as ' + 'any',
  ]
    .map((word) => `\\b${word}\\b`)
    .join('|'),
);

const LINES_OF_CODE = 300;
const LINES_OF_TEST = 500;
const FILES_IN_FOLDER = 20;

/** Lines that are neither blank nor comment. */
function codeLines(text: string): number {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

describe('the house is tidy', () => {
  it('has sources to look at', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it('names files after what is in them', () => {
    expect(sources.filter((file) => BANNED_NAME.test(basename(file)))).toEqual([]);
    expect(
      sources.filter((file) => !/^[a-z0-9-]+([.][a-z-]+)*[.]ts$/.test(basename(file))),
    ).toEqual([]);
  });

  it('keeps files short', () => {
    const tooLong = sources.filter(
      (file) => codeLines(textOf(file)) > (isTest(file) ? LINES_OF_TEST : LINES_OF_CODE),
    );
    expect(tooLong).toEqual([]);
  });

  it('keeps folders small, tests apart', () => {
    const folders = new Map<string, number>();
    for (const file of sources.filter((source) => !isTest(source))) {
      folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1);
    }
    expect([...folders].filter(([, count]) => count > FILES_IN_FOLDER)).toEqual([]);
  });

  it('leaves nothing unfinished or silenced', () => {
    expect(sources.filter((file) => UNFINISHED.test(textOf(file)))).toEqual([]);
  });

  it('numbers migrations without a gap', () => {
    const migrations = files.filter((file) => file.startsWith('packages/server/migrations/'));
    const numbers = migrations
      .map((file) => Number(basename(file).slice(0, 4)))
      .sort((a, b) => a - b);
    expect(migrations.every((file) => /^\d{4}-[a-z0-9-]+[.]sql$/.test(basename(file)))).toBe(true);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('explains every dependency in ARCHITECTURE.md', () => {
    const explained = textOf('ARCHITECTURE.md');
    const manifests = files.filter((file) => /^packages\/[^/]+\/package[.]json$/.test(file));
    const names = manifests.flatMap((file) => {
      const { dependencies = {} } = JSON.parse(textOf(file)) as { dependencies?: object };
      return Object.keys(dependencies).filter((name) => !name.startsWith('@probity/'));
    });
    expect([...new Set(names)].filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
  });

  it('locks the packages of every platform, so that a clean install is not refused', () => {
    type Locked = { readonly optionalDependencies?: Readonly<Record<string, string>> };
    const { packages } = JSON.parse(textOf('package-lock.json')) as {
      packages: Readonly<Record<string, Locked>>;
    };
    const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(named.filter((name) => !(`node_modules/${name}` in packages))).toEqual([]);
  });

  it('keeps the README to one page', () => {
    expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(80);
  });
});
