import { type Parameter, readStatement, type TenantDb } from '../../kernel/statement.ts';

/** A profile that filters let through. */
export type FoundProfile = {
  readonly entityId: string;
  readonly serviceKey: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** In the words of the tables; null where a filter is not used. */
export type ProfileFilter = {
  readonly entityIds: readonly string[] | null;
  readonly createdAtAfter: Date | null;
  readonly createdAtBefore: Date | null;
  readonly updatedAtAfter: Date | null;
  readonly updatedAtBefore: Date | null;
  readonly states: readonly string[] | null;
  readonly assigneeKeys: readonly string[] | null;
  readonly reviewerKeys: readonly string[] | null;
  /** All null where nothing is asked about executions. */
  readonly execution: {
    readonly isLastOnly: boolean;
    readonly workflowKeys: readonly string[] | null;
    /** `[{ "status": ["PASS"], "overrideType": "ALL" }]`, of which one must hold. */
    readonly statuses: string | null;
    readonly categoryKeys: readonly string[] | null;
    readonly severityKeys: readonly string[] | null;
    readonly issueKeys: readonly string[] | null;
    readonly riskLevels: readonly string[] | null;
  } | null;
};

const STATUS_HOLDS = `exists (
    select from jsonb_to_recordset($14::jsonb) as w(status text[], "overrideType" text)
    where (cardinality(w.status) = 0 or x.status = any(w.status))
      and case w."overrideType" when 'ONLY_OVERRIDDEN' then x.status_override_at is not null
        when 'EXCLUDE_OVERRIDDEN' then x.status_override_at is null else true end)`;

/** All of it holds of one and the same execution. */
const EXECUTION_HOLDS = `exists (
    select from workflow_execution x
    left join risk_assessment r using (tenant_id, entity_id, workflow_execution_id)
    where x.tenant_id = p.tenant_id and x.entity_id = p.entity_id
      and x.service_key = p.service_key
      and (not $12::boolean or x.workflow_execution_id = p.latest_workflow_execution_id)
      and ($13::text[] is null or x.workflow_key = any($13))
      and ($14::jsonb is null or ${STATUS_HOLDS})
      and ($15::bigint[] is null or x.issue_keys && $15)
      and ($16::bigint[] is null or x.issue_keys && $16)
      and ($17::bigint[] is null or x.issue_keys && $17)
      and ($18::text[] is null or coalesce(r.override_level, r.level, 'UNKNOWN') = any($18)))`;

const FILTERS = `p.tenant_id = any($1)
  and ($2::uuid[] is null or p.entity_id = any($2))
  and ($3::timestamptz is null or p.created_at >= $3)
  and ($4::timestamptz is null or p.created_at <= $4)
  and ($5::timestamptz is null or p.updated_at >= $5)
  and ($6::timestamptz is null or p.updated_at <= $6)
  and ($7::text[] is null or p.state = any($7))
  and ($8::bigint[] is null or p.officer_keys && $8)
  and ($9::bigint[] is null or p.officer_keys && $9)
  and (not $11::boolean or ${EXECUTION_HOLDS})`;

type Row = {
  entity_id: string;
  service_key: string;
  created_at: Date;
  updated_at: Date;
  total: number;
};

/** One statement a sort order, since an order cannot be a parameter. */
const LISTS = new Map(
  (['created_at', 'updated_at'] as const).flatMap((column) =>
    (['asc', 'desc'] as const).map((direction) => {
      const sort = `${column} ${direction}`;
      const statement = readStatement<Row>(
        `search-profiles-${column}-${direction}`,
        `select p.entity_id, p.service_key, p.created_at, p.updated_at,
           count(*) over ()::int as total
         from service_profile p where ${FILTERS}
         order by p.${sort}, p.entity_id, p.service_key limit $19 offset $10`,
      );
      return [sort, statement] as const;
    }),
  ),
);

const COUNT = readStatement<{ total: number }>(
  'count-profiles',
  `select count(*)::int as total from service_profile p
   where ${FILTERS} and $10::int >= 0 and $19::int >= 0`,
);

export type Part = {
  readonly sortField: 'created_at' | 'updated_at';
  readonly sort: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
};

/** One part of the profiles that filters let through, with the number of all. */
export async function listFilteredProfiles(
  db: TenantDb,
  filter: ProfileFilter,
  part: Part,
): Promise<{ profiles: FoundProfile[]; total: number }> {
  const statement = LISTS.get(`${part.sortField} ${part.sort}`);
  if (!statement) throw new Error(`No statement sorts by ${part.sortField} ${part.sort}.`);
  const parameters = parametersOf(filter, part);
  const rows = await db.all(statement, parameters);
  const profiles = rows.map((row) => ({
    entityId: row.entity_id,
    serviceKey: row.service_key,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
  const total = rows[0]?.total ?? (part.offset > 0 ? await countOf(db, parameters) : 0);
  return { profiles, total };
}

async function countOf(db: TenantDb, parameters: readonly Parameter[]): Promise<number> {
  return (await db.one(COUNT, parameters))?.total ?? 0;
}

/** In the order of {@link FILTERS}, from $2. */
function parametersOf(filter: ProfileFilter, { limit, offset }: Part): Parameter[] {
  const { execution } = filter;
  return [
    filter.entityIds,
    filter.createdAtAfter,
    filter.createdAtBefore,
    filter.updatedAtAfter,
    filter.updatedAtBefore,
    filter.states,
    filter.assigneeKeys,
    filter.reviewerKeys,
    offset,
    execution !== null,
    execution?.isLastOnly ?? false,
    execution?.workflowKeys ?? null,
    execution?.statuses ?? null,
    execution?.categoryKeys ?? null,
    execution?.severityKeys ?? null,
    execution?.issueKeys ?? null,
    execution?.riskLevels ?? null,
    limit,
  ];
}
