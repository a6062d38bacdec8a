import { describe, expect, it } from 'vitest';
import { type SourceCall, SourceUnavailable } from '../../providers/source-call.ts';
import { AT, askAtOnce, RUN } from '../test-run.ts';
import { askSource, silenceError, silenceIssue } from './ask-source.ts';

const PROVIDER = { name: 'bureau', serves: () => true };
const IMPATIENT = { attempts: 3, timeoutMs: 50, pauseMs: 1 };
const input = { ask: askAtOnce, run: RUN, now: () => AT };

async function ask(send: (calls: number, call: SourceCall) => Promise<{ outcome: 'answered' }>) {
  let calls = 0;
  const asked = await askSource(input, {
    provider: PROVIDER,
    name: 'verify',
    send: (_, call) => send(++calls, call),
    patience: IMPATIENT,
  });
  return { answer: asked.answer, calls };
}

describe('askSource', () => {
  it('gives the answer, and asks on behalf of the run', async () => {
    const seen: SourceCall[] = [];
    const asked = await ask(async (_, call) => {
      seen.push(call);
      return { outcome: 'answered' };
    });
    expect(asked).toEqual({ answer: { outcome: 'answered' }, calls: 1 });
    expect(seen).toMatchObject([{ tenantId: RUN.tenantId, isSandbox: true }]);
    expect(seen[0]?.idempotencyKey).toContain('verify');
  });

  it('asks again where that may help, under one key', async () => {
    const keys = new Set<string>();
    const asked = await ask(async (calls, { idempotencyKey }) => {
      keys.add(idempotencyKey);
      if (calls < 3) throw new SourceUnavailable('bureau', 'error');
      return { outcome: 'answered' };
    });
    expect(asked).toEqual({ answer: { outcome: 'answered' }, calls: 3 });
    expect(keys.size).toBe(1);
  });

  it.each([
    { failing: 'with an error', error: new Error('secret of Ada Quill'), because: 'error' },
    {
      failing: 'by saying so',
      error: new SourceUnavailable('bureau', 'timeout'),
      because: 'timeout',
    },
  ])('tells the silence of a source that goes on failing $failing', async ({ error, because }) => {
    const { answer, calls } = await ask(async () => {
      throw error;
    });
    expect(answer).toMatchObject({ outcome: 'silent', because });
    expect(JSON.stringify(answer)).not.toContain('Quill');
    expect(calls).toBe(3);
  });

  it('does not wait for a source that heeds no signal', async () => {
    const { answer } = await ask(() => new Promise(() => undefined));
    expect(answer).toMatchObject({ outcome: 'silent', because: 'timeout' });
    if (answer.outcome !== 'silent') throw new Error('It was silent.');
    expect(silenceError('bureau', answer)).toMatchObject({
      code: 'CHECK-0504',
      location: 'bureau',
    });
    expect(silenceIssue(answer)).toMatchObject({ category: 'SYSTEM', issue: 'SERVICE_TIMEOUT' });
  });
});
