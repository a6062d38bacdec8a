import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';

const LIMITS = { atWork: 2, open: 3, bodyBytes: 1_000 };

function response() {
  const events = new EventEmitter();
  return { raw: events as ServerResponse, end: (how = 'finish') => events.emit(how) };
}

/** Resolves when it is told to. */
function task() {
  let done: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { promise, done };
}

describe('Admission', () => {
  it('refuses what is too much at once, and lets in again who comes when there is room', () => {
    const admission = new Admission(LIMITS, () => 0);
    const first = response();
    admission.enter(first.raw, 0);
    admission.enter(response().raw, 0);
    expect(admission.status()).toMatchObject({ atWork: 2, refused: 0, isBusy: false });
    expect(() => admission.enter(response().raw, 0)).toThrow('The server is busy');
    expect(admission.status()).toMatchObject({ atWork: 2, refused: 1, isBusy: true });
    first.end();
    first.end('close');
    admission.enter(response().raw, 0);
    expect(admission.status().atWork).toBe(2);
  });

  it('counts work that goes on for a caller who has gone', async () => {
    const admission = new Admission(LIMITS, () => 0);
    const { raw, end } = response();
    const { promise, done } = task();
    const worked = admission.enter(raw, 0).work(() => promise);
    end('close');
    expect(admission.status()).toMatchObject({ atWork: 1, open: 1 });
    done();
    await worked;
    expect(admission.status()).toMatchObject({ atWork: 0, open: 0 });
  });

  it('has room for others while somebody only waits, but not for ever more', async () => {
    const admission = new Admission(LIMITS, () => 0);
    const waiting = [response(), response(), response()].map(({ raw, end }) => {
      const { promise, done } = task();
      const place = admission.enter(raw, 0);
      const worked = place.work(() => place.aside(promise));
      return { worked, finish: () => [done(), end()] };
    });
    expect(admission.status()).toMatchObject({ atWork: 0, open: 3 });
    expect(() => admission.enter(response().raw, 0)).toThrow('busy');
    for (const { finish } of waiting) finish();
    await Promise.all(waiting.map(({ worked }) => worked));
    expect(admission.status()).toMatchObject({ atWork: 0, open: 0 });
  });

  it('counts runs that are at work, whoever asked for them', () => {
    let runs = 2;
    const admission = new Admission(LIMITS, () => runs);
    expect(() => admission.enter(response().raw, 0)).toThrow('busy');
    runs = 1;
    admission.enter(response().raw, 0);
    expect(admission.status().atWork).toBe(2);
  });

  it('takes no more bytes than there is memory for, but one body of any size', () => {
    const admission = new Admission(LIMITS, () => 0);
    const { raw, end } = response();
    admission.enter(raw, 5_000);
    expect(() => admission.enter(response().raw, 1)).toThrow('busy');
    end();
    admission.enter(response().raw, 600);
    expect(() => admission.enter(response().raw, 600)).toThrow('busy');
  });

  it('never counts wrong, whatever happens in whatever order', async () => {
    const step = fc.record({
      bytes: fc.nat(600),
      fails: fc.boolean(),
      waits: fc.boolean(),
      leaves: fc.constantFrom('before', 'after'),
      end: fc.constantFrom('finish', 'close'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const admission = new Admission(LIMITS, () => 0);
        const all = steps.map(async ({ bytes, fails, waits, leaves, end }) => {
          const one = response();
          const place = admission.enter(one.raw, bytes);
          if (leaves === 'before') one.end(end);
          const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
          await place
            .work(async () => {
              await (waits ? place.aside(pause()) : pause());
              if (fails) throw new Error('The handler failed.');
            })
            .catch(() => undefined);
          expect(admission.status().open).toBeLessThanOrEqual(LIMITS.open);
          if (leaves === 'after') one.end(end);
        });
        const ended = await Promise.allSettled(all);
        const refused = ended.filter(({ status }) => status === 'rejected').length;
        expect(admission.status()).toMatchObject({ atWork: 0, open: 0, refused });
      }),
    );
  });
});
