import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError, InvalidRequest } from '../kernel/domain-error.ts';

/** What came with a form; the first of each name counts. */
export type UploadedForm = {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: Readonly<
    Record<string, { readonly bytes: Buffer; readonly isTooLarge: boolean }>
  >;
};

export type FormLimits = { readonly largestBytes: number; readonly mostFiles: number };

const MOST_FIELDS = 10;
const LONGEST_FIELD_BYTES = 1_000;

/** Lets the routes of a scope take forms as browsers send them; small enough to be held in memory. */
export async function withForms(
  scope: FastifyInstance,
  { largestBytes, mostFiles }: FormLimits,
): Promise<void> {
  await scope.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fileSize: largestBytes,
      files: mostFiles,
      fields: MOST_FIELDS,
      fieldSize: LONGEST_FIELD_BYTES,
      parts: mostFiles + MOST_FIELDS,
    },
  });
}

/** @throws {@link InvalidRequest} for what is no form, is cut off, or has more parts than a form of ours */
export async function receiveForm(request: FastifyRequest): Promise<UploadedForm> {
  if (!request.isMultipart()) throw badForm('The body must be multipart/form-data');
  const fields = new Map<string, string>();
  const files = new Map<string, { bytes: Buffer; isTooLarge: boolean }>();
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const file = await receive(part);
        if (!files.has(part.fieldname)) files.set(part.fieldname, file);
      } else if (typeof part.value === 'string' && !fields.has(part.fieldname)) {
        fields.set(part.fieldname, part.value);
      }
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw badForm('The form could not be read to its end', cause);
  }
  return { fields: Object.fromEntries(fields), files: Object.fromEntries(files) };
}

/** Of a file that is too large only its beginning; the rest is passed over. */
async function receive({ file }: MultipartFile) {
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  return { bytes: Buffer.concat(chunks), isTooLarge: file.truncated };
}

function badForm(issue: string, cause?: unknown): InvalidRequest {
  const failure = new InvalidRequest([{ issue, issueLocation: 'body' }]);
  failure.cause = cause;
  return failure;
}
