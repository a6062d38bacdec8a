import { readLicenceBarcode } from '@probity/documents/barcodes/aamva';
import type { DocumentReading } from '@probity/documents/check-document';
import { readMrz } from '@probity/documents/mrz/read-mrz';
import type { RunError } from '../../features/executions/step-result.ts';
import type { PhotoAnswer, Unreadable } from '../../providers/photo-reader.ts';
import type { StepInput } from '../step-type.ts';
import { type Asked, askSource, silenceError } from '../steps/ask-source.ts';
import type { IdConfiguration } from './id-configuration.ts';
import type { CheckedDocument } from './id-subject.ts';

/** What a document's zone and photos say, and what could not be read. */
export type ReadDocument = {
  readonly readings: readonly DocumentReading[];
  /** For an officer: which files were not read, and why. */
  readonly unread: readonly RunError[];
  /** The photo that was read. */
  readonly attachmentId?: string;
};

/** Files of one document that are looked at; more are told as unread. */
const MOST_PHOTOS = 6;
/** Reading a photo is work, not waiting: once is enough. */
const PATIENCE = { attempts: 1, timeoutMs: 30_000, pauseMs: 0 };
/** The custom attribute under which callers hand in a zone that they have read. */
const ZONE_ATTRIBUTE = /^mrz$/i;

/** Reads what the caller has read, and then the photos where the configuration wants it. */
export async function readDocument(
  input: StepInput<IdConfiguration>,
  document: CheckedDocument,
): Promise<ReadDocument> {
  const today = input.now().toISOString().slice(0, 10);
  const typed = Object.entries(document.customAttributes ?? {})
    .filter(([key]) => ZONE_ATTRIBUTE.test(key))
    .map(([, { value }]) => value);
  const unread: RunError[] = [];
  const readings: DocumentReading[] = [];
  for (const text of typed) {
    const mrz = readMrz(text, today);
    if (mrz) readings.push({ from: 'typed', mrz });
    else unread.push(unreadError(document, 'The zone that was handed in has no known layout'));
  }
  if (input.configuration.photos === 'ignore') return { readings, unread };
  const files = (document.attachments ?? []).flatMap(({ attachmentId }) => attachmentId ?? []);
  if (files.length > MOST_PHOTOS) {
    unread.push(unreadError(document, `Only ${MOST_PHOTOS} of its files were looked at`));
  }
  let read: string | undefined;
  for (const attachmentId of files.slice(0, MOST_PHOTOS)) {
    const answer = await readPhoto(input, attachmentId);
    const found = readingsOf(answer, today);
    readings.push(...found);
    if (found.length > 0) read ??= attachmentId;
    else unread.push(unreadPhoto(input, document, answer));
  }
  return { readings, unread, ...(read !== undefined && { attachmentId: read }) };
}

async function readPhoto(
  input: StepInput<IdConfiguration>,
  attachmentId: string,
): Promise<PhotoAnswer> {
  const { photos } = input.capabilities;
  if (!photos)
    return { outcome: 'silent', because: 'not-configured', detail: 'Nothing reads photos' };
  const { answer }: Asked<PhotoAnswer> = await askSource(input, {
    provider: photos,
    name: `photo ${attachmentId}`,
    send: (reader, call) => reader.read({ entityId: input.run.entityId, attachmentId }, call),
    patience: PATIENCE,
  });
  return answer;
}

/** What is certain: a zone counts from a photo only when all of its check digits hold. */
function readingsOf(answer: PhotoAnswer, today: string): DocumentReading[] {
  if (answer.outcome !== 'read') return [];
  const mrz = answer.zone === undefined ? undefined : readMrz(answer.zone, today);
  const barcodes = answer.barcodes.flatMap(({ payload }) => readLicenceBarcode(payload) ?? []);
  return [
    ...(mrz?.checkDigitsHold ? [{ from: 'photo' as const, mrz }] : []),
    ...barcodes.map((barcode) => ({ from: 'photo' as const, barcode })),
  ];
}

const WORDS: Readonly<Record<Unreadable, string>> = {
  'not-kept': 'is not kept here',
  'not-an-image': 'is no image',
  'unsupported-image': 'is an image of a kind that is not read',
  'too-large': 'is too large to be read',
  damaged: 'is damaged',
  'nothing-found': 'shows no zone and no barcode that could be read',
};

function unreadPhoto(
  input: StepInput<IdConfiguration>,
  document: CheckedDocument,
  answer: PhotoAnswer,
): RunError {
  if (answer.outcome === 'silent') {
    return silenceError(input.capabilities.photos?.name ?? 'photos', answer);
  }
  const why = answer.outcome === 'read' ? 'was not read with certainty' : WORDS[answer.because];
  return unreadError(document, `A file of the document ${why}`);
}

function unreadError({ documentId }: CheckedDocument, description: string): RunError {
  return { code: 'DOC-0422', description, location: `documents.${documentId}` };
}
