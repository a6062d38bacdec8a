import { afterEach, describe, expect, it, vi } from 'vitest';
import { StartInterrupted, Startup } from './startup.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a start', () => {
  it('is undone in reverse order, and only once', async () => {
    const startup = new Startup();
    const undone: string[] = [];
    for (const name of ['database', 'app', 'port']) {
      startup.undoWith(async () => void undone.push(name));
    }
    await startup.undo();
    await startup.undo();

    expect(undone).toEqual(['port', 'app', 'database']);
  });

  it('is undone to the end where a step fails, and the first failure is told', async () => {
    const startup = new Startup();
    const undone: string[] = [];
    startup.undoWith(async () => void undone.push('database'));
    startup.undoWith(async () => {
      throw new Error('second');
    });
    startup.undoWith(async () => {
      throw new Error('first');
    });

    await expect(startup.undo()).rejects.toThrow('first');
    expect(undone).toEqual(['database']);
  });

  it('tells how long its parts took, also those that failed', async () => {
    const startup = new Startup();
    expect(await startup.phase('one', async () => 1)).toBe(1);
    await expect(
      startup.phase('two', async () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');

    expect(startup.phasesInWords()).toMatch(/^\d+ ms \(one \d+ ms, two \d+ ms\)$/);
  });

  it('goes no further once it was called off', async () => {
    const startup = new Startup();
    const begun: string[] = [];
    const underWay = startup.phase('database', async () => {
      begun.push('database');
      startup.undoWith(async () => void begun.push('undone'));
      startup.interrupt();
    });

    await expect(underWay).rejects.toBeInstanceOf(StartInterrupted);
    await expect(startup.phase('lists', async () => begun.push('lists'))).rejects.toBeInstanceOf(
      StartInterrupted,
    );
    await startup.undo();
    expect(begun).toEqual(['database', 'undone']);
    expect(startup.isInterrupted).toBe(true);
  });

  it('says what it waits for when that takes a while', async () => {
    const said: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    vi.useFakeTimers();
    try {
      const startup = new Startup();
      const slow = startup.phase(
        'lists',
        () => new Promise((resolve) => setTimeout(resolve, 5_000)),
      );
      await vi.advanceTimersByTimeAsync(5_000);
      await slow;
      await vi.advanceTimersByTimeAsync(10_000);
    } finally {
      vi.useRealTimers();
    }

    expect(said).toHaveLength(2);
    expect(said.join('')).toMatch(/^(Starting: lists … \d+ s\n){2}$/);
  });
});
