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
import { PUBLISHED, scored, type YenteData, yenteServer } from './test-yente.ts';
import { askMatches, type YenteLine, yenteWatchlistProvider } from './yente-watchlist.provider.ts';

const agent = new Agent();
let at = new Date('2026-03-02T00:00:00Z');
const line = (url: string, over: Partial<YenteLine> = {}): YenteLine => ({
  vendor: openVendor({ name: 'yente', url, ...IMPATIENT }, { agent, now: () => at }),
  dataset: 'default',
  threshold: 0.7,
  cutoff: 0.5,
  listMaxAgeHours: 168,
  now: () => at,
  ...over,
});
const provider = (url: string, over: Partial<YenteLine> = {}) =>
  yenteWatchlistProvider(line(url, over), ({ isSandbox }) => !isSandbox);

const ILYARA = {
  names: [{ full: 'Ilyara Thornquill', given: 'Ilyara', family: 'Thornquill' }],
  kind: 'person',
  births: ['1962-04-07'],
  genders: ['FEMALE'],
  countries: ['BLR'],
  documents: [
    { number: 'MP1234567', type: 'PASSPORT', country: 'BLR' },
    { number: '999-1', type: 'NATIONAL_ID' },
  ],
} as const;
const AMY = { names: [{ full: 'Amy Oliphant' }], kind: 'person' } as const;
const LISTED: YenteData = { found: { Thornquill: [scored('NK-1')] } };

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
  at = new Date('2026-03-02T00:00:00Z');
});

async function ask(
  handler: VendorHandler,
  over: Partial<WatchlistSearch> = {},
  set: Partial<YenteLine> = {},
) {
  server = await vendorServer(handler);
  return provider(server.url, set).search(searchFor(ILYARA, over), callOf());
}

watchlistProviderConformance(async () => {
  const yente = await vendorServer(yenteServer(LISTED));
  return {
    provider: provider(yente.url),
    asker: REAL,
    stranger: SANDBOX,
    listed: ILYARA,
    kind: 'SANCTION',
    unlisted: AMY,
    close: () => yente.close(),
  };
});

const search = searchFor({ names: [{ full: PRIVATE }], kind: 'person' });
silenceConformance({
  name: 'yente',
  ask: (url, call) => provider(url).search(search, call),
});
silenceConformance({
  name: 'yente',
  ask: (url, call) => {
    const list = { listId: 'yente/default', source: 'yente', version: '1' };
    return askMatches(line(url), { list, search }, call);
  },
});

describe('yente', () => {
  it('is asked with everything that is known, and for no more than is taken', async () => {
    await ask(yenteServer(LISTED), {}, { algorithm: 'logic-v1' });
    const asked = server?.received.at(-1);
    expect(asked?.url).toBe('/match/default?limit=100&threshold=0.7&cutoff=0.5&algorithm=logic-v1');
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      queries: {
        person: {
          schema: 'Person',
          properties: {
            name: ['Ilyara Thornquill'],
            birthDate: ['1962-04-07'],
            gender: ['female'],
            country: ['by'],
            passportNumber: ['MP1234567'],
            idNumber: ['999-1'],
          },
        },
      },
    });
  });

  it('is read as its own files are, and its score is kept beside ours', async () => {
    const { hits, consulted } = answeredOf(await ask(yenteServer(LISTED)));
    expect(consulted).toEqual([
      { listId: 'yente/default', name: 'yente/default', version: `${PUBLISHED}-abc` },
    ]);
    expect(hits).toMatchObject([
      {
        listId: 'yente/default',
        listVersion: `${PUBLISHED}-abc`,
        source: 'yente',
        entry: {
          reference: 'NK-1',
          kind: 'person',
          births: [{ from: '1962-04-07' }],
          genders: ['FEMALE'],
          documents: [{ type: 'Passport', number: 'MP1234567' }],
          listings: [{ kind: 'SANCTION', programmes: ['eu_fsf', 'us_ofac_sdn'] }],
          partyNumbers: [{ register: 'OFAC', number: '30001' }],
        },
        match: { match: 1, name: { full: 'Ilyara Thornquill' } },
        vendor: { score: 0.96, isMatch: true },
      },
    ]);
  });

  it.each([
    [
      'calls a match and we do not',
      { caption: 'Zorvan Kaltezmar', properties: { name: ['Zorvan Kaltezmar'] }, score: 0.71 },
      1,
    ],
    ['doubts and we do not', { score: 0.55 }, 1],
    [
      'doubts as we do',
      { caption: 'Zorvan Kaltezmar', properties: { name: ['Zorvan Kaltezmar'] }, score: 0.55 },
      0,
    ],
  ])('makes a hit of what either holds for a match: what it %s', async (_, given, count) => {
    const { hits } = answeredOf(
      await ask(yenteServer({ found: { Thornquill: [scored('NK-1', given)] } })),
    );
    expect(hits).toHaveLength(count);
    for (const { vendor } of hits) expect(vendor?.score).toBe(given.score);
  });

  it('has too many hits where the last one that fits is still a match', async () => {
    const many = (score: (at: number) => number) =>
      Array.from({ length: 5 }, (_, one) => scored(`NK-${one}`, { score: score(one) }));
    const all = await ask(yenteServer({ found: { Thornquill: many(() => 0.9) } }), { limit: 4 });
    expect(answeredOf(all)).toMatchObject({
      consulted: [],
      silent: [{ name: 'yente/default', because: 'too-many-hits' }],
    });
    expect(answeredOf(all).hits).toHaveLength(4);
    await server?.close();
    const tailing = many((one) => (one < 3 ? 0.9 : 0.6));
    const some = await ask(yenteServer({ found: { Thornquill: tailing } }), { limit: 4 });
    expect(answeredOf(some)).toMatchObject({ silent: [], consulted: [{}] });
  });

  it('clears nobody where its dataset is not there', async () => {
    const answer = await ask(yenteServer(LISTED), {}, { dataset: 'sanctions' });
    expect(answer).toMatchObject({
      hits: [],
      consulted: [],
      silent: [{ name: 'yente/sanctions', because: 'not-loaded' }],
    });
  });

  it.each([
    [
      'the version that is indexed',
      { index_version: '20260101000000-x', version: `${PUBLISHED}-abc` },
    ],
    ['the version', { version: '20260101000000-x' }],
    ['the time of its update', { version: 'x', updated_at: '2026-01-01T00:00:00' }],
    ['the time of its export', { last_export: '2026-01-01T00:00:00Z' }],
  ])(
    'clears nobody with data that are too old by %s, and shows what they say',
    async (_, dataset) => {
      const datasets = [{ name: 'default', ...dataset }];
      const answer = answeredOf(await ask(yenteServer({ ...LISTED, datasets })));
      expect(answer).toMatchObject({
        consulted: [],
        silent: [{ name: 'yente/default', because: 'stale' }],
      });
      expect(answer.hits).toHaveLength(1);
    },
  );

  it('says nothing of its age, and is taken as it is', async () => {
    const answer = await ask(yenteServer({ ...LISTED, datasets: [{ name: 'default' }] }));
    expect(answer).toMatchObject({ consulted: [{ version: 'not stated' }], silent: [] });
  });

  it('is asked for its catalogue once a minute', async () => {
    server = await vendorServer(yenteServer(LISTED));
    const kept = provider(server.url);
    const paths = () => server?.received.map(({ url }) => url.split('?')[0]);
    for (let ask = 0; ask < 2; ask++) await kept.search(searchFor(AMY), callOf());
    expect(paths()).toEqual(['/catalog', '/match/default', '/match/default']);
    at = new Date(at.getTime() + 61_000);
    await kept.search(searchFor(AMY), callOf());
    expect(paths()?.slice(3)).toEqual(['/catalog', '/match/default']);
  });

  it('is told its key, and refuses without', async () => {
    const apiKey = 'a-key-of-tests';
    const found = await ask(yenteServer({ ...LISTED, apiKey }), {}, { apiKey });
    expect(answeredOf(found).hits).toHaveLength(1);
    await server?.close();
    const refused = await ask(yenteServer({ ...LISTED, apiKey }));
    expect(refused).toMatchObject({ outcome: 'silent', because: 'refused' });
  });

  const answering =
    (person: unknown): VendorHandler =>
    (request, response) => {
      if (request.url === '/catalog')
        return sendJson(response, { datasets: [{ name: 'default' }] });
      return sendJson(response, { responses: { person } });
    };
  it.each([
    ['an error in place of matches', { status: 500, results: [] }],
    ['no results at all', { status: 200 }],
    ['no answer to the query', undefined],
    ['a score that is none', { results: [scored('1', { score: 1.2 })] }],
    ['no word on whether it is a match', { results: [scored('1', { match: null })] }],
    ['an entity without a number', { results: [scored('')] }],
    ['properties that are none', { results: [scored('1', { properties: { name: 'Ilyara' } })] }],
    ['an entity without a name', { results: [scored('1', { caption: '', properties: {} })] }],
    ['more results than anybody takes', { results: Array(1_001).fill(scored('1')) }],
  ])('is silent with %s', async (_, person) => {
    const answer = await ask(answering(person), {}, {});
    expect(answer).toMatchObject({ outcome: 'silent', because: 'error' });
    expect(JSON.stringify(answer)).not.toMatch(/Ilyara|Thornquill/);
  });
});
