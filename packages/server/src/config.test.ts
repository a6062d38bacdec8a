import { randomUUID as newName } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigRefused, readConfig } from './config.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');
const URL_OF_DATABASE = 'postgres://probity:hush@db.example:5432/probity';

/** The lines of the refusal; fails when there is none. */
function refusal(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message.split('\n');
    throw error;
  }
  throw new Error('was accepted');
}

describe('readConfig', () => {
  it('has a default for everything', () => {
    const config = readConfig({});

    expect(config).toEqual({
      port: 8080,
      host: '127.0.0.1',
      logLevel: 'info',
      dataDir: `${process.cwd()}/data`,
      databaseUrl: null,
      databaseOwnerUrl: null,
      databasePool: 10,
      requestsAtOnce: 128,
      drainSeconds: 0,
      masterKey: null,
      nextMasterKey: null,
      operatorKey: null,
      metricsKey: null,
      traceShare: null,
      listMaxAgeHours: 168,
      listSyncHours: 24,
      executionsPerSecond: 20,
      publicUrl: null,
      auditCheckpointSeconds: 60,
      makesDemoTenant: true,
      providersPath: null,
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reads secrets from files, as containers mount them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    const fileOf = (text: string) => {
      const path = join(folder, newName());
      writeFileSync(path, text);
      return path;
    };
    const config = readConfig({
      PROBITY_MASTER_KEY_FILE: fileOf(`${KEY}\n`),
      PROBITY_METRICS_KEY_FILE: fileOf('m'.repeat(32)),
      DATABASE_URL_FILE: fileOf(`${URL_OF_DATABASE}\n`),
    });
    expect(config.masterKey?.reveal().toString('base64')).toBe(KEY);
    expect(config.metricsKey?.reveal()).toBe('m'.repeat(32));
    expect(config.databaseUrl?.reveal()).toBe(URL_OF_DATABASE);

    expect(refusal({ PROBITY_OPERATOR_KEY_FILE: join(folder, 'missing') })).toEqual([
      'PROBITY_OPERATOR_KEY_FILE must name a file that can be read and is not empty.',
    ]);
    expect(refusal({ PROBITY_OPERATOR_KEY_FILE: fileOf(' \n') })).toHaveLength(1);
    expect(refusal({ PROBITY_MASTER_KEY: KEY, PROBITY_MASTER_KEY_FILE: fileOf(KEY) })).toEqual([
      'PROBITY_MASTER_KEY and PROBITY_MASTER_KEY_FILE: set one of them.',
    ]);
    const [line] = refusal({ PROBITY_OPERATOR_KEY_FILE: fileOf('hunter2') });
    expect(line).toMatch(/^PROBITY_OPERATOR_KEY must be 32 to 512/);
    expect(line).not.toContain('hunter2');
    rmSync(folder, { recursive: true });
  });

  it('traces where a collector is named, and then as much as is asked for', () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318';
    expect(readConfig({ PROBITY_TRACE_PERCENT: '5' }).traceShare).toBeNull();
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT }).traceShare).toBe(1);
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, PROBITY_TRACE_PERCENT: '5' }).traceShare).toBe(
      0.05,
    );
  });

  it('reads every variable', () => {
    const config = readConfig({
      PROBITY_PORT: '0',
      PROBITY_HOST: '::',
      PROBITY_LOG_LEVEL: 'debug',
      PROBITY_DATA_DIR: '/srv/probity',
      PROBITY_MASTER_KEY: KEY,
      PROBITY_OPERATOR_KEY: 'k'.repeat(32),
      PROBITY_LIST_MAX_AGE_HOURS: '24',
      PROBITY_DATABASE_POOL: '40',
      PROBITY_URL: 'http://elsewhere',
      DATABASE_URL: URL_OF_DATABASE,
      PATH: '/bin',
    });

    expect(config).toMatchObject({ port: 0, host: '::', logLevel: 'debug', listMaxAgeHours: 24 });
    expect(config).toMatchObject({ dataDir: '/srv/probity', databasePool: 40 });
    expect(config.databaseUrl?.reveal()).toBe(URL_OF_DATABASE);
    expect(config.masterKey?.reveal().toString('base64')).toBe(KEY);
    expect(config.operatorKey?.reveal()).toBe('k'.repeat(32));
  });

  it('shows no secret when it is printed', () => {
    const config = readConfig({
      PROBITY_MASTER_KEY: KEY,
      PROBITY_OPERATOR_KEY: 'op'.repeat(20),
      DATABASE_URL: URL_OF_DATABASE,
    });

    expect(JSON.stringify(config)).not.toMatch(/hush|opop/);
    expect(JSON.stringify(config)).not.toContain(KEY);
  });

  it.each([
    { name: 'PROBITY_PORT', value: 'http', allowed: 'whole number from 0 to 65535' },
    { name: 'PROBITY_PORT', value: '65536', allowed: 'whole number from 0 to 65535' },
    { name: 'PROBITY_PORT', value: '-1', allowed: 'whole number from 0 to 65535' },
    { name: 'PROBITY_PORT', value: '80.5', allowed: 'whole number from 0 to 65535' },
    { name: 'PROBITY_PORT', value: '', allowed: 'whole number from 0 to 65535' },
    { name: 'PROBITY_HOST', value: 'http://x', allowed: 'host name or an IP address' },
    { name: 'PROBITY_HOST', value: '', allowed: 'host name or an IP address' },
    { name: 'PROBITY_LOG_LEVEL', value: 'loud', allowed: 'one of fatal, error, warn' },
    { name: 'PROBITY_DATA_DIR', value: '', allowed: 'the path of a folder' },
    { name: 'PROBITY_LIST_MAX_AGE_HOURS', value: '0', allowed: 'from 1 to 87600' },
    { name: 'PROBITY_LIST_SYNC_HOURS', value: '8761', allowed: 'from 0 to 8760' },
    { name: 'PROBITY_EXECUTIONS_PER_SECOND', value: '-1', allowed: 'from 0 to 100000' },
    { name: 'PROBITY_AUDIT_CHECKPOINT_SECONDS', value: '0', allowed: 'from 1 to 86400' },
    { name: 'PROBITY_DATABASE_OWNER_URL', value: 'hush', allowed: 'postgres://user' },
    {
      name: 'PROBITY_DATABASE_OWNER_URL',
      value: 'postgres://o:hush@h/d',
      allowed: 'without DATABASE_URL',
    },
    { name: 'PROBITY_DATABASE_POOL', value: '1', allowed: 'from 2 to 500' },
    { name: 'PROBITY_DATABASE_POOL', value: '91', allowed: 'at most 90 without DATABASE_URL' },
    { name: 'PROBITY_MASTER_KEY', value: 'c2hvcnQ=', allowed: '32 random bytes in base64' },
    { name: 'PROBITY_MASTER_KEY', value: `${KEY.slice(0, -2)}h=`, allowed: '32 random bytes' },
    { name: 'PROBITY_MASTER_KEY', value: `${'A'.repeat(43)}=`, allowed: '32 random bytes' },
    { name: 'PROBITY_MASTER_KEY', value: '', allowed: '32 random bytes' },
    { name: 'PROBITY_OPERATOR_KEY', value: 'hunter2', allowed: '32 to 512 visible' },
    { name: 'DATABASE_URL', value: 'mysql://u:hush@h/d', allowed: 'postgres://user' },
    { name: 'DATABASE_URL', value: 'hush', allowed: 'postgres://user' },
    { name: 'DATABASE_URL', value: '', allowed: 'postgres://user' },
    { name: 'DATABASE_URL', value: 'postgres://u:hush@a:1,b:x/d', allowed: 'postgres://user' },
    { name: 'DATABASE_URL', value: 'postgres://u:hush@a,,b/d', allowed: 'postgres://user' },
    { name: 'DATABASE_URL', value: 'postgres://u:hush@h/d?host=a,b', allowed: 'not in its query' },
    {
      name: 'DATABASE_URL',
      value: 'postgres://u:hush@a,b/d?target_session_attrs=any',
      allowed: 'target_session_attrs is read-write or primary',
    },
  ])('refuses $name=$value in one line', ({ name, value, allowed }) => {
    const [line, ...more] = refusal({ PROBITY_MASTER_KEY: KEY, [name]: value });

    expect(more).toEqual([]);
    expect(line).toMatch(new RegExp(`^${name} must be `));
    expect(line).toContain(allowed);
    expect(line).not.toMatch(/hush|hunter2|c2hvcnQ|undefined/);
  });

  it.each([
    { typed: 'PROBITY_PROT', meant: 'PROBITY_PORT' },
    { typed: 'PROBITY_LOGLEVEL', meant: 'PROBITY_LOG_LEVEL' },
    { typed: 'PROBITY_MASTERKEY', meant: 'PROBITY_MASTER_KEY' },
    { typed: 'probity_port', meant: 'PROBITY_PORT' },
    { typed: 'PROBITY_DATABASE_URL', meant: 'DATABASE_URL' },
  ])('takes $typed for a slip of $meant', ({ typed, meant }) => {
    expect(refusal({ [typed]: 'hush' })).toEqual([
      `${typed} is not a setting of Probity; did you mean ${meant}?`,
    ]);
  });

  it('names every variable that is wrong', () => {
    const lines = refusal({ PROBITY_PORT: 'x', PROBITY_HOTS: 'y', PROBITY_DATABASE_POOL: 'z' });

    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'PROBITY_HOTS',
      'PROBITY_PORT',
      'PROBITY_DATABASE_POOL',
    ]);
  });

  it('asks for a master key when the database is the operator’s', () => {
    const [line] = refusal({ DATABASE_URL: URL_OF_DATABASE });

    expect(line).toContain('PROBITY_MASTER_KEY is required');
    expect(line).toContain('openssl rand -base64 32');
    expect(line).not.toContain('hush');
  });

  it('takes any 32 bytes as they are, in either alphabet', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, fc.constantFrom('base64' as const, 'base64url' as const), (raw, kind) => {
        fc.pre(new Set(raw).size > 1);
        const text = Buffer.from(raw).toString(kind);
        const { masterKey } = readConfig({ PROBITY_MASTER_KEY: text });
        return masterKey?.reveal().equals(raw) === true;
      }),
    );
  });

  it('never repeats what a secret variable holds', () => {
    const names = fc.constantFrom('PROBITY_MASTER_KEY', 'PROBITY_OPERATOR_KEY', 'DATABASE_URL');
    fc.assert(
      fc.property(names, fc.stringMatching(/^[a-z]{12,20}$/), (name, value) => {
        return !refusal({ [name]: value })
          .join()
          .includes(value);
      }),
    );
  });
});
