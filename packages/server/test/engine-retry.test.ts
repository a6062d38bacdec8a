import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../src/database/test-database.ts';
import type { Call, Silence } from '../src/engine/program.ts';
import {
  deferred,
  engineDatabase,
  leftovers,
  marksOf,
  Nodes,
  query,
  until,
} from '../src/engine/test-engine.ts';
import { Log, newRun, program, task } from '../src/engine/test-program.ts';
import type { SystemDb } from '../src/kernel/statement.ts';

let testDb: TestDatabase;
let db: SystemDb;
const nodes = new Nodes();
beforeAll(async () => {
  testDb = await engineDatabase();
  db = testDb.database.system;
});
afterEach(() => nodes.stop());
afterAll(() => testDb.drop());

const marked = (mark: string) => ({ outcome: mark, effects: { mark: [{ mark }] } });

async function attemptsOf(runId: string): Promise<number | undefined> {
  const rows = await query<{ attempt: number }>(
    db,
    'select attempt from engine_run where run_id = $1',
    [runId],
  );
  return rows[0]?.attempt;
}

describe('a task that fails', () => {
  it('is tried again until it succeeds, and only the success leaves effects', async () => {
    let attempts = 0;
    const flaky = task('flaky', () => {
      attempts += 1;
      if (attempts < 3) throw new Error('not yet');
      return marked(`attempt ${attempts}`);
    });
    const engine = nodes.add({ db, load: async () => program([flaky]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'attempt 3', 'finish']);
  });

  it('is given up after its last attempt, and the run goes on with the silence', async () => {
    const reasons: Silence[] = [];
    const failing = task('failing', () => Promise.reject(new Error('never')), {
      giveUp: (because) => {
        reasons.push(because);
        return marked('silence');
      },
    });
    const next = task('next', ({ outcomeOf }) => marked(`after ${outcomeOf('failing')}`));
    const engine = nodes.add({ db, load: async () => program([failing, next]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'silence', 'after silence', 'finish']);
    expect(reasons).toEqual([{ reason: 'error', attempts: 3, lastError: new Error('never') }]);
  });

  it('has its attempts counted across nodes', async () => {
    let attempts = 0;
    const failing = task('failing', () => {
      attempts += 1;
      throw new Error('never');
    });
    const load = async () => program([failing]);
    let deaths = 0;
    const first = nodes.add({
      db,
      load,
      onBoundary: (name) => {
        if (name.startsWith('after engine-commit') && attempts === 2) {
          deaths += 1;
          throw new Error('Killed by the test.');
        }
      },
    });
    const run = newRun();
    await first.start(run);
    await until('the first node is dead', () => deaths === 1);
    expect(await attemptsOf(run.runId)).toBe(2);
    nodes.add({ db, load }).open();
    await until('the run is over', async () => (await leftovers(db, run.runId)) === 0);

    expect(attempts).toBe(3);
    expect(await marksOf(db, run.runId)).toEqual(['start', 'failing: error after 3', 'finish']);
  });

  it('keeps the answers it already has', async () => {
    const calls: string[] = [];
    let attempts = 0;
    const asking = task('asking', async ({ ask }) => {
      attempts += 1;
      const one = await ask('one', async () => calls.push('one'));
      if (attempts === 1) throw new Error('between two asks');
      const two = await ask('two', async () => calls.push('two'));
      return marked(JSON.stringify([one, two]));
    });
    const engine = nodes.add({ db, load: async () => program([asking]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(calls).toEqual(['one', 'two']);
    expect(await marksOf(db, run.runId)).toEqual(['start', '[1,2]', 'finish']);
  });

  it('asks several things at once, each remembered', async () => {
    const asking = task('asking', async ({ ask }) =>
      marked(JSON.stringify(await Promise.all(['a', 'b', 'c'].map((n) => ask(n, async () => n))))),
    );
    const engine = nodes.add({ db, load: async () => program([asking]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', '["a","b","c"]', 'finish']);
  });

  it('may not ask two things under one name', async () => {
    const asking = task(
      'asking',
      async ({ ask }) => {
        const [one, two] = await Promise.all([ask('a', async () => 1), ask('a', async () => 2)]);
        return marked(`${one} ${two}`);
      },
      { maxAttempts: 1 },
    );
    const engine = nodes.add({ db, load: async () => program([asking]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'asking: error after 1', 'finish']);
  });
});

describe('a task that takes too long', () => {
  it('is aborted, counted, and its late answer ignored', async () => {
    const late = deferred<string>();
    const calls: Call[] = [];
    const slow = task(
      'slow',
      async ({ ask }) => {
        const answer = await ask('world', (call) => {
          calls.push(call);
          return calls.length === 1 ? late.promise : Promise.resolve('in time');
        });
        return marked(answer);
      },
      { timeoutMs: 30 },
    );
    const holding = deferred();
    const after = task('after', async () => {
      await holding.promise;
      return marked('after');
    });
    const engine = nodes.add({ db, load: async () => program([slow, after]) });
    const run = newRun();
    const { whenEnded } = await engine.start(run);
    await until('it asks again', () => calls.length === 2);
    late.resolve('late');
    holding.resolve();
    await whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'in time', 'after', 'finish']);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(calls[1]?.signal.aborted).toBe(false);
    expect(calls[1]?.idempotencyKey).toBe(calls[0]?.idempotencyKey);
  });

  it('is given up as a time-out even when it never listens', async () => {
    const deaf = task('deaf', () => new Promise(() => undefined), {
      timeoutMs: 10,
      maxAttempts: 2,
    });
    const engine = nodes.add({ db, load: async () => program([deaf]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'deaf: timeout after 2', 'finish']);
  });

  it('is given up as a time-out when it fails with words of its own on being aborted', async () => {
    const polite = task(
      'polite',
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('I was interrupted')));
        }),
      { timeoutMs: 10, maxAttempts: 1 },
    );
    const engine = nodes.add({ db, load: async () => program([polite]) });
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'polite: timeout after 1', 'finish']);
  });
});

describe('a run that fails outside its tasks', () => {
  it.each(['load', 'finish', 'giveUp'] as const)('in %s is tried again', async (where) => {
    let failures = 2;
    const fail = (place: string) => {
      if (place !== where || failures === 0) return;
      failures -= 1;
      throw new Error('The secret name of a person');
    };
    const failing = task('failing', () => Promise.reject(new Error('never')), {
      maxAttempts: 1,
      giveUp: () => {
        fail('giveUp');
        return marked('silence');
      },
    });
    const log = new Log();
    const engine = nodes.add({
      db,
      logger: log,
      load: async () => {
        fail('load');
        return program([failing], () => {
          fail('finish');
          return { mark: [{ mark: 'finish' }] };
        });
      },
    });
    engine.open();
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'silence', 'finish']);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toContain('secret name');
  });

  it('because the database refuses its effects writes none of them, and is parked', async () => {
    let isPoisoned = true;
    const first = task('first', () => marked('first'));
    const second = task('second', () => marked(isPoisoned ? 'poison' : 'cured'));
    const log = new Log();
    const engine = nodes.add({ db, logger: log, load: async () => program([first, second]) });
    engine.open();
    const run = newRun();
    const { whenEnded } = await engine.start(run);
    await until('it has stumbled twice', () => log.lines.length >= 2);
    expect(await marksOf(db, run.runId)).toEqual(['start']);
    isPoisoned = false;
    await whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'first', 'cured', 'finish']);
    expect(log.lines[0]?.fields).toMatchObject({ sqlState: '23514', stumbles: 1 });
  });

  it('cannot go on when a task swallows the failure of a checkpoint', async () => {
    let isPoisoned = true;
    const first = task('first', () => marked(isPoisoned ? 'poison' : 'cured'));
    const swallowing = task('swallowing', async ({ ask }) => {
      const answer = await ask('world', async () => 'answer').catch(() => 'swallowed');
      isPoisoned = false;
      return marked(answer);
    });
    const engine = nodes.add({ db, load: async () => program([first, swallowing]) });
    engine.open();
    const run = newRun();
    await (await engine.start(run)).whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(['start', 'cured', 'answer', 'finish']);
  });

  it('again and again shows as stuck, and is never dropped', async () => {
    const engine = nodes.add({ db, load: () => Promise.reject(new Error('no program')) });
    const run = newRun();
    await engine.start(run);
    const makeOld = `update engine_run set stumbles = 19
      where run_id = $1 and stumbles = 1 returning run_id`;
    await until('it has failed once', async () => {
      return (await query(db, makeOld, [run.runId])).length === 1;
    });
    engine.open();
    await until('it is stuck', async () => (await engine.status()).stuck === 1);

    expect(await leftovers(db, run.runId)).toBe(1);
    await query(db, 'delete from engine_run where run_id = $1', [run.runId]);
  });

  it('that is abandoned ends without effects', async () => {
    const engine = nodes.add({ db, load: async () => ({ abandon: true }) as const });
    const run = newRun();

    expect(await (await engine.start(run)).whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(['start']);
    expect(await leftovers(db, run.runId)).toBe(0);
  });
});
