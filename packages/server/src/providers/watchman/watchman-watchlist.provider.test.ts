import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { callOf, IMPATIENT, PRIVATE, silenceConformance } from '../silence.conformance.ts';
import { REAL, SANDBOX } from '../test-asks.ts';
import {
  sendJson,
  type VendorHandler,
  type VendorServer,
  vendorServer,
} from '../test-vendor-server.ts';
import { openVendor } from '../vendor/vendor.ts';
import {
  answeredOf,
  searchFor,
  watchlistProviderConformance,
} from '../watchlist-provider.conformance.ts';
import type { WatchlistSearch } from '../watchlist-provider.ts';
import { matched, type WatchmanData, watchmanServer } from './test-watchman.ts';
import {
  askName,
  type WatchmanLine,
  watchmanWatchlistProvider,
} from './watchman-watchlist.provider.ts';

const agent = new Agent();
const now = () => new Date('2026-03-02T00:00:00Z');
const line = (url: string, over: Partial<WatchmanLine> = {}): WatchmanLine => ({
  vendor: openVendor({ name: 'watchman', url, ...IMPATIENT }, { agent, now }),
  lists: [],
  threshold: 0.75,
  cutoff: 0.6,
  listMaxAgeHours: 168,
  now,
  ...over,
});
const provider = (url: string, over: Partial<WatchmanLine> = {}) =>
  watchmanWatchlistProvider(line(url, over), ({ isSandbox }) => !isSandbox);

const ILYARA = {
  names: [{ full: 'Ilyara Thornquill' }],
  kind: 'person',
  births: ['1962', '1962-04-07'],
  genders: ['FEMALE'],
} as const;
const AMY = { names: [{ full: 'Amy Oliphant' }], kind: 'person' } as const;
const LISTED: WatchmanData = { found: { Thornquill: [matched('30001')] } };

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function ask(
  handler: VendorHandler,
  over: Partial<WatchlistSearch> = {},
  set: Partial<WatchmanLine> = {},
) {
  server = await vendorServer(handler);
  return provider(server.url, set).search(searchFor(ILYARA, over), callOf());
}

watchlistProviderConformance(async () => {
  const watchman = await vendorServer(watchmanServer(LISTED));
  return {
    provider: provider(watchman.url),
    asker: REAL,
    stranger: SANDBOX,
    listed: ILYARA,
    kind: 'SANCTION',
    unlisted: AMY,
    close: () => watchman.close(),
  };
});

const search = searchFor({ names: [{ full: PRIVATE }], kind: 'person' });
silenceConformance({
  name: 'watchman',
  ask: (url, call) => provider(url).search(search, call),
});
silenceConformance({
  name: 'watchman',
  ask: (url, call) => askName(line(url), { name: PRIVATE, search }, call),
});

describe('watchman', () => {
  it('is asked for one name at a time, and an entry found for several is one hit', async () => {
    const names = [{ full: 'Ilyara Thornquill' }, { full: 'I. Thornquill-Oakhollow' }];
    const answer = await ask(watchmanServer(LISTED), { query: { ...ILYARA, names } });
    const asked = server?.received.map(({ url }) => new URL(url, 'http://watchman'));
    expect(asked?.map(({ pathname }) => pathname)).toEqual([
      '/v2/listinfo',
      '/v2/search',
      '/v2/search',
    ]);
    expect(Object.fromEntries(asked?.[1]?.searchParams ?? [])).toEqual({
      name: 'Ilyara Thornquill',
      type: 'person',
      birthDate: '1962-04-07',
      gender: 'female',
      limit: '100',
      minMatch: '0.6',
    });
    expect(answeredOf(answer).hits).toHaveLength(1);
  });

  it('is read with everything that its publisher says, and its score is kept beside ours', async () => {
    const { hits, consulted } = answeredOf(await ask(watchmanServer(LISTED)));
    expect(consulted).toEqual([
      { listId: 'watchman/us_csl', name: 'watchman/us_csl', version: '0629eb0a4a23' },
      { listId: 'watchman/us_ofac', name: 'watchman/us_ofac', version: '7e1b1a5f20c6' },
    ]);
    expect(hits).toHaveLength(1);
    expect(hits[0]).toMatchObject({
      listId: 'watchman/us_ofac',
      listVersion: '7e1b1a5f20c6',
      entry: {
        reference: '30001',
        kind: 'person',
        names: [
          { full: 'Ilyara THORNQUILL', quality: 'primary' },
          { full: 'Ilyara THORNKVIL', quality: 'strong' },
          { full: 'Ilyara OAKHOLLOW', isFormer: true },
        ],
        births: [{ from: '1962-04-07' }],
        genders: ['FEMALE'],
        titles: ['Minister of Nothing'],
        documents: [{ type: 'passport', number: 'MP1234567', country: 'BLR' }],
        addresses: [{ full: '1 Invented Street, Minsk, Belarus', country: 'BLR' }],
        countries: [{ code: 'BLR', link: 'RESIDENCE' }],
        listings: [
          {
            kind: 'SANCTION',
            authority: 'US Treasury OFAC',
            programmes: ['BELARUS'],
            reason: 'For nothing.',
          },
        ],
        partyNumbers: [{ register: 'OFAC', number: '30001' }],
      },
      match: { match: 1 },
      vendor: { score: 0.98, isMatch: true },
    });
  });

  it.each([
    ['business', 'organisation'],
    ['organization', 'organisation'],
    ['vessel', 'vessel'],
    ['aircraft', 'aircraft'],
  ])('brings a %s, too', async (entityType, kind) => {
    const body = { name: 'Thornquill One', imoNumber: '9074729', flag: 'Panama' };
    const thing = { entityType, person: null, [entityType]: body, name: 'Thornquill One' };
    const found = { Thornquill: [matched('7', { ...thing, match: 0.8 })] };
    const { hits } = answeredOf(await ask(watchmanServer({ found })));
    expect(hits[0]?.entry).toMatchObject({
      kind,
      names: [{ full: 'Thornquill One' }, { isFormer: true }],
      documents: [{ type: 'IMO Number', number: '9074729' }],
      countries: [{ code: 'PAN' }, { code: 'BLR' }],
    });
  });

  const other = { name: 'Zorvan KALTEZMAR', person: null, historicalInfo: null };
  it.each([
    ['calls a match and we do not', { ...other, match: 0.76 }, 1],
    ['doubts and we do not', { match: 0.65 }, 1],
    ['doubts as we do', { ...other, match: 0.65 }, 0],
  ])('makes a hit of what either holds for a match: what it %s', async (_, given, count) => {
    const found = { Thornquill: [matched('30001', given)] };
    expect(answeredOf(await ask(watchmanServer({ found }))).hits).toHaveLength(count);
  });

  it('has too many hits where all that it may bring are matches', async () => {
    const many = (match: (at: number) => number) => ({
      Thornquill: Array.from({ length: 120 }, (_, at) => matched(`${at}`, { match: match(at) })),
    });
    const all = answeredOf(await ask(watchmanServer({ found: many(() => 0.9) })));
    expect(all.hits).toHaveLength(100);
    expect(all.consulted).toEqual([]);
    expect(all.silent.map(({ because }) => because)).toEqual(['too-many-hits', 'too-many-hits']);
    await server?.close();
    const tailing = many((at) => (at < 99 ? 0.9 : 0.7));
    expect(answeredOf(await ask(watchmanServer({ found: tailing }))).silent).toEqual([]);
  });

  it.each([
    { how: 'has no lists', there: {}, lists: [], missing: ['any list'] },
    {
      how: 'lacks one that must be there',
      there: { us_ofac: 9 },
      lists: ['us_csl'],
      missing: ['us_csl'],
    },
    {
      how: 'has one that is empty',
      there: { us_ofac: 9, us_csl: 0 },
      lists: [],
      missing: ['us_csl'],
    },
  ])('clears nobody where it $how', async ({ there, lists, missing }) => {
    const info = { lists: there };
    const answer = answeredOf(await ask(watchmanServer({ info }), {}, { lists }));
    expect(answer.silent).toEqual(
      missing.map((name) => ({ name: `watchman/${name}`, because: 'not-loaded' })),
    );
    expect(answer.consulted.map(({ name }) => name)).not.toContain('watchman/us_csl');
  });

  it('clears nobody with lists that it fetched too long ago', async () => {
    const info = { lists: { us_ofac: 9 }, endedAt: '2026-02-20T00:00:00Z' };
    const answer = answeredOf(await ask(watchmanServer({ ...LISTED, info })));
    expect(answer.hits).toHaveLength(1);
    expect(answer).toMatchObject({
      consulted: [],
      silent: [{ name: 'watchman/us_ofac', because: 'stale' }],
    });
  });

  const answering =
    (body: unknown): VendorHandler =>
    (request, response) => {
      if (request.url === '/v2/listinfo') return sendJson(response, { lists: { us_ofac: 9 } });
      return sendJson(response, body);
    };
  it.each([
    ['no entities', {}],
    ['an error in place of entities', { error: 'went wrong' }],
    ['a match that is none', { entities: [matched('1', { match: 2 })] }],
    ['a kind of thing that is none', { entities: [matched('1', { entityType: 'ghost' })] }],
    ['an entity without a number', { entities: [matched('')] }],
    ['an entity without a name', { entities: [matched('1', { name: '' })] }],
    [
      'an entity of a list that it does not have',
      { entities: [matched('1', { sourceList: 'x' })] },
    ],
    ['a date that is no text', { entities: [matched('1', { person: { birthDate: 1962 } })] }],
  ])('is silent with %s', async (_, body) => {
    const answer = await ask(answering(body));
    expect(answer).toMatchObject({ outcome: 'silent', because: 'error' });
    expect(JSON.stringify(answer)).not.toMatch(/ilyara|thornquill/i);
  });

  it('has null where there is nothing, and that is no failure', async () => {
    const answer = await ask(answering({ entities: null }));
    expect(answer).toMatchObject({
      hits: [],
      silent: [],
      consulted: [{ name: 'watchman/us_ofac' }],
    });
    await server?.close();
    const bare = matched('1', {
      person: null,
      addresses: null,
      sanctionsInfo: null,
      historicalInfo: null,
    });
    expect(answeredOf(await ask(answering({ entities: [bare] }))).hits).toHaveLength(1);
  });
});
