import type { DocumentsByClass, IdentityDocument } from '@probity/contract/document';
import type { Attachment } from '@probity/contract/evidence/attachment';
import type { Individual } from '@probity/contract/individual';
import type { FileContents, StoredIndividual } from './individual.ts';

/** How much of a person an answer shows: ids, everything but files' contents, or everything. */
export type Level = 'id' | 'meta' | 'base64';

/** A person as an answer shows them. `contents` holds the files' contents where they are asked for. */
export function individualView(
  individual: StoredIndividual,
  level: Level,
  contents: FileContents = new Map(),
): Individual {
  if (level === 'id') {
    return { entityId: individual.entityId, entityType: 'INDIVIDUAL' };
  }
  const { documents } = individual;
  if (!documents) return individual;
  return { ...individual, documents: documentsView(documents, level, contents) };
}

/** Documents as an answer shows them; with ids alone, those of the files too. */
export function documentsView(
  documents: DocumentsByClass,
  level: Level,
  contents: FileContents,
): DocumentsByClass {
  return Object.fromEntries(
    Object.entries(documents).map(([documentClass, ofClass = []]) => [
      documentClass,
      ofClass.map((document) => documentView(document, level, contents)),
    ]),
  );
}

/** A document as an answer shows it. */
export function documentView(
  document: IdentityDocument,
  level: Level,
  contents: FileContents = new Map(),
): IdentityDocument {
  const { attachments, documentId, type, country } = document;
  const files = attachments && {
    attachments: attachments.map((file) => attachmentView(file, level, contents)),
  };
  // Kind and country are no ids, but the contract has no document without them.
  return level === 'id' ? { documentId, type, country, ...files } : { ...document, ...files };
}

/** The contract wants `data` on every attachment: empty where it was left out. */
function attachmentView(file: Attachment, level: Level, contents: FileContents): Attachment {
  const { attachmentId = '' } = file;
  if (level === 'id') return { attachmentId, data: { base64: '' }, retrievalStatus: 'EXCLUDED' };
  const bytes = contents.get(attachmentId);
  if (level !== 'base64') {
    return { ...file, data: { base64: '' }, retrievalStatus: 'EXCLUDED' };
  }
  if (bytes === null) return { ...file, data: { base64: '' }, retrievalStatus: 'FAILED' };
  const isElsewhere = file.data !== undefined && 'uri' in file.data;
  const data = bytes && !isElsewhere ? { base64: bytes.toString('base64') } : file.data;
  return { ...file, data, retrievalStatus: 'NORMAL' };
}
