import type { Operation } from '@probity/contract/operation';
import {
  parseRequest,
  type ReceivedRequest,
  type RequestOf,
} from '@probity/contract/parse-request';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InvalidRequest } from '../kernel/domain-error.ts';
import type { Admission, Place } from './admission.ts';

/** An answer: `requestId` is added by the shell where the operation's answers carry one. */
export type Answer = {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What can be said before the answer. */
export type Interim = {
  /** Sends an interim `102 Processing`: the answer is about something that is still under way. */
  processing(): void;
  /** Waits for something that is at work elsewhere, and lets others be served meanwhile. */
  waitFor<T>(awaited: Promise<T>): Promise<T>;
};

/** What an operation's handler needs from the request beside its input. */
export type Caller<C> = (request: FastifyRequest) => Promise<C>;

/** A request that names itself in `Idempotency-Key`. */
export type KeyedRequest = {
  readonly key: string;
  readonly operationId: string;
  readonly sent: unknown;
  readonly entityId?: string | undefined;
};

/** Carries out a request that names itself once, however often it comes. */
export type AnswerOnce<C> = (
  ctx: C,
  request: KeyedRequest,
  carryOut: (ctx: C) => Promise<Answer>,
) => Promise<Answer>;

export type Mount<C> = {
  readonly app: FastifyInstance;
  /** Who is calling; throws when they may not. */
  readonly caller: Caller<C>;
  /** Refuses what is too much at once; without it everybody is let in. */
  readonly admission?: Admission | undefined;
  /** Where callers may name their changes. */
  readonly answerOnce?: AnswerOnce<C>;
  /** Throws where a caller asks too often; before the body is read. */
  readonly admit?: (ctx: C) => Promise<void>;
  /** Bytes; {@link DOCUMENT_BODY_LIMIT} where documents come along. */
  readonly bodyLimit?: number;
};

const MEGABYTE = 1024 * 1024;
/** What a request without files may weigh. */
const BODY_LIMIT = 2 * MEGABYTE;
/** What a request may weigh where documents come along: a dozen photographs in base64. */
export const DOCUMENT_BODY_LIMIT = 24 * MEGABYTE;

/** Serves one operation: admit, permit, parse, call the command, answer. */
export function mount<C, O extends Operation>(
  { app, caller, admission, answerOnce, admit, bodyLimit = BODY_LIMIT }: Mount<C>,
  operation: O,
  handle: (ctx: C, input: RequestOf<O>, interim: Interim) => Promise<Answer>,
): void {
  const contexts = new WeakMap<FastifyRequest, { readonly ctx: C; readonly place: Place }>();
  app.route({
    method: operation.method,
    url: operation.path.replaceAll('{', ':').replaceAll('}', ''),
    bodyLimit,
    // Before the body is read: who may not call does not get to send megabytes.
    onRequest: async (request, reply) => {
      const place = admission?.enter(reply.raw, bytesOf(request, bodyLimit)) ?? ANYWHERE;
      const ctx = await place.work(async () => {
        const permitted = await caller(request);
        await admit?.(permitted);
        return permitted;
      });
      contexts.set(request, { ctx, place });
    },
    handler: async (request, reply) => {
      const permitted = contexts.get(request);
      if (!permitted) throw new Error('A handler ran for a caller who was not let in.');
      const { ctx, place } = permitted;
      const processing = () => reply.raw.writeProcessing();
      const interim = { processing, waitFor: place.aside };
      const input = inputOf(operation, request);
      const carryOut = (asked: C) => handle(asked, input, interim);
      const keyed = answerOnce && keyedRequestOf(operation, request);
      const answer = await place.work(() =>
        keyed ? answerOnce(ctx, keyed, carryOut) : carryOut(ctx),
      );
      return send(reply, answer);
    },
  });
}

/** The place of who is let in without being counted. */
const ANYWHERE: Place = { work: (work) => work(), aside: (awaited) => awaited };

/** What the body will take up at most; files go to disk as they come. */
function bytesOf({ headers }: FastifyRequest, bodyLimit: number): number {
  if (headers['transfer-encoding'] !== undefined) return bodyLimit;
  return Math.min(Number(headers['content-length'] ?? 0), bodyLimit);
}

/** Sends an answer as JSON. */
export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  if (headers) reply.headers(headers);
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Undefined where the request does not name itself, or changes nothing by its nature. */
function keyedRequestOf(
  { operationId, method }: Operation,
  { headers, params, query, body }: FastifyRequest,
): KeyedRequest | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || (method !== 'POST' && method !== 'PATCH')) return undefined;
  const { entityId } = params as { readonly entityId?: string };
  const background = headers['x-frankie-background'] ?? '0';
  const sent = { params, query, body, background };
  return { key: String(key), operationId, sent, entityId: entityId?.toLowerCase() };
}

function inputOf<O extends Operation>(operation: O, request: FastifyRequest): RequestOf<O> {
  const received: ReceivedRequest = {
    parameters: request.params as Readonly<Record<string, string>>,
    query: request.query as Readonly<Record<string, string | readonly string[]>>,
    body: request.body,
  };
  const parsed = parseRequest(operation, received);
  if (!parsed.ok) throw new InvalidRequest(parsed.details);
  return parsed.value;
}
