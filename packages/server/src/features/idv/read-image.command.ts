import type { IdentityDocument } from '@probity/contract/document';
import type { AttachmentInput } from '@probity/contract/evidence/attachment';
import type { OcrStatus } from '@probity/contract/operations/idv/captures';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { documentOf } from '../documents/document.ts';
import { layDocument } from '../documents/lay-document.command.ts';
import {
  type Entity,
  findAttachmentContent,
  findOwnEntity,
  lockEntity,
} from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { toProcessResultRow } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { insertResults } from '../results/result-effects.store.ts';
import { captureOf } from './capture.ts';
import { dateRead } from './fill-in.command.ts';
import { listChecks } from './idv-check.store.ts';
import { refuse } from './idv-check.ts';
import type { IdvDesk, PhotoRead } from './idv-desk.ts';
import type { IdvReading } from './idv-session.ts';
import { ocrResultOf } from './ocr-result.ts';
import { readingOfPhoto } from './photo-reading.ts';

export type Reading = {
  readonly entityId: string;
  readonly documentId?: string | undefined;
  readonly fileData?: AttachmentInput | undefined;
  readonly token?: string | undefined;
};

export type ReadImage = {
  readonly status: OcrStatus;
  readonly entity: Entity;
  readonly ocrResult?: ProcessResult;
};

/** Who read it, and what. */
type Read = { readonly by: string; readonly reading: IdvReading };

/**
 * Reads an image here, or takes what the provider of a capture has read, and fills the document in. A file
 * is kept as soon as it is known which document it belongs to.
 */
export async function readImage(ctx: Context, desk: IdvDesk, asked: Reading): Promise<ReadImage> {
  const entity = await findOwnEntity(ctx, asked.entityId);
  if (!entity) throw new IndividualNotFound();
  if (asked.documentId) documentOf(entity.individual.documents, asked.documentId);
  if (asked.fileData === undefined && asked.token === undefined) {
    const { document } = captureOf(entity.individual.documents);
    if (!document) return { status: 'AWAITING_DOCUMENT_UPLOAD_FRONT', entity };
  }
  const bytes = bytesOf(asked.fileData) ?? (await keptImage(ctx, entity, asked));
  const own = bytes && (await readHere(ctx, desk, bytes));
  if (own && 'status' in own && own.status !== 'WAITING_DOCUMENT_UPLOAD_FAILED_OCR') {
    return { status: own.status, entity };
  }
  const read = own && 'reading' in own ? own : await readThere(ctx, desk, { entity, asked });
  if ('reading' in read) return keepRead(ctx, { ...asked, read });
  const status = own && 'status' in own ? own.status : read.status;
  return { status, entity: await keepUnread(ctx, asked, entity) };
}

function bytesOf(file: AttachmentInput | undefined): Buffer | undefined {
  if (file === undefined) return undefined;
  if (file.data && 'base64' in file.data) return Buffer.from(file.data.base64, 'base64');
  throw refuse('Must have the content of the image as base64', 'body.fileData.data');
}

/** The front of the document that is meant, where nothing else is sent and it is kept. */
async function keptImage(
  { db }: Context,
  { vault, individual }: Entity,
  { documentId, token }: Reading,
): Promise<Buffer | undefined> {
  if (token !== undefined) return undefined;
  const meant = (individual.documents?.IDENTITY ?? []).filter(
    (document) => documentId === undefined || document.documentId === documentId,
  );
  const { document } = captureOf({ IDENTITY: meant });
  return document && findAttachmentContent(db, vault, document.front.attachmentId);
}

const UNREAD: Readonly<Record<string, OcrStatus>> = {
  'too-large': 'DOCUMENT_INVALID_EXCEEDED_SIZE_LIMIT',
  'not-an-image': 'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT',
  'unsupported-image': 'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT',
  damaged: 'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT',
};
const NOTHING_READ = 'WAITING_DOCUMENT_UPLOAD_FAILED_OCR';

async function readHere(
  ctx: Context,
  desk: IdvDesk,
  bytes: Buffer,
): Promise<Read | { readonly status: OcrStatus }> {
  const photo: PhotoRead = await desk.readPhoto(ctx.db.scope.own, bytes);
  if (photo.outcome === 'silent') return { status: NOTHING_READ };
  if (photo.outcome === 'unreadable') return { status: UNREAD[photo.because] ?? NOTHING_READ };
  const reading = readingOfPhoto(photo, ctx.now().toISOString().slice(0, 10));
  return reading ? { by: desk.photoReader, reading } : { status: NOTHING_READ };
}

async function readThere(
  ctx: Context,
  desk: IdvDesk,
  { entity, asked }: { readonly entity: Entity; readonly asked: Reading },
): Promise<Read | { readonly status: OcrStatus }> {
  const checks = await listChecks(ctx.db, entity.vault);
  const { token } = asked;
  const check = checks.find(({ session }) => token === undefined || session.token === token);
  if (!check) {
    if (token === undefined) return { status: NOTHING_READ };
    throw refuse('Must be of a capture of this individual', 'body.token');
  }
  const { provider, sessionId } = check.session;
  const key = `idv/${check.idvCheckId}/result/${ctx.requestId}`;
  const standing = await desk.result({ tenantId: entity.vault.tenantId, provider, key }, sessionId);
  if (standing.outcome === 'silent') return { status: 'AWAITING_OCR_RESULTS_PROVIDER_OFFLINE' };
  if (standing.outcome === 'pending') return { status: 'AWAITING_DOCUMENT_OCR' };
  const { reading } = standing;
  return reading ? { by: provider, reading } : { status: NOTHING_READ };
}

type Keeping = Reading & { readonly read: Read };

/** What the document says already stays; what it does not say is what was read. */
async function keepRead(
  ctx: Context,
  { entityId, documentId, fileData, read }: Keeping,
): Promise<ReadImage> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const kept = documentToFill(entity, documentId, read.reading);
    const { documentType, country } = read.reading;
    if (!kept && (!documentType || !country)) {
      return { status: 'AWAITING_DOCUMENT_UPLOAD_INVALID_TYPE', entity };
    }
    const expiryDate = dateRead(read.reading.expiresOn);
    const { primaryIdentifier } = read.reading;
    const document = {
      ...(kept ? { documentId: kept.documentId } : { type: documentType, country }),
      ...(primaryIdentifier && !kept?.primaryIdentifier && { primaryIdentifier }),
      ...(expiryDate && !kept?.expiryDate && { expiryDate }),
      ...(fileData && { attachments: [{ side: 'FRONT', ...fileData }] }),
    };
    const place = kept ? undefined : { documentClass: 'IDENTITY' as const };
    const laid = await layDocument(tx, { entityId, document, ...place, comment: undefined });
    const { vault, revision } = laid.entity;
    const ocrResult = ocrResultOf(tx, vault.entityId, { ...read, document: laid.document });
    await insertResults(tx.db, [toProcessResultRow(vault, ocrResult, revision)]);
    return { status: 'COMPLETE_OCR', entity: laid.entity, ocrResult };
  });
}

/** The one that was named, or the only one of the kind and country that was read. */
function documentToFill(
  { individual }: Entity,
  documentId: string | undefined,
  { documentType, country }: IdvReading,
): IdentityDocument | undefined {
  if (documentId !== undefined) return documentOf(individual.documents, documentId).document;
  const fitting = (individual.documents?.IDENTITY ?? []).filter(
    (one) =>
      (documentType === undefined || one.type === documentType) &&
      (country === undefined || one.country === country),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** A file that could not be read is kept where it was said what it belongs to. */
async function keepUnread(
  ctx: Context,
  { entityId, documentId, fileData }: Reading,
  entity: Entity,
): Promise<Entity> {
  if (!documentId || !fileData) return entity;
  const document = { documentId, attachments: [{ side: 'FRONT', ...fileData }] };
  return (await layDocument(ctx, { entityId, document, comment: undefined })).entity;
}
