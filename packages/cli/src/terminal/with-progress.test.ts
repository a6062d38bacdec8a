import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testTerminal } from './test-terminal.ts';
import { withProgress } from './with-progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const taking = (ms: number) => () => new Promise((done) => setTimeout(done, ms, 'done'));

describe('withProgress', () => {
  it('says nothing about what is soon done', async () => {
    const { terminal, out, err } = testTerminal();
    const work = withProgress(terminal, 'Importing', taking(1900));
    await vi.advanceTimersByTimeAsync(1900);

    expect(await work).toBe('done');
    expect(out() + err()).toBe('');
  });

  it('counts the seconds on the error stream where somebody watches', async () => {
    const { terminal, out, err } = testTerminal({ isInteractive: true });
    const work = withProgress(terminal, 'Importing', taking(3500));
    await vi.advanceTimersByTimeAsync(3500);
    await work;

    expect(out()).toBe('');
    expect(err()).toMatch(/Importing … 2 s.*Importing … 3 s.*Importing: ended after 4 s\n$/s);
  });

  it('says it once elsewhere, and ends when the work fails', async () => {
    const { terminal, err } = testTerminal();
    const fail = () => taking(9000)().then(() => Promise.reject(new Error('no')));
    const work = expect(withProgress(terminal, 'Importing', fail)).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(9000);
    await work;

    expect(err()).toBe('Importing …\nImporting: ended after 9 s\n');
    expect(vi.getTimerCount()).toBe(0);
  });
});
