import type { Context } from '../../kernel/context.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { findAttachmentContent, findOwnEntity } from '../entities/entity.store.ts';

/** The content of one file of a person, for a run of their tenant; undefined where none is kept. */
export async function loadFile(
  { system, vaults }: { readonly system: SystemDb; readonly vaults: Context['vaults'] },
  tenantId: string,
  { entityId, attachmentId }: { readonly entityId: string; readonly attachmentId: string },
): Promise<Buffer | undefined> {
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  const entity = await findOwnEntity({ db, vaults }, entityId);
  return entity && findAttachmentContent(db, entity.vault, attachmentId);
}
