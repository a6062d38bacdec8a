import { verifyAudit as verifyOperation } from '@probity/contract/operations/audit/admin-audit';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Tampering } from './tampering.ts';
import { MOST_FINDINGS, type TenantProof, verifyAudits } from './verify-audit.command.ts';
import type { ProofTools } from './verify-checkpoints.command.ts';

/** The operator's proof that the audit is what the server wrote. */
export function auditProofRoutes(
  mounting: Mount<OperatorContext>,
  { signer, anchors }: Omit<ProofTools, 'system'>,
): void {
  mount(mounting, verifyOperation, async (ctx, { body }) => {
    const proofs = await verifyAudits({ ...ctx, signer, anchors }, body);
    const findings = proofs.flatMap((proof) =>
      proof.findings.map((one) => findingView(one, proof)),
    );
    return {
      status: 200,
      body: {
        requestId: ctx.requestId,
        outcome: findings.length === 0 ? 'intact' : 'broken',
        tenants: proofs.map(proofView),
        findings: findings.slice(0, MOST_FINDINGS),
        publicKey: signer.publicKey,
      },
    };
  });
}

function idsOf({ tenantId, parentTenantId }: Tenant) {
  return parentTenantId === null
    ? { customerId: tenantId }
    : { customerId: parentTenantId, customerChildId: tenantId };
}

function findingView(finding: Tampering, { tenant }: TenantProof) {
  const { kind, chainId, place, toPlace, eventId, because } = finding;
  return {
    kind,
    ...idsOf(tenant),
    ...(chainId !== null && chainId !== tenant.tenantId && { entityId: chainId }),
    ...(place !== null && { place }),
    ...(toPlace !== undefined && { toPlace }),
    ...(eventId !== undefined && { eventId }),
    because,
  };
}

function proofView({
  tenant,
  newest,
  findings,
  events,
  chains,
  unmarked,
  checkpoints,
}: TenantProof) {
  return {
    ...idsOf(tenant),
    events,
    chains,
    unmarked,
    checkpoints,
    ...(newest && {
      newestCheckpoint: {
        number: newest.number,
        takenAt: new Date(Number(newest.takenAt) / 1_000).toISOString(),
        events: newest.eventCount,
        root: newest.root.toString('base64'),
        signature: newest.signature.toString('base64'),
      },
    }),
    findings: findings.length,
  };
}
