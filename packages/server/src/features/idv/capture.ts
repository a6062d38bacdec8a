import type { DocumentsByClass, IdentityDocument } from '@probity/contract/document';
import type { Attachment } from '@probity/contract/evidence/attachment';
import type { IdvSubject } from './idv-session.ts';

/** Images of a document and a face that are kept here. */
export type Capture = {
  readonly document?: CapturedDocument;
  readonly selfie?: CapturedFile & { readonly documentId: string };
};

export type CapturedFile = { readonly attachmentId: string; readonly mimeType: string };

export type CapturedDocument = NonNullable<IdvSubject['document']> & {
  readonly front: CapturedFile;
  readonly back?: CapturedFile;
};

/** A capture in which nothing is missing that a check needs. */
export type WholeCapture = Required<Capture>;

/** The kind of document that a photo of a face is kept as. */
export const SELFIE = 'SELF_IMAGE';

type Shot = CapturedFile & {
  readonly at: string;
  readonly side: Attachment['side'];
  readonly document: IdentityDocument & { readonly documentId: string };
};

/** The newest images of a person's document and face. */
export function captureOf(documents: DocumentsByClass | undefined): Capture {
  const identity = shotsOf(documents?.IDENTITY).filter(({ document }) => !isSelfie(document));
  const faces = shotsOf(Object.values(documents ?? {}).flatMap((ofClass) => ofClass ?? [])).filter(
    ({ document }) => isSelfie(document),
  );
  const document = documentOf(identity);
  const face = newest(faces);
  return {
    ...(document && { document }),
    ...(face && { selfie: { ...fileOf(face), documentId: face.document.documentId } }),
  };
}

export function isWhole(capture: Capture): capture is WholeCapture {
  return capture.document !== undefined && capture.selfie !== undefined;
}

/** Ids of the files of a capture: two captures with the same are one. */
export function filesOf({ document, selfie }: Capture): readonly string[] {
  return [document?.front, document?.back, selfie].flatMap((file) => file?.attachmentId ?? []);
}

/** When the last of its files was added or changed. */
export function capturedAt(documents: DocumentsByClass | undefined, capture: Capture): string {
  const files = new Set(filesOf(capture));
  const times = shotsOf(Object.values(documents ?? {}).flatMap((ofClass) => ofClass ?? []))
    .filter(({ attachmentId }) => files.has(attachmentId))
    .map(({ at }) => at);
  return times.sort().at(-1) ?? '';
}

/** The document of the newest photo; without a side, a photo is of the front. */
function documentOf(shots: readonly Shot[]): CapturedDocument | undefined {
  const latest = newest(shots.filter(({ side }) => side !== 'BACK'));
  if (!latest) return undefined;
  const { documentId, type, country, primaryIdentifier } = latest.document;
  const back = newest(
    shots.filter(({ side, document }) => side === 'BACK' && document.documentId === documentId),
  );
  return {
    documentId,
    type: type ?? 'OTHER',
    country: country ?? '',
    ...(primaryIdentifier && { primaryIdentifier }),
    front: fileOf(latest),
    ...(back && { back: fileOf(back) }),
  };
}

/** Images that are kept here: what is elsewhere cannot be handed over. */
function shotsOf(documents: readonly IdentityDocument[] = []): Shot[] {
  return documents.flatMap((document) =>
    (document.attachments ?? []).flatMap(({ attachmentId, mimeType, side, data, ...times }) => {
      const { documentId } = document;
      const isHere = data !== undefined && 'base64' in data;
      if (!documentId || !attachmentId || !isHere || !mimeType?.startsWith('image/')) return [];
      const at = times.updatedAt ?? times.createdAt ?? '';
      return [{ attachmentId, mimeType, side, at, document: { ...document, documentId } }];
    }),
  );
}

function isSelfie({ type }: IdentityDocument): boolean {
  return type === SELFIE;
}

/** Of several that came at once, the last. */
function newest(shots: readonly Shot[]): Shot | undefined {
  return shots.reduce<Shot | undefined>(
    (best, shot) => (best === undefined || shot.at >= best.at ? shot : best),
    undefined,
  );
}

function fileOf({ attachmentId, mimeType }: Shot): CapturedFile {
  return { attachmentId, mimeType };
}
