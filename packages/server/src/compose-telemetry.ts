import type { FastifyInstance } from 'fastify';
import { metricsRoutes } from './features/metrics/metrics.routes.ts';
import { observeRequests } from './http/observe-requests.ts';
import { bearerOf } from './http/permit.ts';
import { type Observer, UNOBSERVED } from './kernel/observer.ts';
import { type Metrics, openMetrics } from './telemetry/metrics.ts';
import type { Standings } from './telemetry/standing-meters.ts';
import type { Traces } from './telemetry/traces.ts';
import { VERSION } from './version.ts';

/** What the process wants to know of itself beyond what every app counts. */
export type TelemetryOptions = {
  /** Also of the process: memory, event loop, garbage collection. */
  readonly ofProcess?: boolean;
  /** Lets in to `/metrics` and nowhere else. */
  readonly metricsKey?: string | null;
  /** Nobody traces if absent. */
  readonly traces?: Traces | null;
};

export type Telemetry = {
  readonly observer: Observer;
  /** Call it before routes are mounted. */
  observe(http: FastifyInstance): void;
  serve(http: FastifyInstance, operatorKey: string, standings: Standings): void;
  close(): Promise<void>;
};

export function composeTelemetry(options: TelemetryOptions): Telemetry {
  const { traces, metricsKey, ofProcess = false } = options;
  const metrics: Metrics = openMetrics({ version: VERSION, ofProcess });
  return {
    observer: { ...metrics.counted, span: traces?.span ?? UNOBSERVED.span },
    observe(http) {
      observeRequests(http, {
        answered: metrics.requestAnswered,
        ...(traces && { begin: traces.request }),
      });
    },
    serve(http, operatorKey, standings) {
      metricsRoutes(http, {
        permit: bearerOf([operatorKey, ...(metricsKey ? [metricsKey] : [])], 'metrics'),
        read: () => metrics.read(standings),
        contentType: metrics.contentType,
      });
    },
    close: async () => traces?.close(),
  };
}
