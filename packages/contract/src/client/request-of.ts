import type { Operation } from '../operation.ts';
import type { ClientOptions } from './client-options.ts';

/** A file to send; the name goes with it. */
export type OutgoingFile = { readonly name: string; readonly content: Blob };

/** What a call carries, before types say which parts its operation needs. */
export type OutgoingCall = {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly files?: readonly OutgoingFile[] | undefined;
  readonly background?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** The HTTP request of one call. */
export function requestOf(options: ClientOptions, operation: Operation, call: OutgoingCall) {
  const headers = headersOf(options, operation, call);
  const url = urlOf(options.url, operation.path, call);
  const common = {
    method: operation.method,
    redirect: 'error',
    signal: call.signal ?? null,
  } as const;
  if (operation.bodyPresence === 'files') {
    return new Request(url, { ...common, headers, body: formOf(call.files ?? []) });
  }
  if (call.body === undefined) return new Request(url, { ...common, headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { ...common, headers, body: JSON.stringify(call.body) });
}

function headersOf(options: ClientOptions, { access }: Operation, call: OutgoingCall): Headers {
  const headers = new Headers({ accept: 'application/json' });
  const given = {
    'X-Frankie-Username': options.username,
    'X-Frankie-Channel': options.channel,
    'X-Frankie-Background': call.background ? '1' : undefined,
    'Idempotency-Key': call.idempotencyKey,
    ...(access === 'tenant' ? tenantHeaders(options) : {}),
    ...(access === 'operator' ? operatorHeaders(options) : {}),
    ...call.headers,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

function tenantHeaders({ apiKey, customerId, customerChildId }: ClientOptions) {
  return {
    api_key: apiKey,
    'X-Frankie-CustomerID': customerId,
    'X-Frankie-CustomerChildID': customerChildId,
  };
}

function operatorHeaders({ operatorKey }: ClientOptions) {
  return { authorization: operatorKey === undefined ? undefined : `Bearer ${operatorKey}` };
}

function urlOf(server: string, template: string, { path = {}, query = {} }: OutgoingCall): URL {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, path[name]));
  const url = new URL(`${server.replace(/\/+$/, '')}${filled}`);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    url.searchParams.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  return url;
}

/** A segment of dots would climb the path instead of naming something. */
function segment(name: string, value: unknown): string {
  const text = value === undefined ? '' : String(value);
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`The path parameter ${name} names nothing.`);
  return encodeURIComponent(text);
}

function formOf(files: readonly OutgoingFile[]): FormData {
  const form = new FormData();
  for (const { name, content } of files) form.append('file', content, name);
  return form;
}
