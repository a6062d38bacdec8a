import type { Operation } from '@probity/contract/operation';
import { parseRequest } from '@probity/contract/parse-request';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { InvalidRequest } from '../kernel/domain-error.ts';

/** A request that has been checked against its operation. */
export type Input<O extends Operation> = {
  readonly path: z.output<O['parameters']>;
  readonly query: z.output<O['query']>;
  readonly body: z.output<O['body']>;
};

/** An answer: `requestId` is added by the shell where the operation's answers carry one. */
export type Answer = {
  readonly status: number;
  readonly body: object;
};

/** What an operation's handler needs from the request beside its input. */
export type Caller<C> = (request: FastifyRequest) => Promise<C>;

export type Mount<C> = {
  readonly app: FastifyInstance;
  /** Who is calling; throws when they may not. */
  readonly caller: Caller<C>;
  /** Bytes; {@link DOCUMENT_BODY_LIMIT} where documents come along. */
  readonly bodyLimit?: number;
};

const MEGABYTE = 1024 * 1024;
/** What a request without files may weigh. */
const BODY_LIMIT = 2 * MEGABYTE;
/** What a request may weigh where documents come along: a dozen photographs in base64. */
export const DOCUMENT_BODY_LIMIT = 24 * MEGABYTE;

/** Serves one operation: permit, parse, call the command, answer. */
export function mount<C, O extends Operation>(
  { app, caller, bodyLimit = BODY_LIMIT }: Mount<C>,
  operation: O,
  handle: (ctx: C, input: Input<O>) => Promise<Answer>,
): void {
  app.route({
    method: operation.method,
    url: operation.path.replaceAll('{', ':').replaceAll('}', ''),
    bodyLimit,
    handler: async (request, reply) => {
      const ctx = await caller(request);
      const answer = await handle(ctx, inputOf(operation, request));
      return send(reply, answer);
    },
  });
}

/** Sends an answer as JSON. */
export function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function inputOf<O extends Operation>(operation: O, request: FastifyRequest): Input<O> {
  const parsed = parseRequest(operation, {
    parameters: request.params,
    query: request.query,
    body: request.body,
  });
  if (!parsed.ok) throw new InvalidRequest(parsed.details);
  return parsed.value;
}
