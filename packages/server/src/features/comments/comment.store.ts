import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { type KeptComment, placeOfComment } from './comment.ts';

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

type Row = {
  comment_id: string;
  request_id: string;
  object_type: string;
  object_id: string;
  created_at: Date;
  sealed: Buffer;
};

const LIST = readStatement<Row>(
  'list-comments',
  `select comment_id, request_id, object_type, object_id, created_at, sealed from comment
   where tenant_id = any($1) and entity_id = $2 order by created_at, comment_id`,
);

/** Everything that was ever said about a person, oldest first. */
export async function listComments(db: TenantDb, vault: EntityVault): Promise<KeptComment[]> {
  const rows = await db.all(LIST, [vault.entityId]);
  return rows.map((row) => ({
    commentId: row.comment_id,
    requestId: row.request_id,
    objectType: row.object_type,
    objectId: row.object_id,
    createdAt: row.created_at,
    ...vault.unseal<{ text: string; createdBy: string | null }>(
      placeOfComment(row.comment_id),
      row.sealed,
    ),
  }));
}
