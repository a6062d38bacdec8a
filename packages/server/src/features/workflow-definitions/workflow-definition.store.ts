import {
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
} from '../../kernel/statement.ts';
import type { PublishedWorkflow, WorkflowDefinition } from './workflow-definition.ts';
import { keyOfName, keyOfService } from './workflow-definition.ts';

type Row = {
  tenant_id: string;
  is_sandbox: boolean;
  version: number;
  definition: WorkflowDefinition;
  published_at: Date;
};

const COLUMNS = 'w.tenant_id, t.is_sandbox, w.version, w.definition, w.published_at';
const FROM = 'from workflow_definition w join tenant t using (tenant_id)';

const FIND_WORKFLOW = readStatement<Row>(
  'find-workflow',
  `select ${COLUMNS} ${FROM}
   where w.tenant_id = any($1) and w.tenant_id = $2 and service_key = $3 and workflow_key = $4
   order by version desc limit 1`,
);

/** The newest published version for one tenant, found whatever the case of the names. */
export async function findWorkflow(
  db: TenantDb,
  tenantId: string,
  names: { serviceName: string; workflowName: string },
): Promise<PublishedWorkflow | undefined> {
  const keys = [keyOfService(names.serviceName), keyOfName(names.workflowName)];
  const row = await db.one(FIND_WORKFLOW, [tenantId, ...keys]);
  return row && toWorkflow(row);
}

const FIND_VERSION = systemStatement<Row>(
  'find-workflow-version',
  `select ${COLUMNS} ${FROM}
   where w.tenant_id = $1 and service_key = $2 and workflow_key = $3 and version = $4`,
);

/** The very version that an execution started with. */
export async function findWorkflowVersion(
  db: SystemDb,
  of: { tenantId: string; serviceKey: string; workflowKey: string; version: number },
): Promise<PublishedWorkflow | undefined> {
  const row = await db.one(FIND_VERSION, [of.tenantId, of.serviceKey, of.workflowKey, of.version]);
  return row && toWorkflow(row);
}

const FIND_OF_VERSION = readStatement<Row>(
  'find-workflow-of-version',
  `select ${COLUMNS} ${FROM}
   where w.tenant_id = any($1) and w.tenant_id = $2 and service_key = $3 and workflow_key = $4
     and version = $5`,
);

/** As {@link findWorkflowVersion}, through the door of a tenant. */
export async function findWorkflowOfVersion(
  db: TenantDb,
  tenantId: string,
  of: { serviceKey: string; workflowKey: string; version: number },
): Promise<PublishedWorkflow | undefined> {
  const keys = [of.serviceKey, of.workflowKey, of.version];
  const row = await db.one(FIND_OF_VERSION, [tenantId, ...keys]);
  return row && toWorkflow(row);
}

const LIST_WORKFLOWS = readStatement<Row>(
  'list-workflows',
  `select distinct on (service_key, workflow_key) ${COLUMNS} ${FROM}
   where w.tenant_id = any($1) and w.tenant_id = $2 and ($3::text is null or service_key = $3)
   order by service_key, workflow_key, version desc`,
);

/** The newest version of each workflow of one tenant, by service and name. */
export async function listWorkflows(
  db: TenantDb,
  tenantId: string,
  serviceName?: string,
): Promise<PublishedWorkflow[]> {
  const rows = await db.all(LIST_WORKFLOWS, [
    tenantId,
    serviceName ? keyOfService(serviceName) : null,
  ]);
  return rows.map(toWorkflow);
}

const INSERT_WORKFLOW = systemStatement<Row>(
  'insert-workflow',
  `with w as (insert into workflow_definition (tenant_id, service_key, workflow_key, version, workflow_id,
     service_name, workflow_name, definition, published_at)
   select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7::jsonb, $8
   from workflow_definition where tenant_id = $1 and service_key = $2 and workflow_key = $3
   returning *)
   select ${COLUMNS} from w join tenant t using (tenant_id)`,
);

/** Publishes the next version. Two at once: one of them fails on the primary key. */
export async function insertWorkflow(
  db: SystemDb,
  tenantId: string,
  published: { definition: WorkflowDefinition; at: Date },
): Promise<PublishedWorkflow> {
  const { definition, at } = published;
  const { serviceName, workflowName, workflowId } = definition;
  const row = await db.one(INSERT_WORKFLOW, [
    tenantId,
    keyOfService(serviceName),
    keyOfName(workflowName),
    workflowId,
    serviceName,
    workflowName,
    JSON.stringify(definition),
    at,
  ]);
  if (!row) throw new Error('An inserted workflow was not returned.');
  return toWorkflow(row);
}

function toWorkflow(row: Row): PublishedWorkflow {
  return {
    tenantId: row.tenant_id,
    isSandbox: row.is_sandbox,
    version: row.version,
    publishedAt: row.published_at,
    definition: row.definition,
  };
}
