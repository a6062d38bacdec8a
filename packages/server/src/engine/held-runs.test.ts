import { describe, expect, it } from 'vitest';
import { EngineBusy } from './commit-failure.ts';
import type { HeldRun } from './held-run.ts';
import { HeldRuns } from './held-runs.ts';

const running = new AbortController().signal;

function runOf(runId: string, asking = 0): HeldRun {
  return {
    ...{ tenantId: 'tenant', runId, lane: runId, kind: 'test' },
    ...{ epoch: 1, position: 0, attempt: 0, wakes: 0, stumbles: 0, asking },
    abort: new AbortController(),
  };
}

function held(...runs: readonly HeldRun[]): HeldRuns {
  const all = new HeldRuns({ nodeId: 'node', leaseMs: 1_000 });
  for (const run of runs) all.add(run);
  return all;
}

describe('HeldRuns', () => {
  it('counts as work only what does not wait for an answer from outside', () => {
    const runs = held(runOf('one'), runOf('two', 1), runOf('three'));
    expect([runs.size, runs.atWork]).toEqual([3, 2]);
  });

  it('lets a start in as soon as there is room', async () => {
    const one = runOf('one');
    const runs = held(one, runOf('two'));
    let isIn = false;
    const waiting = runs.findRoom(2, running).then(() => {
      isIn = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isIn).toBe(false);
    runs.delete(one);
    await waiting;
  });

  it('does not let a start wait for ever', async () => {
    await expect(held(runOf('one')).findRoom(1, running)).rejects.toBeInstanceOf(EngineBusy);
  });

  it('holds nobody up where the engine stops', async () => {
    const stopped = AbortSignal.abort();
    await expect(held(runOf('one')).findRoom(1, stopped)).resolves.toBeUndefined();
  });
});
