import type { SystemDb } from '../../kernel/statement.ts';
import type { EntityVault, Vaults } from '../../kernel/vault.ts';
import { type Findable, keysToFind } from './reference-keys.ts';
import { findPeopleRows } from './reference-people.store.ts';
import type { ReferencePerson } from './reference-person.ts';
import { blindKeys, placeOfRow } from './reference-tools.ts';

/** A register, and the people in it who may be the one looked for. */
export type FoundInReference = {
  readonly source: string;
  readonly name: string;
  readonly people: readonly { readonly ordinal: number; readonly person: ReferencePerson }[];
};

/** So many rows of each register are opened and compared: those that share most. */
const MOST_COMPARED = 10;

/** Looks for somebody in every register of a tenant, in one statement. */
export async function findReferencePeople(
  { system, vaults }: { readonly system: SystemDb; readonly vaults: Vaults },
  tenantId: string,
  person: Findable,
): Promise<readonly FoundInReference[]> {
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  const keys = blindKeys(vaults, tenantId, keysToFind(person));
  const found = new Map<
    string,
    FoundInReference & { people: FoundInReference['people'][number][] }
  >();
  const opened = new Map<string, EntityVault>();
  for (const row of await findPeopleRows(db, keys, MOST_COMPARED)) {
    const { source, name, version_id: versionId, wrapped, ordinal, sealed } = row;
    const inSource = found.get(source) ?? { source, name, people: [] };
    found.set(source, inSource);
    if (ordinal === null || sealed === null) continue;
    const vault = opened.get(versionId) ?? vaults.open(tenantId, versionId, wrapped);
    opened.set(versionId, vault);
    const opens = vault.unseal<ReferencePerson>(placeOfRow(ordinal), sealed);
    inSource.people.push({ ordinal, person: opens });
  }
  return [...found.values()];
}
