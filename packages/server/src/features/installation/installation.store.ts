import { type SystemDb, systemStatement } from '../../kernel/statement.ts';

/** What was written down when the database was first used. */
export type Installation = {
  readonly installationId: string;
  /** Keyed hash of the id, under the master key of the first start. */
  readonly masterKeyCheck: Buffer;
};

const INSERT_INSTALLATION = systemStatement<never>(
  'insert-installation',
  `insert into installation (installation_id, master_key_check, created_at)
   values ($1::uuid, $2, $3) on conflict (only_row) do nothing`,
);

const FIND_INSTALLATION = systemStatement<{ installation_id: string; master_key_check: Buffer }>(
  'find-installation',
  'select installation_id, master_key_check from installation',
);

/** Writes a new installation down, unless one is there already. */
export async function insertInstallation(
  db: SystemDb,
  { installationId, masterKeyCheck }: Installation,
  at: Date,
): Promise<void> {
  await db.all(INSERT_INSTALLATION, [installationId, masterKeyCheck, at]);
}

export async function findInstallation(db: SystemDb): Promise<Installation | undefined> {
  const row = await db.one(FIND_INSTALLATION);
  return row && { installationId: row.installation_id, masterKeyCheck: row.master_key_check };
}
