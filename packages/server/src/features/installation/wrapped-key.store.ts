import { type SystemDb, type SystemStatement, systemStatement } from '../../kernel/statement.ts';

/** A key of its own that somebody or something has, as it is kept. */
export type WrappedKey = {
  readonly tenantId: string;
  /** Where in its table it stands. */
  readonly rowId: string;
  /** Whose it is: what it is bound to together with the tenant. */
  readonly keeperId: string;
  readonly wrapped: Buffer;
};

type KeyRow = { tenant_id: string; row_id: string; keeper_id: string; wrapped: Buffer };

type KeyTable = {
  readonly name: string;
  readonly next: SystemStatement<KeyRow>;
  readonly replace: SystemStatement<{ replaced: number }>;
  readonly count: SystemStatement<{ found: number }>;
};

/** $1 is what keys under the master key in force begin with. */
const OTHER = 'wrapped is not null and substring(wrapped for 5) <> $1::bytea';

function keyTable(name: string, columns: { row: string; type: string; keeper: string }): KeyTable {
  const { row, type, keeper } = columns;
  const short = name.replace('keyring.', '').replaceAll('_', '-');
  return {
    name,
    next: systemStatement(
      `next-${short}-to-wrap`,
      `select tenant_id, ${row}::text as row_id, ${keeper}::text as keeper_id, wrapped from ${name}
       where ${OTHER} and ($2::uuid is null or (tenant_id, ${row}) > ($2::uuid, $3::text::${type}))
       order by tenant_id, ${row} limit $4 for update skip locked`,
    ),
    replace: systemStatement(
      `replace-${short}`,
      `with replaced as (
         update ${name} k set wrapped = n.wrapped
         from unnest($1::uuid[], $2::text[], $3::bytea[]) as n (tenant_id, row_id, wrapped)
         where k.tenant_id = n.tenant_id and k.${row} = n.row_id::${type} returning 1)
       select count(*)::int as replaced from replaced`,
    ),
    count: systemStatement(
      `count-${short}-to-wrap`,
      `select count(*)::int as found from ${name} where ${OTHER}`,
    ),
  };
}

/** Every table in which keys stand that the master key wraps. */
export const KEY_TABLES: readonly KeyTable[] = [
  keyTable('keyring.entity_key', { row: 'entity_id', type: 'uuid', keeper: 'entity_id' }),
  keyTable('keyring.reference_key', { row: 'version_id', type: 'uuid', keeper: 'version_id' }),
  keyTable('matchlist_entry', { row: 'entry_id', type: 'uuid', keeper: 'entry_id' }),
  keyTable('request_key', { row: 'key_hash', type: 'bigint', keeper: 'request_id' }),
];

/** How many keys are not under the master key in force. */
export async function countKeysToWrap(db: SystemDb, prefix: Buffer): Promise<number> {
  const counts = await Promise.all(KEY_TABLES.map(({ count }) => db.one(count, [prefix])));
  return counts.reduce((sum, row) => sum + (row?.found ?? 0), 0);
}

export type Wrapping = {
  readonly prefix: Buffer;
  readonly after: WrappedKey | undefined;
  readonly most: number;
  readonly rewrap: (key: WrappedKey) => Buffer;
};

/**
 * Wraps the next keys of a table anew, in one transaction; returns the last of them, or undefined where there was
 * none. Keys that somebody else has locked are passed over.
 */
export async function wrapNextKeys(
  db: SystemDb,
  table: KeyTable,
  { prefix, after, most, rewrap }: Wrapping,
): Promise<{ readonly last: WrappedKey; readonly count: number } | undefined> {
  return db.inTransaction(async (tx) => {
    const place = [after?.tenantId ?? null, after?.rowId ?? null];
    const rows = await tx.all(table.next, [prefix, ...place, most]);
    const keys = rows.map(({ tenant_id, row_id, keeper_id, wrapped }) => ({
      tenantId: tenant_id,
      rowId: row_id,
      keeperId: keeper_id,
      wrapped,
    }));
    const last = keys.at(-1);
    if (!last) return undefined;
    await tx.all(table.replace, [
      keys.map(({ tenantId }) => tenantId),
      keys.map(({ rowId }) => rowId),
      keys.map(rewrap),
    ]);
    return { last, count: keys.length };
  });
}
