import {
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import type { Matchlist } from './matchlist.ts';

type Row = {
  matchlist_id: string;
  name: string;
  description: string;
  action: Matchlist['action'];
  risk_score: number;
  state: Matchlist['state'];
  is_default: boolean;
  created_at: Date;
  updated_at: Date;
};

const COLUMNS = `matchlist_id, name, description, action, risk_score, state, is_default, created_at,
  updated_at`;

const LIST = writeStatement<Row>(
  'list-matchlists',
  `select ${COLUMNS} from matchlist where tenant_id = $1::uuid
   order by is_default desc, name_key`,
);

/** The lists of the caller's own tenant, the default one first. */
export async function listMatchlists(db: TenantDb): Promise<Matchlist[]> {
  return (await db.all(LIST)).map(toMatchlist);
}

const FIND = writeStatement<Row>(
  'find-matchlist',
  `select ${COLUMNS} from matchlist where tenant_id = $1::uuid and name_key = $2`,
);

export async function findMatchlist(db: TenantDb, name: string): Promise<Matchlist | undefined> {
  const row = await db.one(FIND, [nameKeyOf(name)]);
  return row && toMatchlist(row);
}

const LOCK = writeStatement<{ matchlist_id: string }>(
  'lock-matchlist',
  `select matchlist_id from matchlist where tenant_id = $1::uuid and name_key = $2 for share`,
);

/** As {@link findMatchlist}, and nobody archives it until the transaction ends. */
export async function holdMatchlist(tx: TenantDb, name: string): Promise<Matchlist | undefined> {
  const held = await tx.one(LOCK, [nameKeyOf(name)]);
  return held && findMatchlist(tx, name);
}

const INSERT = systemStatement<{ matchlist_id: string }>(
  'insert-matchlist',
  `insert into matchlist (tenant_id, matchlist_id, name, name_key, description, action, risk_score,
     state, is_default, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
   on conflict do nothing returning matchlist_id`,
);

/** False where the tenant has a list of this name. */
export async function insertMatchlist(
  db: SystemDb,
  tenantId: string,
  list: Matchlist,
): Promise<boolean> {
  const { matchlistId, name, description, action, riskScore, state, isDefault, createdAt } = list;
  const row = await db.one(INSERT, [
    tenantId,
    matchlistId,
    name,
    nameKeyOf(name),
    description,
    action,
    riskScore,
    state,
    isDefault,
    createdAt,
  ]);
  return row !== undefined;
}

const UPDATE = writeStatement<never>(
  'update-matchlist',
  `update matchlist set description = $3, action = $4, risk_score = $5, state = $6, updated_at = $7
   where tenant_id = $1::uuid and matchlist_id = $2`,
);

export async function putMatchlist(tx: TenantDb, list: Matchlist): Promise<void> {
  const { matchlistId, description, action, riskScore, state, updatedAt } = list;
  await tx.all(UPDATE, [matchlistId, description, action, riskScore, state, updatedAt]);
}

const LOCK_WHOLLY = writeStatement<{ matchlist_id: string }>(
  'lock-matchlist-wholly',
  `select matchlist_id from matchlist where tenant_id = $1::uuid and name_key = $2 for update`,
);

/** As {@link findMatchlist}, and nobody adds to it until the transaction ends. */
export async function lockMatchlist(tx: TenantDb, name: string): Promise<Matchlist | undefined> {
  const held = await tx.one(LOCK_WHOLLY, [nameKeyOf(name)]);
  return held && findMatchlist(tx, name);
}

/** Lists are found whatever the case of their names. */
function nameKeyOf(name: string): string {
  return name.trim().toLowerCase();
}

function toMatchlist(row: Row): Matchlist {
  return {
    matchlistId: row.matchlist_id,
    name: row.name,
    description: row.description,
    action: row.action,
    riskScore: row.risk_score,
    state: row.state,
    isDefault: row.is_default,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
