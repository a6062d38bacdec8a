import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { type TenantDb, writeStatement } from '../../kernel/statement.ts';

const COLUMNS = `entity_id uuid, comment_id uuid, request_id text, object_type text,
  object_id text, created_at timestamptz, sealed text`;
const INTO = `insert into comment (tenant_id, entity_id, comment_id, request_id, object_type,
  object_id, created_at, sealed)`;
const PICK = `entity_id, comment_id, request_id, object_type, object_id, created_at,
  decode(sealed, 'base64')`;

/** Comments that commit with a checkpoint. */
export const COMMENT_EFFECT: EffectKind = {
  name: 'comment',
  columns: COLUMNS,
  sql: (rows) => `${INTO} select tenant_id, ${PICK} from ${rows}`,
};

const INSERT_COMMENT = writeStatement<never>(
  'insert-comment',
  `${INTO} select $1::uuid, ${PICK} from jsonb_to_record($2::jsonb) as c(${COLUMNS})`,
);

/** Keeps a comment in the caller's transaction, with the change that it came with. */
export async function insertComment(db: TenantDb, row: EffectRow | undefined): Promise<void> {
  if (row) await db.all(INSERT_COMMENT, [JSON.stringify(row)]);
}
