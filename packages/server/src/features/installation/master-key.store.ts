import { type SystemDb, systemStatement } from '../../kernel/statement.ts';

/** A master key that followed another. */
export type MasterKeyChange = {
  readonly generation: number;
  readonly mark: Buffer;
  readonly sealedBefore: Buffer;
  readonly beganAt: Date;
  readonly finishedAt: Date | null;
};

type ChangeRow = {
  generation: number;
  mark: Buffer;
  sealed_before: Buffer;
  began_at: Date;
  finished_at: Date | null;
};

const LIST_CHANGES = systemStatement<ChangeRow>(
  'list-master-key-changes',
  `select generation, mark, sealed_before, began_at, finished_at
   from keyring.master_key order by generation desc`,
);

const INSERT_CHANGE = systemStatement<{ generation: number }>(
  'insert-master-key-change',
  `insert into keyring.master_key (generation, mark, sealed_before) values ($1, $2, $3)
   on conflict do nothing returning generation`,
);

/** Only once every server that is there wraps with the key, and nobody can be about to write what another wrapped. */
const FINISH_CHANGE = systemStatement<{ finished_at: Date }>(
  'finish-master-key-change',
  `update keyring.master_key k set finished_at = now()
   where generation = $1 and finished_at is null
     and began_at < now() - $2::float8 * interval '1 ms'
     and not exists (
       select from keyring.master_key_server s
       where s.seen_at > now() - $2::float8 * interval '1 ms' and (s.wraps_with <> k.mark
         or s.wraps_since > now() - $2::float8 * interval '1 ms'))
   returning finished_at`,
);

const TELL_SERVER = systemStatement<never>(
  'tell-master-key-server',
  `with gone as (
     delete from keyring.master_key_server
     where seen_at < now() - interval '1 hour' and server_id <> $1)
   insert into keyring.master_key_server as s (server_id, marks, wraps_with, wraps_since, seen_at)
   values ($1, $2::bytea[], $3, now(), now())
   on conflict (server_id) do update
   set marks = excluded.marks, wraps_with = excluded.wraps_with, seen_at = excluded.seen_at,
     wraps_since = case when s.wraps_with = excluded.wraps_with then s.wraps_since else now() end`,
);

const REMOVE_SERVER = systemStatement<never>(
  'remove-master-key-server',
  'delete from keyring.master_key_server where server_id = $1',
);

const COUNT_LACKING = systemStatement<{ lacking: number }>(
  'count-servers-lacking-master-key',
  `select count(*)::int as lacking from keyring.master_key_server
   where seen_at > now() - $2::float8 * interval '1 ms' and $1::bytea <> all (marks)`,
);

/** All changes, the newest first. */
export async function listMasterKeyChanges(db: SystemDb): Promise<MasterKeyChange[]> {
  const rows = await db.all(LIST_CHANGES);
  return rows.map(({ generation, mark, sealed_before, began_at, finished_at }) => ({
    generation,
    mark,
    sealedBefore: sealed_before,
    beganAt: began_at,
    finishedAt: finished_at,
  }));
}

/** False where another server has begun the same change, or another one. */
export async function insertMasterKeyChange(
  db: SystemDb,
  change: Pick<MasterKeyChange, 'generation' | 'mark' | 'sealedBefore'>,
): Promise<boolean> {
  const { generation, mark, sealedBefore } = change;
  return (await db.one(INSERT_CHANGE, [generation, mark, sealedBefore])) !== undefined;
}

/** Whether the change has come to its end now. */
export async function finishMasterKeyChange(
  db: SystemDb,
  generation: number,
  settleMs: number,
): Promise<boolean> {
  return (await db.one(FINISH_CHANGE, [generation, settleMs])) !== undefined;
}

export async function tellServer(
  db: SystemDb,
  server: { readonly serverId: string; readonly marks: readonly Buffer[]; wrapsWith: Buffer },
): Promise<void> {
  await db.all(TELL_SERVER, [server.serverId, server.marks, server.wrapsWith]);
}

export async function removeServer(db: SystemDb, serverId: string): Promise<void> {
  await db.all(REMOVE_SERVER, [serverId]);
}

/** How many of the servers that were there lately do not know a key. */
export async function countServersLacking(
  db: SystemDb,
  mark: Buffer,
  sinceMs: number,
): Promise<number> {
  return (await db.one(COUNT_LACKING, [mark, sinceMs]))?.lacking ?? 0;
}
