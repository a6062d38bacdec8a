import { type TenantDb, writeStatement } from '../../kernel/statement.ts';

/** What takes a person out of circulation in every service. */
export type Standing = {
  /** Another person is in use in their place. */
  readonly isRetired: boolean;
  /** They are on a matchlist that blocks, or an officer has said so. */
  readonly isBlocked: boolean;
};

const FIND_STANDING = writeStatement<{ is_retired: boolean; is_blocked: boolean }>(
  'find-standing',
  `select
     exists (
       select from duplicate_pair where tenant_id = $1::uuid and retired_id = $2
     ) as is_retired,
     exists (
       select from (
         select distinct on (counterpart_id) counterpart_id, manual_status from process_result
         where tenant_id = $1::uuid and entity_id = $2 and class = 'MATCHLIST'
           and manual_status is not null
         order by counterpart_id, updated_at desc, process_result_id
       ) word
       join matchlist_entry e on e.tenant_id = $1::uuid and e.entry_id = word.counterpart_id
       where word.manual_status = 'TRUE_POSITIVE_REJECT' and e.state = 'ACTIVE'
     ) or exists (
       select from matchlist_entry e join matchlist l using (tenant_id, matchlist_id)
       where e.tenant_id = $1::uuid and e.entity_id = $2 and e.state = 'ACTIVE'
         and l.state = 'ACTIVE' and l.action = 'BLOCK'
     ) as is_blocked`,
);

/** Why a person of the caller's own tenant is out of circulation, or not. */
export async function findStanding(db: TenantDb, entityId: string): Promise<Standing> {
  const row = await db.one(FIND_STANDING, [entityId]);
  return { isRetired: row?.is_retired ?? false, isBlocked: row?.is_blocked ?? false };
}
