import { randomBytes } from 'node:crypto';
import { buildServer, ServerProcesses } from '../packages/server/test/test-server-process.ts';
import type { Sender } from './exchange.ts';

/** A server of its own, as its users run it, with a sandbox tenant that nobody else writes to. */
export type Served = {
  readonly url: string;
  readonly tenant: Sender;
  /** As the operator. Throws unless the answer is a good one. */
  operate(method: string, path: string, body: unknown): Promise<unknown>;
  close(): Promise<void>;
};

/** Builds and starts the server on an embedded database in a temporary folder. */
export async function serve(settings: Readonly<Record<string, string>> = {}): Promise<Served> {
  await buildServer();
  const processes = new ServerProcesses();
  const operatorKey = randomBytes(32).toString('hex');
  const server = processes.start({
    PROBITY_DATA_DIR: `${await processes.folder()}/data`,
    PROBITY_OPERATOR_KEY: operatorKey,
    PROBITY_LOG_LEVEL: 'error',
    PROBITY_LIST_SYNC_HOURS: '0',
    ...settings,
  });
  const url = await server.ready();
  const operate: Served['operate'] = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return response.json();
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const made = (await operate('POST', '/admin/v1/tenants', {
    name: 'Conformance',
    isSandbox: true,
  })) as { tenant: Sender; apiKey: { apiKey: string } };
  return {
    url,
    tenant: { ...made.tenant, apiKey: made.apiKey.apiKey },
    operate,
    async close() {
      await server.end('SIGTERM');
      await processes.remove();
    },
  };
}
