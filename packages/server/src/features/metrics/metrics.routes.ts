import type { FastifyInstance, FastifyRequest } from 'fastify';

export type MetricsTools = {
  /** Throws for whoever may not read them. */
  permit(request: FastifyRequest): void;
  read(): Promise<string>;
  readonly contentType: string;
};

/** Where Prometheus reads this node: `GET /metrics`. */
export function metricsRoutes(app: FastifyInstance, tools: MetricsTools): void {
  app.get('/metrics', {
    onRequest: async (request) => tools.permit(request),
    handler: async (_request, reply) => reply.type(tools.contentType).send(await tools.read()),
  });
}
