import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type SourceCall, SourceUnavailable } from './source-call.ts';
import { type VendorServer, vendorServer } from './test-vendor-server.ts';

/** What a person's data looks like in tests: it must never come back in an error. */
export const PRIVATE = 'Quillfeather';

const drip = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const dripping = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(dripping));
};

type Way = {
  readonly how: string;
  readonly because: 'timeout' | 'error' | 'refused';
  readonly isRepeated: boolean;
  readonly answer: (response: ServerResponse) => void;
};

const says = (status: number, body: string, headers: Record<string, string> = {}) => {
  return (response: ServerResponse) => void response.writeHead(status, headers).end(body);
};

/** Every way in which a source can be silent. */
const WAYS: readonly Way[] = [
  { how: 'never answers', because: 'timeout', isRepeated: true, answer: () => undefined },
  { how: 'drips', because: 'timeout', isRepeated: true, answer: drip },
  { how: 'fails', because: 'error', isRepeated: true, answer: says(500, PRIVATE) },
  { how: 'is busy', because: 'error', isRepeated: true, answer: says(429, PRIVATE) },
  { how: 'has no time', because: 'timeout', isRepeated: true, answer: says(504, '') },
  { how: 'refuses', because: 'refused', isRepeated: false, answer: says(400, PRIVATE) },
  { how: 'forbids', because: 'refused', isRepeated: false, answer: says(403, '{}') },
  {
    how: 'sends elsewhere',
    because: 'refused',
    isRepeated: false,
    answer: says(302, '', { location: `http://127.0.0.1:1/${PRIVATE}` }),
  },
  { how: 'hangs up', because: 'error', isRepeated: true, answer: (r) => void r.destroy() },
  {
    how: 'hangs up in the middle',
    because: 'error',
    isRepeated: true,
    answer: (r) => void r.writeHead(200, { 'content-length': '9' }).write('{', () => r.destroy()),
  },
  { how: 'says nothing', because: 'error', isRepeated: false, answer: says(200, '') },
  {
    how: 'stops short',
    because: 'error',
    isRepeated: false,
    answer: says(200, `{"a": "${PRIVATE}`),
  },
  { how: 'speaks HTML', because: 'error', isRepeated: false, answer: says(200, `<p>${PRIVATE}`) },
  { how: 'means something else', because: 'error', isRepeated: false, answer: says(200, '[]') },
  {
    how: 'has another shape',
    because: 'error',
    isRepeated: false,
    answer: says(200, JSON.stringify({ [PRIVATE]: PRIVATE, sources: PRIVATE, responses: 3 })),
  },
  {
    how: 'packs what nobody can open',
    because: 'error',
    isRepeated: false,
    answer: says(200, '{}', { 'content-encoding': 'br' }),
  },
  {
    how: 'says too much',
    because: 'error',
    isRepeated: false,
    answer: (response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const pour = () => {
        while (response.write(chunk));
        response.once('drain', pour);
      };
      response.on('close', () => response.removeAllListeners('drain'));
      pour();
    },
  },
];

/** How long adapters wait in these tests, and how much they read. */
export const IMPATIENT = { timeoutMs: 400, largestBytes: 256 * 1024 };

type Adapter = {
  readonly name: string;
  /** Asks a server at this address about somebody called {@link PRIVATE}. */
  readonly ask: (url: string, call: SourceCall) => Promise<unknown>;
};

/** Whatever a source does in place of answering, its adapter says so by name, and nothing of the person. */
export function silenceConformance({ name, ask }: Adapter): void {
  describe(`the silence of ${name}`, () => {
    let server: VendorServer | undefined;
    afterEach(() => server?.close());

    it.each(WAYS)('is told when it $how', async ({ because, isRepeated, answer }) => {
      server = await vendorServer((_, response) => answer(response));
      const told = await silenceOf(ask(server.url, callOf()));
      expect(told).toMatchObject({ by: isRepeated ? 'throwing' : 'answering', because });
      expect(told.text).toContain(name);
      expect(told.text).not.toContain(PRIVATE);
      expect(server.received).toHaveLength(1);
    });

    it('is told when nobody is there', async () => {
      const gone = await vendorServer(() => undefined);
      await gone.close();
      const told = await silenceOf(ask(gone.url, callOf()));
      expect(told).toMatchObject({ by: 'throwing', because: 'error' });
    });

    it('is told when whoever asks has no more time', async () => {
      server = await vendorServer(() => undefined);
      const told = await silenceOf(ask(server.url, callOf(AbortSignal.timeout(50))));
      expect(told).toMatchObject({ by: 'throwing', because: 'timeout' });
    });

    it('is none of its own when the ask is called off', async () => {
      server = await vendorServer(() => undefined);
      const off = AbortSignal.abort(new Error('the run went elsewhere'));
      await expect(ask(server.url, callOf(off))).rejects.toThrow('the run went elsewhere');
    });
  });
}

/** An ask on behalf of an invented tenant. */
export function callOf(signal = AbortSignal.timeout(30_000), isSandbox = false): SourceCall {
  return {
    tenantId: '5f0e9b5e-0c8e-4a53-9d2e-1f6a6c0f7b10',
    isSandbox,
    idempotencyKey: '01JRUN00000000000000000000/Check identity/bureau',
    signal,
  };
}

async function silenceOf(asking: Promise<unknown>) {
  try {
    const answer = Object(await asking);
    expect(answer.outcome).toBe('silent');
    return { by: 'answering', because: answer.because, text: JSON.stringify(answer) };
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error;
    const text = `${error.message} ${error.stack} ${String(error.cause)}`;
    return { by: 'throwing', because: error.because, text };
  }
}
