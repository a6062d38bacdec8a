import type {
  PublishedContract,
  PublishedOperation,
} from '../packages/server/test/published-contract.ts';

/** Who sends: a customer, or a customer's child, with a key. */
export type Sender = {
  readonly customerId: string;
  readonly customerChildId?: string | undefined;
  readonly apiKey: string;
};

export type Request = {
  /** Values for the braces of the path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Over those that every request has; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
};

export type Answer = { readonly status: number; readonly body: unknown };

/** Requests to a running server, each answer held against the contract. */
export type Exchange = {
  send(operation: PublishedOperation, request?: Request): Promise<Answer>;
  /** Statuses that came, by part and operation. */
  readonly came: ReadonlyMap<string, ReadonlySet<number>>;
  /** The first good answer of each kind, by `METHOD path status`. */
  readonly answers: ReadonlyMap<string, unknown>;
  /** What did not keep to the contract, a sentence each, each once. */
  readonly violations: ReadonlySet<string>;
  /** How many answers were checked, how many of them said 500, and how many came not at all. */
  readonly counts: { responses: number; fuzz500: number; unanswered: number };
};

export function keyOf({ part, operationId }: PublishedOperation): string {
  return `${part} ${operationId}`;
}

const PATIENCE_MS = 60_000;

export function exchangeWith(contract: PublishedContract, url: string, sender: Sender): Exchange {
  const came = new Map<string, Set<number>>();
  const answers = new Map<string, unknown>();
  const violations = new Set<string>();
  const counts = { responses: 0, fuzz500: 0, unanswered: 0 };
  return {
    came,
    answers,
    violations,
    counts,
    async send(operation, request = {}) {
      const { method } = operation;
      const path = pathOf(operation, request);
      const response = await fetch(`${url}${path}`, {
        method,
        headers: headersOf(sender, request),
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).catch((error: unknown) => {
        counts.unanswered += 1;
        violations.add(`${keyOf(operation)}: no answer (${String(error)})`);
      });
      if (!response) return { status: 0, body: undefined };
      const { status } = response;
      const body: unknown = await response.json().catch(() => undefined);
      counts.responses += 1;
      if (status === 500) counts.fuzz500 += 1;
      const kind = `${method} ${operation.path} ${status}`;
      if (status < 300 && !answers.has(kind)) answers.set(kind, body);
      // Both parts of the contract may publish one path: the answer has to keep to both.
      for (const published of contract.operationsAt({ method, path })) {
        const statuses = came.get(keyOf(published)) ?? new Set();
        came.set(keyOf(published), statuses.add(status));
        for (const problem of problemsOf(contract, published, { status, body })) {
          // One sentence for what is wrong with every element of a list.
          const place = problem.replaceAll(/\/\d+/g, '/*');
          violations.add(`${keyOf(published)} ${status}: ${place}`);
        }
      }
      return { status, body };
    },
  };
}

function problemsOf(
  contract: PublishedContract,
  operation: PublishedOperation,
  { status, body }: Answer,
): string[] {
  if (status >= 500 && status !== 503) return ['the server failed'];
  // The contract has the header for background on operations whose 202 it does not describe.
  if (status === 202 && !operation.answers.has(202)) return [];
  return contract.answerProblems(operation, status, body);
}

function pathOf(
  { path: template }: PublishedOperation,
  { path = {}, query = {} }: Request,
): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? 'missing').replaceAll('.', '%2E'),
  );
  return Object.keys(query).length > 0 ? `${filled}?${new URLSearchParams(query)}` : filled;
}

function headersOf(sender: Sender, { body, headers }: Request): Record<string, string> {
  const all: Record<string, string | undefined> = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    api_key: sender.apiKey,
    'X-Frankie-CustomerID': sender.customerId,
    'X-Frankie-CustomerChildID': sender.customerChildId,
    ...headers,
  };
  const given = Object.entries(all).filter((pair): pair is [string, string] => !!pair[1]);
  return Object.fromEntries(given);
}
