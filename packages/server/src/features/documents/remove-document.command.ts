import { type Context, inTransaction } from '../../kernel/context.ts';
import { keepEdit } from '../edits/keep-edit.command.ts';
import { noChanges } from '../entities/element.ts';
import { type Entity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { attachmentOf, documentOf, withDocument } from './document.ts';

type Named = { readonly entityId: string; readonly documentId: string };

/** Removes a document with its files: results that rest on them are outdated. */
export async function removeDocument(ctx: Context, { entityId, documentId }: Named): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { individual } = entity;
    const kept = documentOf(individual.documents, documentId);
    const files = (kept.document.attachments ?? []).flatMap(
      ({ attachmentId }) => attachmentId ?? [],
    );
    const documents = withDocument(individual.documents, kept, undefined);
    await keepRemoval(tx, entity, {
      documents,
      field: 'documents',
      removedFiles: files,
      touched: [documentId, ...files],
      about: { objectType: 'DOCUMENT', objectId: documentId },
    });
  });
}

/** Removes one file of a document. */
export async function removeAttachment(
  ctx: Context,
  { entityId, documentId, attachmentId }: Named & { readonly attachmentId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { individual } = entity;
    const kept = documentOf(individual.documents, documentId);
    const file = attachmentOf(kept.document, attachmentId);
    const attachments = kept.document.attachments?.filter((one) => one !== file) ?? [];
    const changed = { ...kept.document, attachments, updatedAt: tx.now().toISOString() };
    await keepRemoval(tx, entity, {
      documents: withDocument(individual.documents, kept, changed),
      field: 'attachments',
      removedFiles: [attachmentId],
      touched: [attachmentId],
      about: { objectType: 'DOCUMENT', objectId: documentId },
    });
  });
}

type Removal = {
  readonly documents: NonNullable<Entity['individual']['documents']>;
  readonly field: string;
  readonly removedFiles: readonly string[];
  readonly touched: readonly string[];
  readonly about: { readonly objectType: string; readonly objectId: string };
};

async function keepRemoval(tx: Context, entity: Entity, removal: Removal): Promise<void> {
  const { documents, field, removedFiles, touched, about } = removal;
  const changes = noChanges();
  changes.updated.push(field);
  changes.touched.push(...touched);
  const individual = { ...entity.individual, documents };
  await keepEdit(tx, entity, { individual, contents: [], changes, about, removedFiles });
}
