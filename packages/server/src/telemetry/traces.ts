import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Observer, SpanFacts } from '../kernel/observer.ts';

/** A request that is traced from its arrival to its answer. */
export type RequestSpan = {
  /** Goes on inside the span. */
  enter(goOn: () => void): void;
  end(answered: { readonly route: string; readonly status: number }): void;
};

export type Traces = {
  readonly span: Observer['span'];
  /** Takes up the caller's trace where the headers name one. */
  request(asked: {
    readonly method: string;
    readonly requestId: string;
    readonly headers: Readonly<Record<string, unknown>>;
  }): RequestSpan;
  /** Sends what has ended. */
  flush(): Promise<void>;
  /** Sends what is left. */
  close(): Promise<void>;
};

export type TraceOptions = {
  readonly version: string;
  /** The share of requests that are traced where their caller has not decided, from 0 to 1. */
  readonly share: number;
  /** Where spans go; the collector of `OTEL_EXPORTER_OTLP_ENDPOINT` when absent. */
  readonly exporter?: SpanExporter;
};

const propagator = new W3CTraceContextPropagator();

/**
 * Spans for an OpenTelemetry collector. What a span says is what {@link SpanFacts} allow; errors are told by
 * their class, since their words may quote somebody.
 */
export function openTraces({ version, share, exporter }: TraceOptions): Traces {
  const processor = new BatchSpanProcessor({ exporter: exporter ?? new OTLPTraceExporter() });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'probity', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('probity', version);
  const surrounding = new AsyncLocalStorage<Context>();
  const here = () => surrounding.getStore() ?? ROOT_CONTEXT;
  return {
    span(name, facts, work) {
      const parent = here();
      const span = tracer.startSpan(name, { attributes: attributesOf(facts) }, parent);
      const tell = (more: SpanFacts) => void span.setAttributes(attributesOf(more));
      return surrounding.run(trace.setSpan(parent, span), async () => {
        try {
          return await work({ tell });
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR });
          span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
          throw error;
        } finally {
          span.end();
        }
      });
    },
    request({ method, requestId, headers }) {
      const caller = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const attributes = { 'http.request.method': method, 'probity.request.id': requestId };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, caller);
      return {
        enter: (goOn) => surrounding.run(trace.setSpan(caller, span), goOn),
        end({ route, status }) {
          span.updateName(`${method} ${route}`);
          span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    flush: () => provider.forceFlush(),
    close: () => provider.shutdown(),
  };
}

function attributesOf(facts: SpanFacts) {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [`probity.${name}`, value]),
  );
}
