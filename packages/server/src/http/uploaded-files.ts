import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError, InvalidRequest } from '../kernel/domain-error.ts';
import type { Caller, Mount } from './mount.ts';

/** A file that was uploaded, where it waits until it is read. */
export type UploadedFile = {
  /** Its own name, as it may be shown again: without folders and unprintable signs. */
  readonly name: string;
  readonly sizeBytes: number;
  open(): AsyncIterable<Buffer>;
};

/** What handlers of uploads get beside their context. */
export type Uploading = { readonly request: FastifyRequest };

const GIGABYTE = 1024 ** 3;
const LARGEST_FILE_BYTES = 2 * GIGABYTE;
/** More than any publisher's set. */
const MOST_FILES = 20;

/** A file is larger than any list. */
class UploadTooLarge extends DomainError {
  readonly kind = 'too-large';
  readonly code = 'API-0413';

  constructor() {
    super('A file is larger than this operation takes', [
      { issue: 'A file may have 2 GB.', issueLocation: 'body' },
    ]);
  }
}

/** A scope of its own in which bodies may be files: anywhere else they are JSON. */
export function mountUploads<C>(
  { app, caller, admission }: Mount<C>,
  routes: (mounting: Mount<C & Uploading>) => void,
): void {
  app.register(async (scope: FastifyInstance) => {
    await scope.register(multipart, {
      limits: { fileSize: LARGEST_FILE_BYTES, files: MOST_FILES, fields: MOST_FILES },
    });
    const uploader: Caller<C & Uploading> = async (request) => ({
      ...(await caller(request)),
      request,
    });
    routes({ app: scope, caller: uploader, admission });
  });
}

/** Keeps the files of a request on disk for as long as `work` takes; the system's folder if none is given. */
export async function withUploads<T>(
  request: FastifyRequest,
  folder: string | undefined,
  work: (files: readonly UploadedFile[]) => Promise<T>,
): Promise<T> {
  const place = await mkdtemp(join(folder ?? tmpdir(), 'probity-upload-'));
  try {
    return await work(await receiveFiles(request, place));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function receiveFiles(request: FastifyRequest, folder: string): Promise<UploadedFile[]> {
  const files: UploadedFile[] = [];
  if (!request.isMultipart()) throw badUpload('The body must be multipart/form-data');
  try {
    for await (const part of request.files()) files.push(await keep(part, folder));
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    if (cause instanceof request.server.multipartErrors.RequestFileTooLargeError) {
      throw new UploadTooLarge();
    }
    throw badUpload('The upload could not be read to its end', cause);
  }
  if (files.length === 0) throw badUpload('At least one file is needed, one part each');
  return files;
}

async function keep(part: MultipartFile, folder: string): Promise<UploadedFile> {
  const path = join(folder, randomUUID());
  await pipeline(part.file, createWriteStream(path));
  if (part.file.truncated) throw new UploadTooLarge();
  const { size } = await stat(path);
  return { name: plainName(part.filename), sizeBytes: size, open: () => createReadStream(path) };
}

function plainName(sent: string): string {
  const name = basename(sent.replaceAll('\\', '/')).replace(/[^\p{L}\p{N} ._()-]/gu, '_');
  return name.slice(0, 100) || 'file';
}

function badUpload(issue: string, cause?: unknown): InvalidRequest {
  const failure = new InvalidRequest([{ issue, issueLocation: 'body' }]);
  failure.cause = cause;
  return failure;
}
