import { describe, expect, it } from 'vitest';
import type { ProcessResult } from './process-result.ts';
import { DEFAULT_REUSE, reusableOf } from './reuse.ts';

const NOW = new Date('2026-03-04T05:06:07Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

function resultOf(over: Partial<ProcessResult>): ProcessResult {
  return {
    systemStatus: 'VALID',
    state: 'COMPLETED',
    result: 'MATCH',
    createdAt: hoursAgo(1),
    ...over,
  } as ProcessResult;
}

const window = { results: ['MATCH'], hours: 24 };

describe('what is reused', () => {
  it('is valid, confirmed and young enough', () => {
    const young = resultOf({});
    const old = resultOf({ createdAt: hoursAgo(25) });
    const others = [
      resultOf({ result: 'NO_MATCH' }),
      resultOf({ systemStatus: 'STALE' }),
      resultOf({ systemStatus: 'MARKED_INVALID' }),
      resultOf({ systemStatus: 'MARKED_IGNORE' }),
      resultOf({ systemStatus: 'EXPIRED' }),
      resultOf({ state: 'TIMEOUT' }),
    ];
    expect(reusableOf([young, old, ...others], { window, now: NOW })).toEqual({
      reused: [young],
      expired: [old],
    });
  });

  it('never becomes too old where no window is set', () => {
    const ancient = resultOf({ createdAt: hoursAgo(100_000) });
    const reused = reusableOf([ancient], { window: DEFAULT_REUSE.KYC, now: NOW });
    expect(reused).toEqual({ reused: [ancient], expired: [] });
  });

  it('expires with the document that it is about, on the day after', () => {
    const result = resultOf({});
    const until = (day: string) =>
      reusableOf([result], { window: DEFAULT_REUSE.ID, now: NOW, expiryOf: () => day });
    expect(until('2026-03-04').reused).toEqual([result]);
    expect(until('2026-03-03').expired).toEqual([result]);
  });

  it('is an officer’s own verification, however old', () => {
    const manual = resultOf({ result: 'MANUAL', createdAt: hoursAgo(100) });
    const reused = reusableOf([manual], { window, now: NOW, expiryOf: () => '2020-01-01' });
    expect(reused.reused).toEqual([manual]);
  });

  it('is no list hit unless a workflow says so', () => {
    const hit = resultOf({ result: 'HIT' });
    expect(reusableOf([hit], { window: DEFAULT_REUSE.AML, now: NOW }).reused).toEqual([]);
    const day = { results: ['HIT'], hours: 24 };
    expect(reusableOf([hit], { window: day, now: NOW }).reused).toEqual([hit]);
  });
});
