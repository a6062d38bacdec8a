import { randomBytes } from 'node:crypto';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { callOf, IMPATIENT, PRIVATE, silenceConformance } from '../silence.conformance.ts';
import { sendJson, type VendorServer, vendorServer } from '../test-vendor-server.ts';
import { openVendor } from '../vendor/vendor.ts';
import { answeredOf, searchFor } from '../watchlist-provider.conformance.ts';
import { httpWatchlistProvider } from './http-watchlist.provider.ts';
import { signedId } from './message-signature.ts';

const secret = randomBytes(32);
const now = () => new Date('2026-03-02T00:00:00Z');
const agent = new Agent();
const provider = (url: string) =>
  httpWatchlistProvider(
    {
      vendor: openVendor({ name: 'lister', url, ...IMPATIENT }, { agent, now }),
      secret,
      now,
      listMaxAgeHours: 168,
    },
    () => true,
  );

const search = searchFor(
  { names: [{ full: PRIVATE }], kind: 'person', births: ['1962-04'] },
  { limit: 3 },
);
silenceConformance({ name: 'lister', ask: (url, call) => provider(url).search(search, call) });

const LIST = { list: 'own', version: '7', asOf: '2026-03-01T10:00:00+11:00' };
const hit = (given: object = {}, entry: object = {}) => ({
  list: 'own',
  score: 0.9,
  isMatch: true,
  entry: {
    reference: 'P-1',
    names: [{ full: PRIVATE }],
    listings: [{ kind: 'PEP', authority: 'Somebody' }],
    ...entry,
  },
  ...given,
});

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});
async function answer(body: unknown, status = 200) {
  server = await vendorServer((_, response) => sendJson(response, body, status));
  return provider(server.url).search(search, callOf());
}

describe('lists of somebody who speaks the protocol', () => {
  it('are asked for with a signature, and with nothing that is not needed', async () => {
    await answer({ lists: [LIST], hits: [] });
    const [asked] = server?.received ?? [];
    if (!asked) throw new Error('It was asked.');
    const { headers, body, url } = asked;
    expect(url).toBe('/watchlist');
    const got = { headers: headers as Record<string, string>, body: Buffer.from(body) };
    expect(signedId(secret, got, now())).toBe(headers['idempotency-key']);
    expect(JSON.parse(body)).toEqual({
      operation: 'watchlist',
      tenantId: callOf().tenantId,
      isSandbox: false,
      query: { names: [{ full: PRIVATE }], kind: 'person', births: ['1962-04'] },
      kinds: ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'],
      limit: 3,
    });
  });

  it('need say no more of an entry than its number, a name and why it is listed', async () => {
    const { hits, consulted } = answeredOf(await answer({ lists: [LIST], hits: [hit()] }));
    expect(consulted).toEqual([{ listId: 'lister/own', name: 'lister/own', version: '7' }]);
    expect(hits).toMatchObject([
      {
        listId: 'lister/own',
        source: 'lister',
        entry: { reference: 'P-1', kind: 'person', births: [], titles: [] },
        match: { match: 1 },
        vendor: { score: 0.9, isMatch: true },
      },
    ]);
  });

  it('clear nobody where they are silent, in part or of old', async () => {
    const stale = { ...LIST, list: 'old', asOf: '2026-02-01T00:00:00Z' };
    const silent = [
      { list: 'other', because: 'failing' },
      { list: 'many', because: 'too-many-hits' },
    ];
    const body = {
      lists: [LIST, stale],
      silent,
      hits: [hit({ list: 'many' }), hit({ list: 'old' })],
    };
    const heard = answeredOf(await answer(body));
    expect(heard.hits.map(({ listId }) => listId)).toEqual(['lister/many', 'lister/old']);
    expect(heard.consulted.map(({ name }) => name)).toEqual(['lister/own']);
    expect(heard.silent).toEqual([
      { name: 'lister/other', because: 'failing' },
      { name: 'lister/many', because: 'too-many-hits' },
      { name: 'lister/old', because: 'stale' },
    ]);
  });

  it.each<[string, unknown, number?]>([
    ['no list at all', { lists: [], hits: [] }],
    ['one list twice', { lists: [LIST, LIST], hits: [] }],
    [
      'a list that is searched and silent',
      { lists: [LIST], silent: [{ list: 'own', because: 'stale' }], hits: [] },
    ],
    ['a hit on a list that it does not name', { lists: [LIST], hits: [hit({ list: 'else' })] }],
    ['an entry twice', { lists: [LIST], hits: [hit(), hit()] }],
    [
      'more than was asked for',
      { lists: [LIST], hits: [1, 2, 3, 4].map((one) => hit({}, { reference: `${one}` })) },
    ],
    ['no hits and no list of them', { lists: [LIST] }],
    ['a score that is none', { lists: [LIST], hits: [hit({ score: 90 })] }],
    ['no word on whether it is a match', { lists: [LIST], hits: [hit({ isMatch: null })] }],
    ['an entry without a name', { lists: [LIST], hits: [hit({}, { names: [] })] }],
    ['an entry with an empty name', { lists: [LIST], hits: [hit({}, { names: [{ full: ' ' }] })] }],
    ['an entry that is listed for nothing', { lists: [LIST], hits: [hit({}, { listings: [] })] }],
    ['an entry without a number', { lists: [LIST], hits: [hit({}, { reference: '' })] }],
    [
      'a birth that is no date',
      { lists: [LIST], hits: [hit({}, { births: [{ from: '1962-13' }] })] },
    ],
    ['a promise to answer later', { lists: [LIST], hits: [] }, 202],
  ])('are silent with %s', async (_, body, status) => {
    const heard = await answer(body, status);
    expect(heard).toMatchObject({ outcome: 'silent', because: 'error' });
    expect(JSON.stringify(heard)).not.toContain(PRIVATE);
  });
});
