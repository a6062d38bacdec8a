import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  type ConnectionError,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { DomainError } from '../kernel/domain-error.ts';
import { newUlid } from '../kernel/id.ts';
import { bugAnswer, expectedAnswer } from './error-answer.ts';
import { parseJsonBody } from './json-body.ts';
import { send } from './mount.ts';

/** Longest path parameter as it is sent: every name that schemas take, at nine bytes a character. */
const MAX_PARAMETER = 9 * 255;
/** Longest wait for a whole request to arrive, so that slow senders do not hold connections. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Requests under way end; new ones belong to another node, or to the one that starts next. */
class ServerStopping extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor() {
    super('The server is stopping', [{ issue: 'Try again in a moment', issueLocation: 'request' }]);
  }
}

/**
 * The shell around every route: request ids, bodies, errors in the contract's shape, and one log
 * line a request that names the route, never its parameters.
 */
export function httpServer(
  logger: Logger,
  leaving: { readonly isLeaving: boolean } = { isLeaving: false },
): FastifyInstance {
  const app = fastify({
    genReqId: newUlid,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAMETER, ignoreTrailingSlash: true },
    return503OnClosing: false, // the framework's answer would be in its own words
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => refuseNoHttp(logger, error, socket),
    frameworkErrors: (_error, request, reply) => refuseUrl(logger, request, reply),
  });
  readBodiesAsJson(app);
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    if (isStopping) throw new ServerStopping();
  });
  // A connection that is kept alive would keep the server from stopping, or be cut off then.
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping || leaving.isLeaving) reply.header('Connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    logAnswer(logger, request, reply);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const expected = expectedAnswer(error, request.id);
    if (!expected) logBug(logger, request, error);
    const answer = expected ?? bugAnswer(request.id);
    const { retryAfterSeconds } = answer;
    if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
    return send(reply, answer);
  });
  app.setNotFoundHandler((request, reply) => {
    const body = {
      errorCode: 'API-0404',
      errorMsg: 'There is no such operation',
      details: [{ issue: 'No operation has this method and path', issueLocation: 'request' }],
      requestId: request.id,
    };
    return send(reply, { status: 404, body });
  });
  return app;
}

function logAnswer(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  logger.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    },
    'request answered',
  );
}

/**
 * What no route can be found for, and so no hook runs for; the framework's own answer would repeat
 * the URL.
 */
function refuseUrl(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const body = {
    errorCode: 'API-0400',
    errorMsg: 'Request is not valid',
    details: [{ issue: 'The path is malformed or too long', issueLocation: 'path' }],
    requestId: request.id,
  };
  reply.header('X-Request-Id', request.id);
  send(reply, { status: 400, body });
  logAnswer(logger, request, reply);
}

/** What is no HTTP at all, or more headers than anybody needs: there is no request to answer. */
function refuseNoHttp(logger: Logger, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLarge ? 431 : 400;
  const requestId = newUlid();
  const issue = isTooLarge ? 'The headers are too large' : 'Must be HTTP/1.1';
  const body = JSON.stringify({
    errorCode: `API-0${status}`,
    errorMsg: 'Request is not valid',
    details: [{ issue, issueLocation: 'request' }],
    requestId,
  });
  logger.info({ requestId, route: 'unknown', status }, 'request answered');
  if (!socket.writable) return void socket.destroy();
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function readBodiesAsJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'text/plain', 'application/*+json'],
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, parseJsonBody(Buffer.isBuffer(body) ? body : Buffer.from(body)));
      } catch (error) {
        done(error instanceof Error ? error : new Error('body'), undefined);
      }
    },
  );
}

/** The stack says where; the message is left out, since it may quote what somebody sent. */
function logBug(logger: Logger, request: FastifyRequest, error: Error): void {
  logger.error(
    {
      requestId: request.id,
      route: request.routeOptions.url,
      error: error.name,
      stack: error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')),
    },
    'request failed unexpectedly',
  );
}
