import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testTerminal } from '../terminal/test-terminal.ts';
import { demoCredentials, operatorKey } from './data-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-cli-'));
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', 'operator-key'), 'kept-key\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('operatorKey', () => {
  it('is the one in the environment before the one in the data folder', async () => {
    const { terminal } = testTerminal({ folder, env: { PROBITY_OPERATOR_KEY: 'given-key' } });

    expect(await operatorKey(terminal)).toBe('given-key');
  });

  it('is the one in ./data, without the end of the line', async () => {
    expect(await operatorKey(testTerminal({ folder }).terminal)).toBe('kept-key');
  });

  it('is looked for in PROBITY_DATA_DIR, and both places are named when it is in neither', async () => {
    const { terminal } = testTerminal({ folder, env: { PROBITY_DATA_DIR: 'elsewhere' } });

    await expect(operatorKey(terminal)).rejects.toMatchObject({
      next: [
        `It is neither in PROBITY_OPERATOR_KEY nor in ${join(folder, 'elsewhere', 'operator-key')}.`,
        expect.stringContaining('PROBITY_DATA_DIR'),
      ],
    });
  });
});

describe('demoCredentials', () => {
  it('are absent where the server left none', async () => {
    expect(await demoCredentials(testTerminal({ folder }).terminal)).toBeUndefined();
  });

  it.each(['', '{', 'null', '[]', '{"customerId":"x"}', '{"customerId":1,"apiKey":"s3cret"}'])(
    'are refused, not shown, when the file holds %s',
    async (text) => {
      await writeFile(join(folder, 'demo-credentials.json'), text);
      const { terminal } = testTerminal({ folder, env: { PROBITY_DATA_DIR: '.' } });

      await expect(demoCredentials(terminal)).rejects.toThrow(
        `${join(folder, 'demo-credentials.json')} does not hold`,
      );
    },
  );
});
