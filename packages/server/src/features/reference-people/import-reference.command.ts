import type { OperatorContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { newUuid } from '../../kernel/id.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import type { ListFile } from '../../screening-lists/list-source.ts';
import { csvTable, type TableRow } from '../../screening-lists/reading/csv-table.ts';
import { strictText } from '../../screening-lists/reading/strict-text.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { isProblem, personOfRow, REFERENCE_COLUMNS } from './person-row.ts';
import { keysOfRow } from './reference-keys.ts';
import { columnsOf, mappedRow, mappingOf, type ReferenceMapping } from './reference-mapping.ts';
import {
  insertPeople,
  insertReferenceSource,
  lockReferenceSource,
  type PersonRow,
  removeReferenceSource,
} from './reference-people.store.ts';
import {
  type ReferencePerson,
  type ReferenceSource,
  ReferenceUnreadable,
} from './reference-person.ts';
import { blindKeys, placeOfRow } from './reference-tools.ts';

export type ReferenceImport = {
  readonly tenant: NamedTenant;
  readonly source: string;
  readonly name?: string | undefined;
  /** One CSV, and a mapping where its columns have other names than Probity's own form. */
  readonly files: readonly ListFile[];
};

const ROWS_PER_STATEMENT = 500;
const LARGEST_MAPPING_CHARACTERS = 256 * 1024;
const MAPPING = /\.(ya?ml|json)$/i;

/**
 * Reads a register and puts it in service in place of what the source held before, or leaves everything
 * as it was. Rows are written as they are read, so that no register need fit into memory.
 *
 * @throws {@link ReferenceUnreadable} naming the line, or {@link TenantNotFound}
 */
export async function importReference(
  tools: OperatorContext,
  { tenant: named, source, name, files }: ReferenceImport,
): Promise<{ readonly tenant: Tenant; readonly reference: ReferenceSource }> {
  const tenant = await findCustomer(tools.system, named, 'query');
  const { tenantId } = tenant;
  const versionId = newUuid();
  const { vault, wrapped } = tools.vaults.create(tenantId, versionId);
  const mapping = await mappingIn(files);
  const file = onlyTable(files);
  return tools.system.inTransaction(async (system) => {
    const tx = system.forTenant({ own: tenantId, readable: [tenantId] });
    await lockReferenceSource(tx, source);
    const peopleCount = await writePeople(tx, { tools, tenantId, versionId, vault, file, mapping });
    if (peopleCount === 0) throw new ReferenceUnreadable('There is nobody in it.', file.name);
    await removeReferenceSource(tx, source);
    const importedAt = tools.now();
    const reference = { source, name: name?.trim() || source, versionId, peopleCount, importedAt };
    await insertReferenceSource(tx, reference, wrapped);
    await recordTenantEvent({ ...tools, system }, tenantId, {
      type: 'CUSTOMER_UPDATE',
      objectType: 'REGISTER',
      objectId: versionId,
      detail: { register: { source, peopleCount }, change: 'IMPORTED' },
    });
    return { tenant, reference };
  });
}

type Writing = {
  readonly tools: OperatorContext;
  readonly tenantId: string;
  readonly versionId: string;
  readonly vault: EntityVault;
  readonly file: ListFile;
  readonly mapping: ReferenceMapping | undefined;
};

async function writePeople(tx: TenantDb, writing: Writing): Promise<number> {
  const { tools, tenantId, versionId, vault, file, mapping } = writing;
  let ordinal = 0;
  let batch: PersonRow[] = [];
  for await (const person of peopleIn(file, mapping)) {
    ordinal += 1;
    const keys = blindKeys(tools.vaults, tenantId, keysOf(person));
    batch.push({ ordinal, keys, sealed: vault.seal(placeOfRow(ordinal), person) });
    if (batch.length < ROWS_PER_STATEMENT) continue;
    await insertPeople(tx, versionId, batch);
    batch = [];
  }
  if (batch.length > 0) await insertPeople(tx, versionId, batch);
  return ordinal;
}

function keysOf(person: ReferencePerson): string[] {
  return keysOfRow({
    names: [person.full, ...person.previousNames],
    births: person.birth === undefined ? [] : [person.birth],
    documents: person.documents,
    addresses: person.addresses,
  });
}

async function* peopleIn(
  file: ListFile,
  mapping: ReferenceMapping | undefined,
): AsyncGenerator<ReferencePerson> {
  try {
    for await (const row of csvTable(file, shapeOf(mapping))) {
      const person = personOfRow(mapping ? mappedRow(row, mapping) : row);
      if (isProblem(person)) throw rowRefused(row, `Field ${person.column} ${person.issue}.`);
      yield person;
    }
  } catch (error) {
    throw asReferenceUnreadable(error);
  }
}

function shapeOf(mapping: ReferenceMapping | undefined) {
  if (!mapping) return { required: [], known: REFERENCE_COLUMNS };
  const { separator } = mapping;
  return {
    required: columnsOf(mapping),
    missingWords: 'columns that the mapping names',
    separator,
  };
}

function rowRefused({ place }: TableRow, issue: string): ReferenceUnreadable {
  return new ReferenceUnreadable(issue, `${place.file}, line ${place.line}`);
}

/** Files are read as lists are; what is wrong with one is said of a register. */
function asReferenceUnreadable(error: unknown): unknown {
  if (!(error instanceof DomainError) || error instanceof ReferenceUnreadable) return error;
  const [detail] = error.details;
  return new ReferenceUnreadable(detail?.issue ?? error.message, detail?.issueLocation ?? 'body');
}

function onlyTable(files: readonly ListFile[]): ListFile {
  const tables = files.filter(({ name }) => !MAPPING.test(name));
  const [table] = tables;
  if (table && tables.length === 1) return table;
  throw new ReferenceUnreadable('One CSV file is needed, and at most one mapping.', 'body');
}

async function mappingIn(files: readonly ListFile[]): Promise<ReferenceMapping | undefined> {
  const [file, another] = files.filter(({ name }) => MAPPING.test(name));
  if (!file) return undefined;
  if (another) throw new ReferenceUnreadable('There is more than one mapping.', 'body');
  let text = '';
  try {
    for await (const piece of strictText(file)) {
      text += piece;
      if (text.length > LARGEST_MAPPING_CHARACTERS) break;
    }
  } catch (error) {
    throw asReferenceUnreadable(error);
  }
  const mapping = text.length > LARGEST_MAPPING_CHARACTERS ? undefined : mappingOf(text);
  if (!mapping) throw new ReferenceUnreadable('The mapping does not hold.', file.name);
  return mapping;
}
