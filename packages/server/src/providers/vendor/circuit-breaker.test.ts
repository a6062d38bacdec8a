import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

const at = (seconds: number) => new Date(seconds * 1000);
const opened = () => {
  const breaker = new CircuitBreaker({ failures: 3, restMs: 30_000 });
  for (let failure = 0; failure < 3; failure++) breaker.failed(at(0));
  return breaker;
};

describe('CircuitBreaker', () => {
  it('asks on while failures are not in a row', () => {
    const breaker = new CircuitBreaker({ failures: 3, restMs: 30_000 });
    for (let round = 0; round < 5; round++) {
      breaker.failed(at(0));
      breaker.failed(at(0));
      breaker.succeeded();
    }
    expect([breaker.state(at(0)), breaker.admits(at(0))]).toEqual(['closed', true]);
  });

  it('leaves alone what failed three times in a row, until it has rested', () => {
    const breaker = opened();
    expect([breaker.state(at(29)), breaker.admits(at(29))]).toEqual(['open', false]);
    expect(breaker.state(at(30))).toBe('half-open');
  });

  it('lets one ask try, and no other meanwhile', () => {
    const breaker = opened();
    expect([breaker.admits(at(31)), breaker.admits(at(31))]).toEqual([true, false]);
    breaker.calledOff();
    expect(breaker.admits(at(32))).toBe(true);
  });

  it('closes when the try succeeds, and rests again when it does not', () => {
    const back = opened();
    back.admits(at(31));
    back.succeeded();
    expect(back.state(at(31))).toBe('closed');
    const away = opened();
    away.admits(at(31));
    away.failed(at(31));
    expect([away.state(at(60)), away.state(at(61))]).toEqual(['open', 'half-open']);
  });
});
