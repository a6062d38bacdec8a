import type { Context } from '../../kernel/context.ts';
import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { SealBroken } from '../../kernel/seal.ts';
import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { KEYS_VERSION, storedKeysOf } from './entity-keys.ts';
import type { AttachmentContent, FileContents, StoredIndividual } from './individual.ts';

/** A person as they are kept, with the vault that opens everything else about them. */
export type Entity = {
  readonly vault: EntityVault;
  readonly individual: StoredIndividual;
  /** Goes up with every change of something that results may rest on; 1 for a new person. */
  readonly revision: number;
};

/** New people. */
export const INDIVIDUAL_EFFECT: EffectKind = {
  name: 'individual',
  columns: `entity_id uuid, created_at timestamptz, keys bigint[], keys_version smallint,
    sealed text`,
  sql: (rows) => `insert into individual (tenant_id, entity_id, created_at, updated_at, keys,
      keys_version, sealed)
    select tenant_id, entity_id, created_at, created_at, keys, keys_version,
      decode(sealed, 'base64') from ${rows}`,
};

/** The wrapped keys of new people. */
export const ENTITY_KEY_EFFECT: EffectKind = {
  name: 'entity_key',
  columns: 'entity_id uuid, wrapped text',
  sql: (rows) => `insert into keyring.entity_key (tenant_id, entity_id, wrapped)
    select tenant_id, entity_id, decode(wrapped, 'base64') from ${rows}`,
};

/** The contents of files. */
export const ATTACHMENT_EFFECT: EffectKind = {
  name: 'attachment',
  columns: `entity_id uuid, attachment_id uuid, document_id uuid, size_bytes integer,
    created_at timestamptz, sealed text`,
  sql: (rows) => `insert into attachment (tenant_id, entity_id, attachment_id, document_id,
      size_bytes, created_at, sealed)
    select tenant_id, entity_id, attachment_id, document_id, size_bytes, created_at,
      decode(sealed, 'base64') from ${rows}`,
};

export function toIndividualRow(vault: EntityVault, individual: StoredIndividual): EffectRow {
  return {
    entity_id: individual.entityId,
    created_at: individual.createdAt ?? null,
    keys: storedKeysOf(vault, individual),
    keys_version: KEYS_VERSION,
    sealed: vault.seal('individual', individual).toString('base64'),
  };
}

export function toEntityKeyRow(entityId: string, wrapped: Buffer): EffectRow {
  return { entity_id: entityId, wrapped: wrapped.toString('base64') };
}

export function toAttachmentRow(
  vault: EntityVault,
  { attachmentId, documentId, bytes }: AttachmentContent,
  at: Date,
): EffectRow {
  return {
    entity_id: vault.entityId,
    attachment_id: attachmentId,
    document_id: documentId,
    size_bytes: bytes.length,
    created_at: at.toISOString(),
    sealed: vault.sealBytes(`attachment/${attachmentId}`, bytes).toString('base64'),
  };
}

export type EntityRow = { tenant_id: string; revision: number; sealed: Buffer; wrapped: Buffer };

const FIND_ENTITY = readStatement<EntityRow>(
  'find-entity',
  `select i.tenant_id, i.revision, i.sealed, k.wrapped
   from individual i join keyring.entity_key k using (tenant_id, entity_id)
   where i.tenant_id = any($1) and i.entity_id = $2`,
);

export type Reading = Pick<Context, 'db' | 'vaults'>;

/** A person that the caller may read. */
export async function findEntity(ctx: Reading, entityId: string): Promise<Entity | undefined> {
  const row = await ctx.db.one(FIND_ENTITY, [entityId]);
  return row && toEntity(ctx, entityId, row);
}

const LOCK_INDIVIDUAL = writeStatement<{ entity_id: string }>(
  'lock-individual',
  // No stronger than needed: rows that refer to the person may be added meanwhile.
  `select entity_id from individual where tenant_id = $1::uuid and entity_id = $2
   for no key update`,
);

const FIND_OWN_ENTITY = writeStatement<EntityRow>(
  'find-own-entity',
  `select i.tenant_id, i.revision, i.sealed, k.wrapped
   from individual i join keyring.entity_key k using (tenant_id, entity_id)
   where i.tenant_id = $1::uuid and i.entity_id = $2`,
);

/** A person of the caller's own tenant: the one that changes may be made to. */
export async function findOwnEntity(ctx: Reading, entityId: string): Promise<Entity | undefined> {
  const row = await ctx.db.one(FIND_OWN_ENTITY, [entityId]);
  return row && toEntity(ctx, entityId, row);
}

/** A person as they are now, for whoever has their vault already. */
export async function readAgain(db: TenantDb, vault: EntityVault): Promise<Entity | undefined> {
  const row = await db.one(FIND_OWN_ENTITY, [vault.entityId]);
  if (!row) return undefined;
  const individual = vault.unseal<StoredIndividual>('individual', row.sealed);
  return { vault, individual, revision: row.revision };
}

/**
 * As {@link findOwnEntity}, and no one else can change the person until the transaction ends.
 *
 * Locks first and reads second: one locking query would wait its turn and then answer from before it.
 */
export async function lockEntity(ctx: Reading, entityId: string): Promise<Entity | undefined> {
  const locked = await ctx.db.one(LOCK_INDIVIDUAL, [entityId]);
  return locked && findOwnEntity(ctx, entityId);
}

const FIND_KEY = writeStatement<{ wrapped: Buffer }>(
  'find-entity-key',
  'select wrapped from keyring.entity_key where tenant_id = $1::uuid and entity_id = $2',
);

/** What opens and seals everything about a person of the caller's own tenant. */
export async function findVault(ctx: Reading, entityId: string): Promise<EntityVault | undefined> {
  const row = await ctx.db.one(FIND_KEY, [entityId]);
  return row && ctx.vaults.open(ctx.db.scope.own, entityId, row.wrapped);
}

const LOCK_INDIVIDUALS = writeStatement<{ entity_id: string }>(
  'lock-individuals',
  `select entity_id from individual where tenant_id = $1::uuid and entity_id = any($2::uuid[])
   order by entity_id for no key update`,
);

/** Holds several people until the transaction ends, in an order that cannot deadlock. */
export async function lockEntities(tx: TenantDb, entityIds: readonly string[]): Promise<void> {
  await tx.all(LOCK_INDIVIDUALS, [entityIds]);
}

const INSERT_ENTITY = writeStatement<never>(
  'insert-entity',
  `with key as (
     insert into keyring.entity_key (tenant_id, entity_id, wrapped) values ($1::uuid, $2, $3)
   )
   insert into individual (tenant_id, entity_id, created_at, updated_at, sealed, keys, keys_version)
   values ($1::uuid, $2, $4, $4, $5, $6::bigint[], $7)`,
);

export async function insertEntity(
  tx: TenantDb,
  { vault, individual }: Omit<Entity, 'revision'>,
  { wrapped, at }: { wrapped: Buffer; at: Date },
): Promise<void> {
  const sealed = vault.seal('individual', individual);
  const keys = storedKeysOf(vault, individual);
  await tx.all(INSERT_ENTITY, [individual.entityId, wrapped, at, sealed, keys, KEYS_VERSION]);
}

const UPDATE_INDIVIDUAL = writeStatement<never>(
  'update-individual',
  `update individual set sealed = $3, updated_at = $4, revision = $5, keys = $6::bigint[],
     keys_version = $7
   where tenant_id = $1::uuid and entity_id = $2`,
);

/** Writes a person back that is locked by this transaction. */
export async function updateIndividual(
  tx: TenantDb,
  { vault, individual, revision }: Entity,
  at: Date,
): Promise<void> {
  const sealed = vault.seal('individual', individual);
  const { entityId } = individual;
  const keys = storedKeysOf(vault, individual);
  await tx.all(UPDATE_INDIVIDUAL, [entityId, sealed, at, revision, keys, KEYS_VERSION]);
}

const PUT_ATTACHMENTS = writeStatement<never>(
  'put-attachments',
  `insert into attachment (tenant_id, entity_id, attachment_id, document_id, size_bytes,
     created_at, sealed)
   select $1::uuid, $2, a.id, a.document_id, a.size, $6, a.sealed
   from unnest($3::uuid[], $4::uuid[], $5::int[], $7::bytea[]) as a(id, document_id, size, sealed)
   on conflict (tenant_id, entity_id, attachment_id)
   do update set size_bytes = excluded.size_bytes, sealed = excluded.sealed`,
);

/** Keeps files' contents, replacing those that are there already. */
export async function putAttachments(
  tx: TenantDb,
  vault: EntityVault,
  { contents, at }: { contents: readonly AttachmentContent[]; at: Date },
): Promise<void> {
  if (contents.length === 0) return;
  await tx.all(PUT_ATTACHMENTS, [
    vault.entityId,
    contents.map(({ attachmentId }) => attachmentId),
    contents.map(({ documentId }) => documentId),
    contents.map(({ bytes }) => bytes.length),
    at,
    contents.map(({ attachmentId, bytes }) => vault.sealBytes(`attachment/${attachmentId}`, bytes)),
  ]);
}

const DROP_ATTACHMENTS = writeStatement<never>(
  'drop-attachments',
  `delete from attachment
   where tenant_id = $1::uuid and entity_id = $2 and attachment_id = any($3::uuid[])`,
);

/** Forgets the contents of files that are only linked to from now on. */
export async function dropAttachments(
  tx: TenantDb,
  entityId: string,
  attachmentIds: readonly string[],
): Promise<void> {
  if (attachmentIds.length === 0) return;
  await tx.all(DROP_ATTACHMENTS, [entityId, attachmentIds]);
}

const LIST_ATTACHMENTS = readStatement<{ attachment_id: string; sealed: Buffer }>(
  'list-attachments',
  'select attachment_id, sealed from attachment where tenant_id = any($1) and entity_id = $2',
);

/** Contents of all the person's files. One that cannot be opened does not keep the others from being read. */
export async function listAttachmentContents(
  db: TenantDb,
  vault: EntityVault,
): Promise<FileContents> {
  const rows = await db.all(LIST_ATTACHMENTS, [vault.entityId]);
  return new Map(rows.map(({ attachment_id: id, sealed }) => [id, opened(vault, id, sealed)]));
}

function opened(vault: EntityVault, attachmentId: string, sealed: Buffer): Buffer | null {
  try {
    return vault.unsealBytes(`attachment/${attachmentId}`, sealed);
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}

const FIND_ATTACHMENT = readStatement<{ sealed: Buffer }>(
  'find-attachment',
  `select sealed from attachment
   where tenant_id = any($1) and entity_id = $2 and attachment_id = $3`,
);

/** The content of one of the person's files, where it is kept. */
export async function findAttachmentContent(
  db: TenantDb,
  vault: EntityVault,
  attachmentId: string,
): Promise<Buffer | undefined> {
  const row = await db.one(FIND_ATTACHMENT, [vault.entityId, attachmentId]);
  return row && vault.unsealBytes(`attachment/${attachmentId}`, row.sealed);
}

const DELETE_ENTITY = writeStatement<{ entity_id: string }>(
  'delete-entity',
  `with key as (
     delete from keyring.entity_key where tenant_id = $1::uuid and entity_id = $2
   )
   delete from individual where tenant_id = $1::uuid and entity_id = $2 returning entity_id`,
);

/** Destroys the person's key and everything about them but the audit. */
export async function deleteEntity(tx: TenantDb, entityId: string): Promise<void> {
  await tx.all(DELETE_ENTITY, [entityId]);
}

/** Opens a person as they came from the database. */
export function toEntity(ctx: Pick<Reading, 'vaults'>, entityId: string, row: EntityRow): Entity {
  const vault = ctx.vaults.open(row.tenant_id, entityId, row.wrapped);
  const individual = vault.unseal<StoredIndividual>('individual', row.sealed);
  return { vault, individual, revision: row.revision };
}
