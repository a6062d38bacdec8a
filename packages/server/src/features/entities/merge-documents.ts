import type { DocumentsByClass, IdentityDocument } from '@probity/contract/document';
import { DOCUMENT_CLASSES } from '@probity/contract/document';
import type { Attachment } from '@probity/contract/evidence/attachment';
import { newUuid } from '../../kernel/id.ts';
import { completeDate } from './complete-element.ts';
import { contentTypeOf } from './content-type.ts';
import { type Changes, type Fields, isSame, overlay } from './element.ts';
import type { AttachmentContent } from './individual.ts';

/** A document as it is sent: new without an id, a change with one. */
export type SentDocument = Fields & {
  readonly documentId?: string | undefined;
  readonly attachments?: readonly SentAttachment[] | undefined;
};

type SentAttachment = Fields & {
  readonly attachmentId?: string | undefined;
  readonly retrievalStatus?: string | undefined;
  readonly data?: { readonly base64?: string; readonly uri?: string } | undefined;
};

export type SentDocuments = Readonly<
  Partial<Record<(typeof DOCUMENT_CLASSES)[number], readonly SentDocument[] | undefined>>
>;

/** Who and when, for stamping documents. */
export type Stamp = { readonly entityId: string; readonly at: Date };

/** Stands where the content was: it is kept apart, under the attachment's id. */
const KEPT_APART = { base64: '' };

const DATES = ['issueDate', 'expiryDate', 'validFrom', 'validTo'] as const;

/** Lays documents that were sent over those that are kept; contents are handed out to be kept apart. */
export function mergeDocuments(
  merge: { kept: DocumentsByClass | undefined; sent: SentDocuments | undefined; stamp: Stamp },
  changes: Changes,
): { documents: DocumentsByClass | undefined; contents: AttachmentContent[] } {
  const { kept, sent, stamp } = merge;
  if (!sent) return { documents: kept, contents: [] };
  const contents: AttachmentContent[] = [];
  const documents: Record<string, IdentityDocument[] | undefined> = { ...kept };
  for (const documentClass of DOCUMENT_CLASSES) {
    for (const [position, document] of (sent[documentClass] ?? []).entries()) {
      const place = `documents.${documentClass}[${position}]`;
      const ofClass = documents[documentClass] ?? [];
      const known = ofClass.find(({ documentId }) => documentId === document.documentId);
      if (document.documentId !== undefined && !known) {
        changes.unknown.push(`${place}.documentId`);
        continue;
      }
      const laid = layDocument({ known, sent: document, stamp, place, contents }, changes);
      documents[documentClass] = known
        ? ofClass.map((other) => (other === known ? laid : other))
        : [...ofClass, laid];
    }
  }
  return { documents, contents };
}

type Laying = {
  readonly known: IdentityDocument | undefined;
  readonly sent: SentDocument;
  readonly stamp: Stamp;
  readonly place: string;
  readonly contents: AttachmentContent[];
};

function layDocument(laying: Laying, changes: Changes): IdentityDocument {
  const { known, sent, stamp } = laying;
  const at = stamp.at.toISOString();
  const documentId = known?.documentId ?? newUuid();
  const { attachments: sentAttachments, ...fields } = sent;
  const base = known ?? { documentId, entityId: stamp.entityId, createdAt: at };
  const attachments = layAttachments(
    { ...laying, documentId, sent: sentAttachments ?? [] },
    changes,
  );
  // The contract refuses a new document without type and country before it comes here.
  const laid = withCompleteDates(overlay(base, { ...fields, documentId }) as IdentityDocument);
  const whole = attachments ? { ...laid, attachments } : laid;
  if (!known) {
    changes.added.push('documents');
  } else {
    if (isSame(whole, known)) return known;
    const { attachments: _apart, ...before } = known;
    const { attachments: _kept, ...after } = laid;
    if (!isSame(after, before)) {
      changes.updated.push('documents');
      changes.touched.push(documentId);
    }
  }
  return { ...whole, updatedAt: at };
}

type LayingFiles = Omit<Laying, 'sent'> & {
  readonly documentId: string;
  readonly sent: readonly SentAttachment[];
};

function layAttachments(laying: LayingFiles, changes: Changes): Attachment[] | undefined {
  const kept = laying.known?.attachments ?? [];
  if (laying.sent.length === 0) return laying.known?.attachments;
  const laid = [...kept];
  for (const [position, sent] of laying.sent.entries()) {
    const at = laid.findIndex(({ attachmentId }) => attachmentId === sent.attachmentId);
    if (sent.attachmentId !== undefined && at === -1) {
      changes.unknown.push(`${laying.place}.attachments[${position}].attachmentId`);
      continue;
    }
    const known = sent.attachmentId === undefined ? undefined : laid[at];
    const attachment = layAttachment(laying, known, sent);
    if (!known) {
      laid.push(attachment);
      if (laying.known) changes.added.push('attachments');
    } else if (!isSame(attachment, known)) {
      laid[at] = attachment;
      changes.updated.push('attachments');
      changes.touched.push(String(known.attachmentId));
    }
  }
  return laid;
}

/** Blank data of an attachment that was not retrieved is ignored; its other fields are not. */
function layAttachment(
  { documentId, stamp, contents }: LayingFiles,
  known: Attachment | undefined,
  sent: SentAttachment,
): Attachment {
  const at = stamp.at.toISOString();
  const { data, retrievalStatus: _answered, ...fields } = sent;
  const attachmentId = known?.attachmentId ?? newUuid();
  const base: Attachment = known ?? { attachmentId, createdAt: at, data: KEPT_APART };
  const named = overlay(base, { ...fields, attachmentId });
  const bytes = data?.base64 ? Buffer.from(data.base64, 'base64') : undefined;
  if (bytes) contents.push({ attachmentId, documentId, bytes });
  const mimeType = typeOf(known, { bytes, said: named.mimeType, isElsewhere: !!data?.uri });
  const laid = { ...named, ...(mimeType !== undefined && { mimeType }) };
  const isChanged = data !== undefined || !isSame(laid, known);
  const replaced = data?.uri ? { uri: data.uri } : KEPT_APART;
  return {
    ...laid,
    data: data ? replaced : laid.data,
    filename: laid.filename ?? filenameOf(attachmentId, laid.mimeType),
    ...(isChanged && { updatedAt: at }),
  };
}

/** What the bytes say counts. Of bytes that were looked at when they came, nothing else is believed. */
function typeOf(
  known: Attachment | undefined,
  now: {
    readonly bytes: Buffer | undefined;
    readonly said: string | undefined;
    readonly isElsewhere: boolean;
  },
): string | undefined {
  if (now.bytes) return contentTypeOf(now.bytes, now.said);
  const isKept = known?.data !== undefined && 'base64' in known.data && !now.isElsewhere;
  return isKept ? (known.mimeType ?? now.said) : now.said;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
  'video/mp4': 'mp4',
};

function filenameOf(attachmentId: string, mimeType = ''): string {
  return `${attachmentId}.${EXTENSIONS[mimeType] ?? 'bin'}`;
}

function withCompleteDates(document: IdentityDocument): IdentityDocument {
  const dates = DATES.flatMap((field) => {
    const date = document[field];
    return date ? [[field, completeDate(date)]] : [];
  });
  return { ...document, ...Object.fromEntries(dates) };
}
