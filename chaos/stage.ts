import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DatabaseServers,
  startDatabase,
} from '../packages/server/test/test-database-servers.ts';
import {
  buildServer,
  customerOf,
  ServerProcesses,
} from '../packages/server/test/test-server-process.ts';
import { ChaosNode } from './node.ts';
import { ChaosProvider, PROVIDER_NAME } from './provider.ts';
import { SmallDisk } from './small-disk.ts';

export const SERVICE = 'KYC';
export const WORKFLOW = 'Chaos';

/** Asks somebody outside, screens against every list, and lets nobody pass without both. */
const DEFINITION = `
serviceName: ${SERVICE}
workflowName: ${WORKFLOW}
workflowId: chaos
type: standard_kyc
lifecyclePhase: ONBOARDING
monitoringTypes: [AML]
steps:
  - { name: START, type: START }
  - name: KYC
    type: KYC
    configuration: { rulesets: [one_plus], providers: [${PROVIDER_NAME}], consents: [GENERAL] }
    dependsOn: [START]
  - name: FRAUD
    type: FRAUD
    configuration: { kinds: [EMAIL_ADDRESS], providers: [${PROVIDER_NAME}] }
    dependsOn: [KYC]
  - { name: AML, type: AML, configuration: { lists: ["*"] }, dependsOn: [FRAUD] }
  - { name: RISK, type: RISK, dependsOn: [AML] }
  - { name: DECISION, type: DECISION, dependsOn: [RISK] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }
`;

/** The installation that is put to the test: database, servers, the provider they ask, a tenant. */
export type Stage = {
  readonly database: DatabaseServers;
  /** What the database and the servers write to; null where no disk of its own could be had. */
  readonly disk: SmallDisk | null;
  readonly nodes: readonly ChaosNode[];
  readonly provider: ChaosProvider;
  readonly customer: ReturnType<typeof customerOf>;
  /** What says who the customer is. */
  readonly headers: Readonly<Record<string, string>>;
  /** As the operator, on a given server. */
  operate(url: string, path: string, init: RequestInit): Promise<Response>;
  close(): Promise<void>;
};

export type StageSettings = {
  readonly nodes: number;
  readonly isFailover: boolean;
  readonly hasSmallDisk: boolean;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Builds the server and starts everything; the first server with a clock that is right. */
export async function setStage(settings: StageSettings): Promise<Stage> {
  await buildServer();
  const processes = new ServerProcesses();
  const folder = await processes.folder();
  const disk = settings.hasSmallDisk ? await SmallDisk.mount(folder) : null;
  const home = disk?.path ?? folder;
  const provider = new ChaosProvider();
  await provider.open();
  const database = await startDatabase(home, settings);
  const operatorKey = randomBytes(32).toString('hex');
  const providers = join(folder, 'providers.yaml');
  await writeFile(providers, provider.settings());
  const environment = {
    DATABASE_URL: database.url,
    PROBITY_MASTER_KEY: randomBytes(32).toString('base64'),
    PROBITY_OPERATOR_KEY: operatorKey,
    PROBITY_LOG_LEVEL: 'error',
    PROBITY_LIST_SYNC_HOURS: '0',
    PROBITY_PROVIDERS: providers,
    CHAOS_PROVIDER_SECRET: provider.secret,
    ...settings.environment,
  };
  const nodes = Array.from(
    { length: settings.nodes },
    (_, at) => new ChaosNode({ name: `node-${at + 1}`, folder: home, environment }),
  );
  const operate: Stage['operate'] = (url, path, init) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${operatorKey}` },
      signal: AbortSignal.timeout(30_000),
    });
  const close = async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await database.close();
    await provider.close();
    await disk?.unmount();
    await processes.remove();
  };
  try {
    const tenant = await openTenant(nodes[0], operate);
    const headers = { api_key: tenant.apiKey, 'X-Frankie-CustomerID': tenant.customerId };
    const customer = customerOf(tenant);
    return { database, disk, nodes, provider, customer, headers, operate, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openTenant(first: ChaosNode | undefined, operate: Stage['operate']) {
  if (!first || !(await first.start(0)) || !first.url) {
    throw new Error(`The first server does not start. ${first?.lastWords ?? ''}`);
  }
  const { url } = first;
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await operate(url, path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as unknown;
  };
  const made = (await post('/admin/v1/tenants', { name: 'Chaos', isSandbox: true })) as {
    readonly tenant: { readonly customerId: string };
    readonly apiKey: { readonly apiKey: string };
  };
  const { customerId } = made.tenant;
  await post('/admin/v1/workflows', { customerId, definition: DEFINITION });
  return { customerId, apiKey: made.apiKey.apiKey };
}
