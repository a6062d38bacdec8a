import {
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import type { EntityVault, Vaults } from '../../kernel/vault.ts';
import type { HostedLink, LinkTerms } from './hosted-link.ts';

const INSERT = writeStatement<never>(
  'insert-hosted-link',
  `insert into hosted_link (tenant_id, entity_id, hosted_link_id, token_hash, created_at,
     expires_at, sealed)
   values ($1::uuid, $2, $3, $4, $5, $6, $7)`,
);

export async function insertLink(
  tx: TenantDb,
  vault: EntityVault,
  link: Omit<HostedLink, 'usedAt'> & { readonly hash: Buffer; readonly at: Date },
): Promise<void> {
  const { hostedLinkId, hash, at, expiresAt, terms } = link;
  const sealed = vault.seal(placeOf(hostedLinkId), terms);
  await tx.all(INSERT, [vault.entityId, hostedLinkId, hash, at, expiresAt, sealed]);
}

/** A link with what it opens: whose it is, and whether that is somebody invented. */
export type FoundLink = HostedLink & {
  readonly tenantId: string;
  readonly entityId: string;
  readonly isSandbox: boolean;
};

type Row = {
  tenant_id: string;
  entity_id: string;
  hosted_link_id: string;
  expires_at: Date;
  used_at: Date | null;
  is_sandbox: boolean;
  sealed: Buffer;
  wrapped: Buffer;
};

const FIND = systemStatement<Row>(
  'find-hosted-link',
  `select l.tenant_id, l.entity_id, l.hosted_link_id, l.expires_at, l.used_at, t.is_sandbox,
     l.sealed, k.wrapped
   from hosted_link l join tenant t using (tenant_id)
     join keyring.entity_key k using (tenant_id, entity_id)
   where l.token_hash = $1`,
);

/** The link that a token is of. Whoever has the token needs no other key. */
export async function findLink(
  { system, vaults }: { readonly system: SystemDb; readonly vaults: Vaults },
  hash: Buffer,
): Promise<FoundLink | undefined> {
  const row = await system.one(FIND, [hash]);
  if (!row) return undefined;
  const { tenant_id: tenantId, entity_id: entityId, hosted_link_id: hostedLinkId } = row;
  const vault = vaults.open(tenantId, entityId, row.wrapped);
  return {
    tenantId,
    entityId,
    hostedLinkId,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    isSandbox: row.is_sandbox,
    terms: vault.unseal<LinkTerms>(placeOf(hostedLinkId), row.sealed),
  };
}

const USE = writeStatement<{ hosted_link_id: string }>(
  'use-hosted-link',
  `update hosted_link set used_at = $4
   where tenant_id = $1::uuid and entity_id = $2 and hosted_link_id = $3
     and used_at is null and expires_at > $4
   returning hosted_link_id`,
);

/** Of two uploads at the same moment, one. */
export async function useLink(
  tx: TenantDb,
  { entityId, hostedLinkId }: Pick<FoundLink, 'entityId' | 'hostedLinkId'>,
  at: Date,
): Promise<boolean> {
  return (await tx.one(USE, [entityId, hostedLinkId, at])) !== undefined;
}

const HOLD_REFERENCE = writeStatement<never>(
  'hold-reference',
  `select pg_advisory_xact_lock(hashtextextended('tenant_id ' || $1::uuid::text || ' ' || $2::text, 0))`,
);

/** Until the transaction ends nobody else makes somebody with this reference. */
export async function holdReference(tx: TenantDb, key: string): Promise<void> {
  await tx.all(HOLD_REFERENCE, [key]);
}

function placeOf(hostedLinkId: string): string {
  return `hosted_link/${hostedLinkId}`;
}
