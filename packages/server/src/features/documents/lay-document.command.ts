import type { DocumentClass, IdentityDocument } from '@probity/contract/document';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import type { CommentInput } from '../comments/comment.ts';
import { keepEdit } from '../edits/keep-edit.command.ts';
import { noChanges } from '../entities/element.ts';
import { type Entity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { mergeDocuments, type SentDocument } from '../entities/merge-documents.ts';
import { documentOf } from './document.ts';

type Laying = {
  readonly entityId: string;
  /** Without an id it is a new one. */
  readonly document: SentDocument;
  /** Only for a new one, or to say that a known one is of this class. */
  readonly documentClass?: DocumentClass;
  readonly comment: CommentInput;
};

/** A person with one of their documents, which is new or has changed. */
export type LaidDocument = { readonly entity: Entity; readonly document: IdentityDocument };

/** Adds a document to a person, or lays a change over one that they have. */
export async function layDocument(
  ctx: Context,
  { entityId, document: sent, documentClass, comment }: Laying,
): Promise<LaidDocument> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { individual } = entity;
    const { documentId } = sent;
    // Without a class it is addressed by the path, which answers for itself.
    const place = documentClass ?? documentOf(individual.documents, documentId ?? '').documentClass;
    const changes = noChanges();
    const { documents, contents } = mergeDocuments(
      {
        kept: individual.documents,
        sent: { [place]: [sent] },
        stamp: { entityId, at: tx.now() },
      },
      changes,
    );
    refuseUnknown(changes.unknown, place);
    const ofPlace = documents?.[place] ?? [];
    const document =
      ofPlace.find((one) => one.documentId === documentId) ?? ofPlace[ofPlace.length - 1];
    if (!document?.documentId) throw new Error('A document that was laid is not there.');
    const about = { objectType: 'DOCUMENT', objectId: document.documentId };
    const merged = {
      individual: { ...individual, ...(documents && { documents }) },
      contents,
      changes,
    };
    const changed = await keepEdit(tx, entity, { ...merged, about, comment });
    return { entity: changed, document };
  });
}

function refuseUnknown(unknown: readonly string[], place: DocumentClass): void {
  if (unknown.length === 0) return;
  throw new InvalidRequest(
    unknown.map((where) => ({
      issue: 'Must be the id of an element that this individual has, in the class that is named',
      issueLocation: where.replace(`documents.${place}[0]`, 'body.document'),
    })),
  );
}
