import type { FastifyInstance, FastifyRequest } from 'fastify';

type AnsweredRequest = {
  readonly method: string;
  /** The pattern, never the path. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
};

type RequestSpan = {
  enter(goOn: () => void): void;
  end(answered: { readonly route: string; readonly status: number }): void;
};

export type RequestObserver = {
  answered(request: AnsweredRequest): void;
  /** Absent where nobody traces. */
  readonly begin?: (asked: {
    readonly method: string;
    readonly requestId: string;
    readonly headers: FastifyRequest['headers'];
  }) => RequestSpan;
};

/** Tells of requests and their answers. Call it before routes are mounted. */
export function observeRequests(app: FastifyInstance, observer: RequestObserver): void {
  const { begin } = observer;
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  if (begin) {
    app.addHook('onRequest', (request, _reply, done) => {
      const { method, id: requestId, headers } = request;
      spans.set(request, begin({ method, requestId, headers }));
      done();
    });
    // Only here: what arrives of a body would lead out of whatever was entered before.
    app.addHook('preHandler', (request, _reply, done) => {
      const span = spans.get(request);
      if (span) span.enter(done);
      else done();
    });
  }
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const answered = { route: routeOptions.url ?? 'unknown', status: reply.statusCode };
    observer.answered({ ...answered, method, seconds: reply.elapsedTime / 1000 });
    spans.get(request)?.end(answered);
    done();
  });
}
