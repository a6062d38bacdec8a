import { type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { officerKeysOf, type ServiceProfile } from './service-profile.ts';

const UPDATE_PROFILE = writeStatement<never>(
  'update-service-profile',
  `update service_profile set state = $4, current_workflow_id = $5, current_workflow_name = $6,
     updated_at = $7, updated_request_id = $8, sealed_updated_by = $9, sealed_officers = $10,
     officer_keys = $11::bigint[]
   where tenant_id = $1::uuid and entity_id = $2 and service_key = $3`,
);

/** Writes a profile back that is locked by this transaction, with what it is found by. */
export async function updateServiceProfile(
  tx: TenantDb,
  vault: EntityVault,
  profile: ServiceProfile,
): Promise<void> {
  const { serviceKey, officers } = profile;
  const sealed = (part: string, value: unknown) =>
    vault.seal(`service_profile/${serviceKey}/${part}`, value);
  await tx.all(UPDATE_PROFILE, [
    vault.entityId,
    serviceKey,
    profile.state,
    profile.currentWorkflowId,
    profile.currentWorkflowName,
    profile.updatedAt,
    profile.updatedRequestId,
    sealed('updated_by', profile.updatedBy),
    sealed('officers', officers),
    officerKeysOf(vault, officers),
  ]);
}
