import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProviderSettings } from './read-provider-settings.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-providers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string, environment: Record<string, string> = { KEY: SECRET }) {
  const path = join(folder, 'providers.yaml');
  await writeFile(path, text);
  return readProviderSettings({ path, environment });
}

/** What a file is refused with, without the path. */
async function complaintsOf(text: string, environment?: Record<string, string>): Promise<string[]> {
  const error = await read(text, environment).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Error)) throw new Error('It was accepted.');
  return error.message.split('\n').map((line) => line.replace(/^.*providers\.yaml:/, ''));
}

const WHOLE = `
providers:
  - kind: http
    name: bureau
    url: https://bureau.example/probity/
    capabilities: [identity, documents]
    secret: {env: KEY}
    timeoutMs: 3000
  - kind: veriff
    name: faces
    url: https://stationapi.veriff.com
    apiKey: {env: KEY}
    secret: {file: veriff-secret}
`;

describe('readProviderSettings', () => {
  it('reads providers in order, with their secrets from elsewhere', async () => {
    await writeFile(join(folder, 'veriff-secret'), ' shared-with-veriff \n');
    const known = await read(WHOLE);
    expect(known.map(({ settings }) => [settings.kind, settings.name, settings.url])).toEqual([
      ['http', 'bureau', 'https://bureau.example/probity'],
      ['veriff', 'faces', 'https://stationapi.veriff.com'],
    ]);
    expect(known[1]?.secrets.secret?.reveal()).toBe('shared-with-veriff');
    expect(JSON.stringify(known)).not.toMatch(/shared-with|whsec_B/);
  });

  it('reads providers of watchlists, with what they leave out', async () => {
    const known = await read(`providers:
  - {kind: yente, name: yente, url: "https://yente.example"}
  - {kind: yente, name: hosted, url: "https://api.example", apiKey: {env: KEY}, dataset: peps, threshold: 0.9}
  - {kind: watchman, name: watchman, url: "http://localhost:8084", lists: [us_ofac], cutoff: 0}`);
    expect(known.map(({ settings }) => settings)).toMatchObject([
      { dataset: 'default', threshold: 0.7, cutoff: 0.5, asksForSandboxes: false },
      { dataset: 'peps', threshold: 0.9, cutoff: 0.5 },
      { lists: ['us_ofac'], threshold: 0.75, cutoff: 0 },
    ]);
    expect(known.map(({ secrets }) => secrets.apiKey?.reveal())).toEqual([
      undefined,
      SECRET,
      undefined,
    ]);
  });

  it('reads none from an empty list', async () => {
    expect(await read('providers: []')).toEqual([]);
  });

  const http = (changed: string) => `providers:
  - kind: http
    name: bureau
    url: https://bureau.example
    capabilities: [identity]
    secret: {env: KEY}
${changed}`;

  const vendor = (kind: string, setting: string) => `providers:
  - kind: ${kind}
    name: lister
    url: https://lister.example
    ${setting}
`;

  it.each([
    ['', '1: the file must be'],
    ['providers: {', '1: is no YAML'],
    ['providers: 3', '1: providers must be a list of providers'],
    ['people: []', '1: providers must be a list'],
    ['providers:\n  - kind: carrier-pigeon', '2: providers[0].kind must be one of http, veriff'],
    [http('    retries: 3'), '2: providers[0] has settings that are not known'],
    [http('').replace('bureau\n', 'sandbox\n'), '3: providers[0].name must not begin'],
    [http('').replace('bureau\n', 'reference-roll\n'), '3: providers[0].name must not begin'],
    [http('').replace('bureau\n', '"*"\n'), '3: providers[0].name must be 2 to 63'],
    [http('').replace('https:', 'http:'), '4: providers[0].url must be an https://'],
    [http('').replace('bureau.ex', 'user:hidden@bureau.ex'), '4: providers[0].url must be'],
    [http('').replace('https://bureau.example', 'http://127.0.0.1.evil.example'), '4: '],
    [http('').replace('[identity]', '[telepathy]'), '5: providers[0].capabilities[0] must be one'],
    [http('').replace('{env: KEY}', SECRET), '6: providers[0].secret must say where'],
    [http('').replace('KEY', 'PROBITY_MASTER_KEY'), '6: providers[0].secret.env must say'],
    [http('').replace('KEY', 'ABSENT'), '6: providers[0].secret must be in the environment as AB'],
    [http('').replace('env: KEY', 'file: absent'), '6: providers[0].secret must be in a file'],
    [vendor('yente', 'threshold: 70'), '5: providers[0].threshold must be a number from 0 to 1'],
    [vendor('yente', 'cutoff: 0.8'), '5: providers[0].cutoff must not be above threshold'],
    [vendor('yente', 'dataset: ../catalog'), '5: providers[0].dataset must be a name'],
    [vendor('yente', `apiKey: ${SECRET}`), '5: providers[0].apiKey must say where'],
    [vendor('watchman', 'lists: us_ofac'), '5: providers[0].lists must be a list'],
    [vendor('watchman', 'apiKey: {env: KEY}'), '2: providers[0] has settings that are not known'],
    [http('    timeoutMs: 1'), '7: providers[0].timeoutMs must be at least 100'],
    [
      http(
        '  - kind: veriff\n    name: bureau\n    url: https://a.example\n    apiKey: {env: KEY}\n    secret: {env: KEY}',
      ),
      '8: providers[1].n',
    ],
  ])('refuses %j with the line where it stands', async (text, complaint) => {
    const complaints = await complaintsOf(text);
    expect(complaints[0]).toContain(complaint);
    expect(complaints.join()).not.toMatch(/hidden|whsec_B/);
  });

  it('tells everything that is wrong at once', async () => {
    const text = http('    timeoutMs: 1').replace('https:', 'ftp:').replace('[identity]', '[]');
    expect(await complaintsOf(text)).toHaveLength(3);
  });

  it('refuses a secret that others could guess', async () => {
    const complaints = await complaintsOf(http(''), { KEY: 'whsec_c2hvcnQ=' });
    expect(complaints).toEqual([expect.stringContaining('must be whsec_ and 24 to 64')]);
    expect(complaints.join()).not.toContain('c2hvcnQ');
  });

  it('refuses a file that stands for a larger one', async () => {
    const bomb = `a: &a [1]\nproviders: [*a, *a]`;
    expect(await complaintsOf(bomb)).not.toEqual([]);
  });

  it('refuses a file that is not there', async () => {
    const path = join(folder, 'nowhere.yaml');
    await expect(readProviderSettings({ path, environment: {} })).rejects.toThrow(
      'PROBITY_PROVIDERS must name a file that can be read',
    );
  });
});
