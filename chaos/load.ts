import { Agent, request } from 'node:http';

/** How one request came out; status 0 where no whole answer came. */
export type Outcome = { readonly status: number; readonly tookMs: number; hasRetryAfter: boolean };

export type LoadRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

const PATIENCE_MS = 60_000;

/** Sends requests at little cost, on as many connections as it takes. */
export class LoadSender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

  send({ method, url, headers, body }: LoadRequest): Promise<Outcome> {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const end = (status: number, hasRetryAfter = false) =>
        resolve({ status, hasRetryAfter, tookMs: performance.now() - startedAt });
      const asked = request(url, { method, headers, agent: this.#agent, timeout: PATIENCE_MS });
      asked.once('response', (answer) => {
        answer.resume();
        answer.once('error', () => end(0));
        answer.once('end', () => {
          end(answer.statusCode ?? 0, answer.headers['retry-after'] !== undefined);
        });
      });
      asked.once('timeout', () => asked.destroy());
      asked.once('error', () => end(0));
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Milliseconds within which so many of a hundred were answered. */
export function percentile(outcomes: readonly Outcome[], share: number): number {
  const sorted = outcomes.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil((sorted.length * share) / 100) - 1);
  return Math.round(sorted[Math.max(0, at)] ?? 0);
}
