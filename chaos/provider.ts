import { createHash, randomBytes, randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedId } from '../packages/server/src/providers/http/message-signature.ts';

/** How the provider treats whoever asks: each mood is kept for a while. */
export const MOODS = ['well', 'dropping', 'stalling', 'failing'] as const;
/** In the calm nothing goes wrong at all. */
export type Mood = (typeof MOODS)[number] | 'calm';

/** How servers know it. */
export const PROVIDER_NAME = 'chaos-bureau';
/** How long servers wait for it; a stalled answer takes longer. */
export const PROVIDER_TIMEOUT_MS = 1_500;
const STALL_MS = 2_500;

type Ask = {
  readonly subject?: { readonly entityId: string } & Record<
    'names' | 'births' | 'addresses',
    Element[]
  >;
  readonly attributes?: readonly string[];
  readonly subjects?: readonly { readonly objectId: string; readonly kind: string }[];
};
type Element = { readonly objectId: string };

/**
 * Somebody whom servers ask, and who remembers every ask: what was sent under which key, and whom an
 * answer has confirmed.
 */
export class ChaosProvider {
  readonly secret = `whsec_${randomBytes(32).toString('base64')}`;
  mood: Mood = 'well';
  asks = 0;
  repeated = 0;
  /** Asks that were dropped, stalled or refused. */
  mistreated = 0;
  readonly violations: string[] = [];
  /** People whom an answer that left this provider has confirmed. */
  readonly confirmed = new Set<string>();
  readonly #payloads = new Map<string, string>();
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch(() => response.destroy());
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  /** The operator's file that names it. */
  settings(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `providers:
  - kind: http
    name: ${PROVIDER_NAME}
    url: http://127.0.0.1:${port}
    capabilities: [identity, fraud]
    secret: { env: CHAOS_PROVIDER_SECRET }
    timeoutMs: ${PROVIDER_TIMEOUT_MS}
    asksForSandboxes: true
`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (!this.#note(request, body)) return void response.writeHead(401).end();
    const fault = this.#fault();
    if (fault !== 'well') this.mistreated += 1;
    if (fault === 'stalling') await sleep(STALL_MS);
    if (fault === 'failing') return void response.writeHead(503).end();
    if (fault === 'dropping' && randomInt(2) === 0) return void request.socket.destroy();
    const ask = JSON.parse(body.toString()) as Ask;
    const answer = request.url === '/identity' ? this.#confirm(ask) : cleared(ask);
    if (fault === 'dropping') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  /** Of each mood some asks are spared; also in the best one a few go wrong. */
  #fault(): Mood {
    const lot = randomInt(100);
    if (this.mood === 'calm') return 'well';
    if (this.mood !== 'well') return lot < 70 ? this.mood : 'well';
    return lot < 3 ? (MOODS[1 + randomInt(MOODS.length - 1)] ?? 'dropping') : 'well';
  }

  /** Whether the ask was signed; one key stands for one payload for ever. */
  #note(request: IncomingMessage, body: Buffer): boolean {
    const headers = request.headers as Readonly<Record<string, string | undefined>>;
    const key = headers['idempotency-key'] ?? '';
    const secret = Buffer.from(this.secret.slice('whsec_'.length), 'base64');
    if (signedId(secret, { headers, body }, new Date()) !== key || key === '') {
      this.violations.push(`An ask at ${request.url} was not signed as its key.`);
      return false;
    }
    this.asks += 1;
    const payload = createHash('sha256').update(body).digest('hex');
    const before = this.#payloads.get(key);
    if (before !== undefined) this.repeated += 1;
    if (before !== undefined && before !== payload) {
      this.violations.push(`${request.url} was asked with two payloads under ${key}.`);
    }
    this.#payloads.set(key, before ?? payload);
    return true;
  }

  #confirm({ subject, attributes = [] }: Ask): object {
    if (!subject) return { sources: [] };
    this.confirmed.add(subject.entityId);
    const elements = {
      name: subject.names,
      dob: subject.births,
      address: subject.addresses,
      gender: [{ objectId: subject.entityId }],
    };
    const found = attributes.flatMap((attribute) =>
      (elements[attribute as keyof typeof elements] ?? []).map(({ objectId }) => ({
        attribute,
        objectId,
        result: 'MATCH',
      })),
    );
    return { sources: [{ source: 'chaos-roll', sourceName: 'Chaos roll', attributes: found }] };
  }
}

function cleared({ subjects = [] }: Ask): object {
  return {
    findings: subjects.map(({ objectId, kind }) => ({
      ...{ objectId, kind },
      riskLevel: 'LOW',
      indicators: [],
    })),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
