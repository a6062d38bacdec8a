import { describe, expect, it, vi } from 'vitest';
import { type SourceCall, SourceUnavailable } from '../../providers/source-call.ts';
import type { WatchlistAnswer, WatchlistProvider } from '../../providers/watchlist-provider.ts';
import { NO_PROVIDERS } from '../step-type.ts';
import { PATIENCE } from '../steps/ask-source.ts';
import { AT, askAtOnce, RUN } from '../test-run.ts';
import { consultWatchlists } from './consult-watchlists.ts';
import { hitOn, listOf, vendorOf } from './test-watchlists.ts';

const SEARCH = {
  query: { names: [{ full: 'Ada Quill' }] },
  lists: ['*'],
  kinds: ['SANCTION'],
  threshold: 0.8,
  profile: 'balanced',
  limit: 100,
} as const;
const SILENT = { outcome: 'silent', because: 'refused', detail: 'two refused' } as const;
const here = (name: string, search: WatchlistProvider['search'] | WatchlistAnswer) => ({
  ...vendorOf(name, search),
  isHere: true,
});

type Consulting = {
  readonly providers?: readonly string[];
  readonly ask?: typeof askAtOnce;
  readonly isSandbox?: boolean;
};
const consult = (
  watchlists: readonly WatchlistProvider[],
  { providers = ['*'], ask = askAtOnce, isSandbox = true }: Consulting = {},
) =>
  consultWatchlists(
    {
      ask,
      run: { ...RUN, isSandbox },
      now: () => AT,
      signal: AbortSignal.timeout(60_000),
      step: { name: 'AML', type: 'AML' },
      capabilities: { ...NO_PROVIDERS, watchlists },
      configuration: { providers },
    },
    SEARCH,
  );

describe('consultWatchlists', () => {
  it('takes together what all say, the best match first, and who said it', async () => {
    const screening = await consult([
      here('one', listOf('one', [hitOn('one', '1', { match: { match: 0.85 } })])),
      vendorOf(
        'two',
        listOf('two', [hitOn('two', '2'), hitOn('two', '3', { match: { match: 0.8 } })]),
      ),
      vendorOf('three', listOf('three')),
    ]);
    expect(screening.hits.map(({ provider, entry }) => `${provider} ${entry.reference}`)).toEqual([
      'two 2',
      'one 1',
      'two 3',
    ]);
    expect(screening.consulted.map(({ provider, listId }) => [provider, listId])).toEqual([
      ['one', 'one'],
      ['two', 'two'],
      ['three', 'three'],
    ]);
    expect(screening.visits.map(({ provider, result }) => `${provider} ${result}`)).toEqual([
      'one HIT',
      'two HIT',
      'three CLEAR',
    ]);
  });

  it('asks everybody at the same time', async () => {
    let waiting = 0;
    let letGo: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const patient = (name: string) =>
      vendorOf(name, async () => {
        if (++waiting === 3) letGo();
        await all;
        return listOf(name);
      });
    const { visits } = await consult(['one', 'two', 'three'].map(patient));
    expect(visits).toHaveLength(3);
  });

  it('asks whom it names, in its order, and misses who is not there', async () => {
    const watchlists = [here('one', listOf('one')), vendorOf('two', listOf('two'))];
    const { visits, silences } = await consult(watchlists, { providers: ['two', 'gone', 'one'] });
    expect(visits.map(({ provider }) => provider)).toEqual(['two', 'one']);
    expect(silences).toMatchObject([
      {
        provider: 'gone',
        silent: { because: 'not-configured', detail: expect.stringContaining('gone') },
      },
    ]);
  });

  it('misses who does not serve the tenant only where they are named', async () => {
    const watchlists = [
      { ...here('one', listOf('one')), serves: () => true },
      vendorOf('two', listOf('two')),
    ];
    const all = await consult(watchlists, { isSandbox: false });
    expect([all.visits.length, all.silences]).toEqual([1, []]);
    const named = await consult(watchlists, { isSandbox: false, providers: ['one', 'two'] });
    expect(named.silences.map(({ provider }) => provider)).toEqual(['two']);
  });

  it('tells the silence of each by name, and what the others said', async () => {
    const { hits, silences, visits } = await consult([
      here('one', listOf('one', [hitOn('one', '1')])),
      vendorOf('two', SILENT),
      here('three', async () => {
        throw new SourceUnavailable('three', 'timeout');
      }),
    ]);
    expect(hits).toHaveLength(1);
    expect(silences.map(({ provider, silent }) => `${provider} ${silent.because}`)).toEqual([
      'two refused',
      'three timeout',
    ]);
    expect(visits.map(({ result, hasAnswered }) => [result, hasAnswered])).toEqual([
      ['HIT', true],
      ['ERROR', false],
      ['ERROR', false],
    ]);
  });

  it('repeats for a vendor what is worth repeating, under one key', async () => {
    const calls: SourceCall[] = [];
    const { silences } = await consult([
      vendorOf('two', async (_, call) => {
        calls.push(call);
        if (calls.length < 3) throw new SourceUnavailable('two', 'error');
        return listOf('two');
      }),
    ]);
    expect(silences).toEqual([]);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(calls).toHaveLength(3);
  });

  it('remembers what vendors said, and asks who is here again', async () => {
    const remembered: string[] = [];
    let asked = 0;
    await consult(
      [
        here('one', async () => {
          asked += 1;
          return listOf('one');
        }),
        vendorOf('two', listOf('two')),
      ],
      {
        ask: (name, send) => {
          remembered.push(name);
          return askAtOnce(name, send);
        },
      },
    );
    expect([remembered, asked]).toEqual([['two'], 1]);
  });

  it('waits no longer for who is here than for anybody', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const patient = here('one', (_, { signal }) => {
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new SourceUnavailable('one', 'timeout')));
        });
      });
      const consulting = consult([patient]);
      await vi.advanceTimersByTimeAsync(PATIENCE.timeoutMs);
      expect((await consulting).silences).toMatchObject([{ silent: { because: 'timeout' } }]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('fails with who is here, but not before the others have answered', async () => {
    let isAnswered = false;
    const failing = consult([
      here('one', async () => {
        throw new Error('broken');
      }),
      vendorOf('two', async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        isAnswered = true;
        return listOf('two');
      }),
    ]);
    await expect(failing).rejects.toThrow('broken');
    expect(isAnswered).toBe(true);
  });

  it.each([
    undefined,
    null,
    {},
    'CLEAR',
    { outcome: 'answered' },
    { outcome: 'answered', hits: [] },
  ])('takes %j for no answer', async (answer) => {
    await expect(consult([here('one', async () => answer as never)])).rejects.toThrow();
  });

  it('takes an answer about no list at all for no answer', async () => {
    const answer = { ...listOf('one'), consulted: [] };
    await expect(consult([here('one', answer)])).rejects.toThrow();
  });

  it('never finds nobody to ask', async () => {
    await expect(consult([])).rejects.toThrow('nobody to ask');
  });
});
