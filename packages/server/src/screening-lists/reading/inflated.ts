import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type ListFile, ListUnreadable } from '../list-source.ts';

const GZIP = [0x1f, 0x8b] as const;

/** The file's content, unpacked if it is gzip: publishers serve large lists either way. */
export function inflated(file: ListFile): ListFile {
  return { ...file, open: () => contentOf(file) };
}

async function* contentOf(file: ListFile): AsyncGenerator<Buffer> {
  const chunks = file.open()[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const whole = joined(first.value, chunks);
  if (first.value[0] !== GZIP[0] || first.value[1] !== GZIP[1]) {
    yield* whole;
    return;
  }
  const source = Readable.from(whole, { objectMode: false });
  const unpacked = createGunzip();
  source.on('error', (cause) => unpacked.destroy(cause));
  source.pipe(unpacked);
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) yield chunk;
  } catch (cause) {
    throw asUnreadable(file, cause);
  } finally {
    source.destroy();
  }
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function asUnreadable(file: ListFile, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!code.startsWith('Z_')) return cause;
  const issue =
    code === 'Z_BUF_ERROR'
      ? 'The file is truncated: its compressed content breaks off.'
      : 'The compressed content of the file is damaged.';
  return new ListUnreadable(issue, { file: file.name });
}
