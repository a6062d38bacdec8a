import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstallation, testInstallation } from './test-server.ts';

const UN = fileURLToPath(
  new URL('../../../../shared/data/lists/un/un-2026-08.xml', import.meta.url),
);
const PATIENCE_MS = 120_000;

let installation: TestInstallation;
beforeAll(async () => {
  installation = await testInstallation();
});
afterAll(() => installation.remove(), PATIENCE_MS);

async function play(...argv: string[]) {
  const demo = installation.spawn('demo', '--json', ...argv);
  const exitCode = await demo.ends();
  return { exitCode, out: demo.out(), err: demo.err() };
}

async function demoKey(): Promise<string> {
  const text = await readFile(join(installation.folder, 'data', 'demo-credentials.json'), 'utf8');
  const { apiKey }: { apiKey: string } = JSON.parse(text);
  return apiKey;
}

/** Whether anything listens there. */
async function isAnswered(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}

describe('probity demo', () => {
  it(
    'plays the main job on the sample list and stops the server that it started',
    async () => {
      const { exitCode, out, err } = await play();

      expect(err).not.toContain('failed');
      expect(exitCode).toBe(0);
      const { points } = JSON.parse(out);
      expect(points).toHaveLength(17);
      const [url] = points[0].facts.url.split(',');
      expect(await isAnswered(url)).toBe(false);
      expect(out + err).not.toContain(await demoKey());
    },
    PATIENCE_MS,
  );

  it(
    'stops its server when it is interrupted',
    async () => {
      const demo = installation.spawn('demo');
      const [, url = ''] = await demo.hears(/url +(http\S+),/);
      demo.child.kill('SIGINT');

      expect(await demo.ends()).toBe(130);
      expect(await isAnswered(url)).toBe(false);
    },
    PATIENCE_MS,
  );

  if (existsSync(UN)) {
    it(
      'plays it on a real list that it imports first',
      async () => {
        const { exitCode, out } = await play('--list', UN);

        expect(exitCode).toBe(0);
        expect(JSON.parse(out).points[1].facts).toMatchObject({ outcome: 'imported' });
      },
      PATIENCE_MS,
    );
  } else if (process.env.CI === 'true') {
    it('has the real lists', () => expect.fail('absent'));
  } else {
    it.skip('needs the real lists in ../shared/data/lists', () => undefined);
  }
});
