import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOfKey } from './features/tenants/api-key.ts';
import { createKey, createTenant } from './features/tenants/create-tenant.command.ts';
import { findKeyTenant } from './features/tenants/tenant.store.ts';
import type { WorkflowDefinition } from './features/workflow-definitions/workflow-definition.ts';
import type { OperatorContext } from './kernel/context.ts';
import { replaceFile } from './kernel/replace-file.ts';

/** The tenant that every installation begins with; a sandbox. */
export const DEMO_CUSTOMER_ID = '00000000-0000-4000-8000-000000000001';

const FILE = 'demo-credentials.json';
const OWNER_ONLY = 0o600;

export type DemoCredentials = {
  readonly customerId: string;
  readonly apiKey: string;
  readonly url: string;
};

type Settling = {
  readonly dataDir: string;
  readonly url: string;
  readonly shipped: readonly WorkflowDefinition[];
};

/**
 * Makes the demo tenant on the first start and keeps its key where only the owner reads it. When the
 * file was lost, or is about another database, a new key is made; older keys stay valid. The address
 * in the file follows the server.
 *
 * @returns the credentials, and whether the key is new
 */
export async function settleDemoTenant(
  ctx: OperatorContext,
  { dataDir, url, shipped }: Settling,
): Promise<{ credentials: DemoCredentials; isNew: boolean }> {
  const path = join(dataDir, FILE);
  const created = await createTenant(ctx, shipped, {
    name: 'Demo',
    isSandbox: true,
    tenantId: DEMO_CUSTOMER_ID,
  });
  const found = created ? undefined : await readCredentials(path);
  const kept = found && (await isOfHere(ctx, found)) ? found : undefined;
  const apiKey =
    created?.key.apiKey ?? kept?.apiKey ?? (await createKey(ctx, DEMO_CUSTOMER_ID)).apiKey;
  const credentials = { customerId: DEMO_CUSTOMER_ID, apiKey, url };
  if (kept?.url !== url) await writeCredentials(path, credentials);
  return { credentials, isNew: kept === undefined };
}

async function isOfHere({ system }: OperatorContext, found: DemoCredentials): Promise<boolean> {
  return (await findKeyTenant(system, hashOfKey(found.apiKey))) === DEMO_CUSTOMER_ID;
}

async function readCredentials(path: string): Promise<DemoCredentials | undefined> {
  try {
    const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isCredentials(kept) ? kept : undefined;
  } catch {
    return undefined; // Absent or unreadable: a new key is made in its place.
  }
}

/** Several servers that share a data folder may do so at once. */
async function writeCredentials(path: string, credentials: DemoCredentials): Promise<void> {
  const text = `${JSON.stringify(credentials, null, 2)}\n`;
  await replaceFile(path, text, (draft) => chmod(draft, OWNER_ONLY));
}

function isCredentials(value: unknown): value is DemoCredentials {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return ['customerId', 'apiKey', 'url'].every((name) => typeof fields.get(name) === 'string');
}
