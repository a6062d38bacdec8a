import { describe, expect, it } from 'vitest';
import { openMetrics } from './metrics.ts';
import type { Standings } from './standing-meters.ts';

const engine = {
  active: 3,
  waiting: 2,
  outside: 1,
  stuck: 0,
  oldestAgeMs: 1500,
  held: 4,
  takeovers: 7,
  commits: 100,
  statements: 20,
};
const standings: Standings = {
  engine: async () => engine,
  lists: () => [
    { name: 'Sanctions', state: 'ready', ageHours: 2 },
    { name: 'Never loaded', state: 'not-loaded', ageHours: null },
  ],
  providers: () => [{ name: 'faces', health: { breaker: 'open' } }],
  pool: () => ({ total: 5, idle: 3, waiting: 1 }),
};

const open = () => openMetrics({ version: '1.2.3', ofProcess: false });

describe('openMetrics', () => {
  it('tells what stands where, as it is when somebody reads', async () => {
    const text = await open().read(standings);
    for (const line of [
      'probity_build_info{version="1.2.3"} 1',
      'probity_database_up 1',
      'probity_engine_runs{state="active"} 3',
      'probity_engine_runs{state="queued"} 2',
      'probity_engine_runs{state="waiting_outside"} 1',
      'probity_engine_oldest_run_age_seconds 1.5',
      'probity_engine_takeovers_total 7',
      'probity_list_age_seconds{list="Sanctions"} 7200',
      'probity_list_ready{list="Never loaded"} 0',
      'probity_provider_breaker_open{provider="faces"} 1',
      'probity_database_pool_connections{state="used"} 2',
      'probity_database_pool_waiting 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).not.toContain('probity_list_age_seconds{list="Never loaded"}');
  });

  it('forgets what is no longer there, and never adds up what it only takes over', async () => {
    const metrics = open();
    await metrics.read(standings);
    const text = await metrics.read({ ...standings, lists: () => [], providers: () => [] });
    expect(text).not.toMatch(/Sanctions|faces/);
    expect(text).toContain('probity_engine_takeovers_total 7');
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('away'))],
    ['says nothing', () => new Promise<never>(() => undefined)],
  ])('says so, instead of an empty queue, where the database %s', async (_, away) => {
    const metrics = open();
    await metrics.read(standings);
    const text = await metrics.read({ ...standings, engine: away });
    expect(text).toContain('probity_database_up 0');
    expect(text).not.toContain('probity_engine_runs{');
    expect(text).not.toMatch(/^probity_engine_oldest_run_age_seconds /m);
    expect(text).toContain('probity_list_ready{list="Sanctions"} 1');
  });

  it('counts what happens', async () => {
    const metrics = open();
    metrics.requestAnswered({ method: 'GET', route: '/a/:b', status: 204, seconds: 0.003 });
    metrics.counted.stepAttempted({ type: 'AML', outcome: 'PASS', seconds: 0.002 });
    metrics.counted.stepGivenUp({ type: 'KYC', reason: 'timeout' });
    metrics.counted.executionConcluded('REVIEW');
    metrics.counted.providerAsked({ provider: 'faces', outcome: 'timeout', seconds: 9 });
    const text = await metrics.read(standings);
    for (const line of [
      'probity_http_request_duration_seconds_bucket{le="0.005",method="GET",route="/a/:b",status="2xx"} 1',
      'probity_step_duration_seconds_count{type="AML",outcome="PASS"} 1',
      'probity_steps_given_up_total{type="KYC",reason="timeout"} 1',
      'probity_executions_concluded_total{outcome="REVIEW"} 1',
      'probity_provider_request_duration_seconds_sum{provider="faces",outcome="timeout"} 9',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('knows the process where it is asked to', async () => {
    const metrics = openMetrics({ version: '1', ofProcess: true });
    const text = await metrics.read(standings);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });
});
