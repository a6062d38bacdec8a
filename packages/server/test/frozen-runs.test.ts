import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { frozenRuns } from '../../../bench/validation/frozen-runs.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const FILES = ['figures', 'name-pairs', 'cross-script', 'un-misspelt', 'clean-people', 'damage'];

function frozen(name: string): string[] {
  const file = new URL(`../../../bench/frozen/${name}.tsv`, import.meta.url);
  return readFileSync(file, 'utf8').split('\n');
}

describe('frozen runs of the screening engine', () => {
  if (!existsSync(DATA)) {
    if (process.env.CI === 'true') it('have their data', () => expect.fail('absent'));
    else it.skip('need the labelled sets in ../shared/data', () => undefined);
    return;
  }
  let runs: Readonly<Record<string, string>>;
  beforeAll(async () => {
    runs = await frozenRuns(DATA);
  }, 240_000);

  it.each(FILES)(
    'say of %s what they said before (npm run -s freeze, and read the diff)',
    (name) => {
      const now = (runs[`${name}.tsv`] ?? '').split('\n');
      const before = frozen(name);
      // Only what differs, so that a change of behaviour can be read.
      const changed = now.flatMap((line, at) =>
        line === before[at] ? [] : [{ before: before[at], now: line }],
      );
      expect(changed).toEqual([]);
      expect(now.length).toBe(before.length);
      expect(now.length).toBeGreaterThan(2);
    },
  );
});
