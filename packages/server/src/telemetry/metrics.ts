import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observer } from '../kernel/observer.ts';
import { type Standings, standingMeters } from './standing-meters.ts';

export type Metrics = {
  readonly counted: Omit<Observer, 'span'>;
  requestAnswered(request: AnsweredRequest): void;
  /** As Prometheus reads them. A database that does not answer in time is part of what they say. */
  read(standings: Standings): Promise<string>;
  readonly contentType: string;
};

type AnsweredRequest = {
  readonly method: string;
  /** The pattern, never the path. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
};

const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];
const STEP_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5, 15, 60];
const PROVIDER_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Counters that cost a microsecond where something happens; what stands somewhere anyway is looked up
 * when somebody reads. Labels are routes, types, outcomes, and names that the operator has given.
 */
export function openMetrics({
  version,
  ofProcess,
}: {
  readonly version: string;
  /** Also memory, event loop and garbage collection of this process: once a process. */
  readonly ofProcess: boolean;
}): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const build = new Gauge({
    name: 'probity_build_info',
    help: 'Always 1; the version is the label.',
    labelNames: ['version'],
    registers: [registry],
  });
  build.set({ version }, 1);
  const requestAnswered = requestMeter(registry);
  const counted = workMeters(registry);
  const standing = standingMeters(registry);
  return {
    counted,
    requestAnswered,
    contentType: registry.contentType,
    async read(standings) {
      await standing(standings);
      return registry.metrics();
    },
  };
}

function requestMeter(registry: Registry): Metrics['requestAnswered'] {
  const requests = new Histogram({
    name: 'probity_http_request_duration_seconds',
    help: 'From the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [registry],
  });
  return ({ method, route, status, seconds }) =>
    requests.labels(method, route, `${Math.floor(status / 100)}xx`).observe(seconds);
}

function workMeters(registry: Registry): Metrics['counted'] {
  const registers = [registry];
  const steps = new Histogram({
    name: 'probity_step_duration_seconds',
    help: 'Attempts of steps; the outcome is the result, or that the attempt failed or waits.',
    labelNames: ['type', 'outcome'],
    buckets: STEP_SECONDS,
    registers,
  });
  const givenUp = new Counter({
    name: 'probity_steps_given_up_total',
    help: 'Steps whose every attempt failed: their silence is shown to an officer.',
    labelNames: ['type', 'reason'],
    registers,
  });
  const executions = new Counter({
    name: 'probity_executions_concluded_total',
    help: 'Executions that this node brought to an end, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const asks = new Histogram({
    name: 'probity_provider_request_duration_seconds',
    help: 'Single asks of providers; those that an open breaker spared count as "spared".',
    labelNames: ['provider', 'outcome'],
    buckets: PROVIDER_SECONDS,
    registers,
  });
  return {
    stepAttempted: ({ type, outcome, seconds }) => steps.labels(type, outcome).observe(seconds),
    stepGivenUp: ({ type, reason }) => givenUp.labels(type, reason).inc(),
    executionConcluded: (outcome) => executions.labels(outcome).inc(),
    providerAsked: ({ provider, outcome, seconds }) =>
      asks.labels(provider, outcome).observe(seconds),
  };
}
