import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { Validators } from './list-download.store.ts';

/** How files are fetched. */
export type DownloadTools = {
  /** From {@link downloadAgent}. */
  readonly agent: Dispatcher;
  /** More is refused, whatever the publisher says; 512 MB where not given. */
  readonly largestBytes?: number;
  /** For the whole file; 15 minutes where not given. */
  readonly timeoutMs?: number;
};

export type Download =
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'downloaded'; readonly sizeBytes: number; readonly validators: Validators };

/** Why a file did not come. */
export type DownloadFailure =
  | 'unreachable'
  | 'not-trusted'
  | 'timed-out'
  | 'refused'
  | 'redirected-astray'
  | 'too-large'
  | 'broken-off';

/** The file did not come, or not whole. Says nothing that the other side sent. */
export class DownloadFailed extends Error {
  readonly because: DownloadFailure;

  constructor(because: DownloadFailure, cause?: unknown) {
    super(`The file could not be fetched: ${because}.`, { cause });
    this.because = because;
  }
}

export type ProxySettings = {
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
  /** Authorities that are trusted in place of the system's, in PEM; for tests. */
  readonly ca?: string;
};

/** Connections through the proxy that the settings name, if any. Close it in the end. */
export function downloadAgent({ httpsProxy, noProxy, ca }: ProxySettings): Dispatcher {
  return new EnvHttpProxyAgent({
    httpsProxy: httpsProxy ?? '',
    httpProxy: '',
    noProxy: noProxy ?? '',
    ...(ca !== undefined && { connect: { ca }, requestTls: { ca } }),
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
}

const LARGEST_BYTES = 512 * 1024 * 1024;
const TIMEOUT_MS = 15 * 60_000;
const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Fetches a file over HTTPS into `path`, unless it is what the validators speak of.
 *
 * @throws {@link DownloadFailed}; what lies at `path` then is not to be used
 */
export async function downloadFile(
  tools: DownloadTools,
  wanted: { readonly url: string; readonly validators: Validators; readonly path: string },
  signal?: AbortSignal,
): Promise<Download> {
  const deadline = AbortSignal.timeout(tools.timeoutMs ?? TIMEOUT_MS);
  const ending = signal ? AbortSignal.any([deadline, signal]) : deadline;
  try {
    const answer = await lastAnswer(tools, wanted, ending);
    if (answer.statusCode === 304) {
      await answer.body.dump();
      return { outcome: 'unchanged' };
    }
    if (answer.statusCode !== 200) throw await refusal(answer, 'refused');
    const sizeBytes = await keep(answer, wanted.path, tools.largestBytes ?? LARGEST_BYTES);
    return { outcome: 'downloaded', sizeBytes, validators: validatorsOf(answer) };
  } catch (cause) {
    throw asFailure(cause, ending);
  }
}

type Answer = Dispatcher.ResponseData;

async function lastAnswer(
  { agent: dispatcher }: DownloadTools,
  { url, validators }: { readonly url: string; readonly validators: Validators },
  signal: AbortSignal,
): Promise<Answer> {
  let at = new URL(url);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    if (at.protocol !== 'https:') throw new DownloadFailed('redirected-astray');
    const answer = await request(at, { dispatcher, signal, headers: headersFor(validators) });
    const { location } = answer.headers;
    if (!REDIRECTS.includes(answer.statusCode)) return answer;
    if (typeof location !== 'string' || !URL.canParse(location, at.href)) {
      throw await refusal(answer, 'redirected-astray');
    }
    await answer.body.dump();
    at = new URL(location, at);
  }
  throw new DownloadFailed('redirected-astray');
}

function headersFor({ etag, lastModified }: Validators) {
  return {
    'user-agent': 'Probity',
    accept: '*/*',
    'accept-encoding': 'identity',
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

/** An answer of another encoding than was asked for would be kept as it cannot be read. */
async function keep(answer: Answer, path: string, largestBytes: number): Promise<number> {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw await refusal(answer, 'refused');
  if (Number(answer.headers['content-length'] ?? 0) > largestBytes) {
    throw await refusal(answer, 'too-large');
  }
  let sizeBytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      if (sizeBytes > largestBytes) throw new DownloadFailed('too-large');
      yield chunk;
    }
  };
  await pipeline(answer.body, counted, createWriteStream(path));
  return sizeBytes;
}

async function refusal(answer: Answer, because: DownloadFailure): Promise<DownloadFailed> {
  answer.body.on('error', () => undefined).destroy();
  return new DownloadFailed(because);
}

function validatorsOf({ headers }: Answer): Validators {
  const { etag, 'last-modified': lastModified } = headers;
  return {
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  };
}

const UNREACHABLE = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/;
const TIMED_OUT = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const NOT_TRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;

function asFailure(cause: unknown, ending: AbortSignal): DownloadFailed {
  if (cause instanceof DownloadFailed) return cause;
  if (ending.aborted) return new DownloadFailed('timed-out', cause);
  const codes = codesOf(cause);
  if (codes.some((code) => TIMED_OUT.test(code))) return new DownloadFailed('timed-out', cause);
  if (codes.some((code) => NOT_TRUSTED.test(code))) return new DownloadFailed('not-trusted', cause);
  if (codes.some((code) => UNREACHABLE.test(code))) return new DownloadFailed('unreachable', cause);
  // A proxy that refuses to connect says so with a status.
  if (codes.includes('UND_ERR_ABORTED')) return new DownloadFailed('unreachable', cause);
  return new DownloadFailed('broken-off', cause);
}

/** Of the error, of its causes, and of each address that was tried. */
function codesOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) return [];
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : [];
  const tried = cause instanceof AggregateError ? cause.errors.flatMap(codesOf) : [];
  return [...own, ...tried, ...codesOf(cause.cause)];
}
