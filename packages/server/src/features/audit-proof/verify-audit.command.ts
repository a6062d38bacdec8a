import { createHash, timingSafeEqual } from 'node:crypto';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { contentOf } from '../audit/audit-content.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { listTenants } from '../tenants/tenant.store.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Checkpoint } from './checkpoint.ts';
import { ChainExamination, type ChainedEvent, type KeptEnd } from './examine-chain.ts';
import { eventsByChain, listEmptyChains, type ProofRow } from './proof.store.ts';
import type { Tampering } from './tampering.ts';
import { type ProofTools, verifyCheckpoints } from './verify-checkpoints.command.ts';

/** So many findings are told in full; of more, only how many there are. */
export const MOST_FINDINGS = 1_000;

/** What became of one tenant's audit. */
export type TenantProof = {
  readonly tenant: Tenant;
  readonly events: number;
  readonly chains: number;
  /** Events from before there were marks: only chains and checkpoints vouch for them. */
  readonly unmarked: number;
  readonly checkpoints: number;
  readonly newest: Checkpoint | null;
  readonly findings: readonly Tampering[];
};

/** Which tenant, or all of them. */
type Meant = { readonly [Id in keyof NamedTenant]?: string | undefined };

/** As {@link verifyAudit}, for the tenant that is named, or for every one. */
export async function verifyAudits(tools: VerifyTools, meant: Meant): Promise<TenantProof[]> {
  const proofs: TenantProof[] = [];
  for (const tenant of await tenantsMeant(tools, meant)) {
    proofs.push(await verifyAudit(tools, tenant));
  }
  return proofs;
}

async function tenantsMeant(
  { system }: VerifyTools,
  { customerId, customerChildId }: Meant,
): Promise<readonly Tenant[]> {
  if (customerId !== undefined) {
    return [await findCustomer(system, { customerId, customerChildId }, 'body')];
  }
  if (customerChildId === undefined) return listTenants(system);
  throw new InvalidRequest([
    { issue: 'Needs customerId beside it', issueLocation: 'body.customerChildId' },
  ]);
}

type VerifyTools = ProofTools & { readonly vaults: Vaults };

/** Proves that the audit of a tenant is what the server wrote, all of it, in that order; or says what is not. */
export async function verifyAudit(tools: VerifyTools, tenant: Tenant): Promise<TenantProof> {
  const { tenantId } = tenant;
  const found: Tampering[] = [];
  const counts = { events: 0, chains: 0, unmarked: 0 };
  let chain: ChainExamination | null = null;
  let end: KeptEnd | null = null;
  const endChain = () => {
    if (!chain) return;
    found.push(...chain.end(end));
    counts.chains += 1;
    counts.unmarked += chain.unmarked;
  };
  for await (const row of eventsByChain(tools.system, tenantId)) {
    if (chain?.chainId !== row.chain_id) {
      endChain();
      chain = new ChainExamination({ tenantId, chainId: row.chain_id });
    }
    chain.add(chainedEvent(row, tools.vaults));
    end = keptEnd(row);
    counts.events += 1;
  }
  endChain();
  for (const { chainId, length } of await listEmptyChains(tools.system, tenantId)) {
    const because = 'Nothing is left of the chain.';
    const toPlace = length > 1 ? { toPlace: length } : {};
    found.push({ tenantId, chainId, place: 1, ...toPlace, kind: 'removed', because });
  }
  const signed = await verifyCheckpoints(tools, tenantId);
  return {
    tenant,
    ...counts,
    checkpoints: signed.count,
    newest: signed.newest,
    findings: [...found, ...unsaid(signed.found, found)],
  };
}

/** What checkpoints found that the chains had not said of the same events. */
function unsaid(later: readonly Tampering[], said: readonly Tampering[]): Tampering[] {
  return later.filter(
    ({ kind, chainId, place }) =>
      kind === 'checkpoint' ||
      !said.some(
        (one) =>
          one.chainId === chainId &&
          one.place !== null &&
          place !== null &&
          one.place <= place &&
          place <= (one.toPlace ?? one.place),
      ),
  );
}

function chainedEvent(row: ProofRow, vaults: Vaults): ChainedEvent {
  const { mark } = row;
  const content = contentOf(row, row.sealed);
  const isGenuine = isSame(mark, vaults.markOf(content));
  return {
    eventId: row.event_id,
    place: row.place,
    hash: row.hash,
    mark,
    isGenuine,
    isEarlier: !isGenuine && isSame(mark, createHash('sha256').update(content).digest()),
    isOfChain: row.chain_id === (row.entity_id ?? row.tenant_id),
  };
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function keptEnd({ chain_length: length, chain_hash: hash }: ProofRow): KeptEnd | null {
  return length === null || hash === null ? null : { length, hash };
}
