import type { DocumentsByClass, IdentityDocument } from '@probity/contract/document';
import { DOCUMENT_CLASSES, type DocumentClass } from '@probity/contract/document';
import type { Attachment } from '@probity/contract/evidence/attachment';
import { DomainError } from '../../kernel/domain-error.ts';

/** A document of a person, and the class that it is kept under. */
export type KeptDocument = {
  readonly documentClass: DocumentClass;
  readonly document: IdentityDocument;
};

/** @throws {@link DocumentNotFound} */
export function documentOf(
  documents: DocumentsByClass | undefined,
  documentId: string,
): KeptDocument {
  for (const documentClass of DOCUMENT_CLASSES) {
    const document = documents?.[documentClass]?.find((one) => one.documentId === documentId);
    if (document) return { documentClass, document };
  }
  throw new DocumentNotFound();
}

/** @throws {@link AttachmentNotFound} */
export function attachmentOf(
  { attachments = [] }: IdentityDocument,
  attachmentId: string,
): Attachment {
  const found = attachments.find((file) => file.attachmentId === attachmentId);
  if (!found) throw new AttachmentNotFound();
  return found;
}

/** The documents with another one in a document's place, or without it. */
export function withDocument(
  documents: DocumentsByClass | undefined,
  { documentClass, document }: KeptDocument,
  replaced: IdentityDocument | undefined,
): DocumentsByClass {
  const ofClass = documents?.[documentClass] ?? [];
  return {
    ...documents,
    [documentClass]: ofClass.flatMap((one) => (one === document ? (replaced ?? []) : one)),
  };
}

export class DocumentNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DOC-1010';

  constructor() {
    super('Document not found', [
      { issue: 'The individual has no document with this id', issueLocation: 'path.documentId' },
    ]);
  }
}

export class AttachmentNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DOC-1010';

  constructor() {
    super('Attachment not found', [
      { issue: 'The document has no file with this id', issueLocation: 'path.attachmentId' },
    ]);
  }
}
