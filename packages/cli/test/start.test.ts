import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../src/run-cli.ts';
import { testTerminal } from '../src/terminal/test-terminal.ts';
import { type RunningCli, type TestInstallation, testInstallation } from './test-server.ts';

const PATIENCE_MS = 120_000;
const DEMO_CUSTOMER = '00000000-0000-4000-8000-000000000001';
const SHIPPED = fileURLToPath(new URL('../../server/workflows/', import.meta.url));
const SAMPLE = fileURLToPath(
  new URL('../../server/sample-lists/probity-sample.csv', import.meta.url),
);

let installation: TestInstallation;
let server: RunningCli;
let url: string;
beforeAll(async () => {
  installation = await testInstallation();
  server = installation.spawn('start', '--json');
  const [document] = await server.hears(/^\{.*\}\n/);
  url = JSON.parse(document).url;
}, PATIENCE_MS);
afterAll(() => installation.remove(), PATIENCE_MS);

async function run(...argv: string[]) {
  const told = testTerminal({ folder: installation.folder, env: { PROBITY_URL: url } });
  const exitCode = await runCli(argv, told.terminal);
  return { exitCode, out: told.out(), err: told.err() };
}

async function json(...argv: string[]) {
  const { exitCode, out, err } = await run(...argv, '--json');
  expect(err).toBe('');
  expect(exitCode).toBe(0);
  return JSON.parse(out);
}

describe('commands on a server that `probity start` runs', () => {
  it('make a tenant, a child of it, and show them', async () => {
    const { tenant, apiKey } = await json('tenant', 'create', '--name', 'Acme Bank', '--sandbox');
    const child = await json('tenant', 'create', '--name', 'NZ', '--parent', tenant.customerId);
    const { exitCode, out } = await run('tenant', 'list');

    expect(exitCode).toBe(0);
    expect(apiKey.apiKey).not.toBe(child.apiKey.apiKey);
    expect(child.tenant.customerId).toBe(tenant.customerId);
    expect(out).toContain(child.tenant.customerChildId);
    expect(out).not.toContain(apiKey.apiKey);
  });

  it('make and revoke a key', async () => {
    const { key } = await json('key', 'create', '--customer', DEMO_CUSTOMER);
    const revoked = await json('key', 'revoke', key.keyId);

    expect(revoked.keyId).toBe(key.keyId);
  });

  it('import a list, say when nothing changed, and show it', async () => {
    const unchanged = await json('list', 'import', SAMPLE, '--source', 'probity-sample');
    const other = join(installation.folder, 'own.csv');
    const lines = (await readFile(SAMPLE, 'utf8')).split('\n');
    await writeFile(other, lines.slice(0, -3).join('\n'));
    const named = ['--source', 'probity-sample', '--name', 'Our own'];
    const imported = await json('list', 'import', other, ...named);
    const { exitCode, out } = await run('list', 'status');

    expect(unchanged.outcome).toBe('unchanged');
    expect(imported).toMatchObject({ outcome: 'imported', list: { name: 'Our own', version: 1 } });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Our own +probity-sample +1 /m);
  });

  it('refuse a list that is not one, and leave the one in service', async () => {
    const bad = join(installation.folder, 'bad.csv');
    await writeFile(bad, 'not a list');
    const before = await json('list', 'status');
    const { exitCode, err } = await run('list', 'import', bad, '--source', 'probity-sample');
    const after = await json('list', 'status');

    expect(exitCode).toBe(1);
    expect(err).toMatch(/The server refused: .*request id: /s);
    expect(after.lists.map(versionOf)).toEqual(before.lists.map(versionOf));
  });

  it('validate and publish what is shipped', async () => {
    const files = (await readdir(SHIPPED)).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const name of files) {
      const { isValid } = await json('workflow', 'validate', join(SHIPPED, name));
      expect(isValid).toBe(true);
    }
    const [name = ''] = files;
    const { workflow } = await json('workflow', 'publish', join(SHIPPED, name));
    const { workflows } = await json('workflow', 'list');

    expect(workflows).toContainEqual(expect.objectContaining({ version: workflow.version }));
  });

  it('show the risk profile as text that can be published again', async () => {
    const { exitCode, out } = await run('risk', 'show');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^# version: shipped\n/);
    const path = join(installation.folder, 'risk.json');
    await writeFile(path, out);
    const { riskProfile } = await json('risk', 'publish', path);
    expect(riskProfile).toMatchObject({ profileName: 'default', version: 'v1' });

    await writeFile(path, 'profileName: default');
    const refused = await run('risk', 'publish', path);
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toContain('levels');
  });

  it('refuse a definition that does not hold, naming the step', async () => {
    const path = join(installation.folder, 'bad.yaml');
    await writeFile(
      path,
      'serviceName: KYC\nworkflowName: X\nworkflowId: x\ntype: t\nsteps:\n  - {name: A, type: NOPE}\n',
    );
    const validated = await run('workflow', 'validate', path);
    const published = await run('workflow', 'publish', path);

    expect(validated.exitCode).toBe(1);
    expect(validated.out).toContain('step A');
    expect(published.exitCode).toBe(1);
  });

  it('end with the server’s own exit code when it is asked to stop', async () => {
    server.child.kill('SIGTERM');

    expect(await server.ends()).toBe(0);
    expect(server.out().trim().split('\n')).toHaveLength(1);
    expect((await run('list', 'status')).exitCode).toBe(3);
  });
});

function versionOf({ name, version }: { name: string; version: number }) {
  return [name, version];
}
