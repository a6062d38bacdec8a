import { buildIndex, type ListEntry, type ListingKind } from '@probity/screening';
import { describe, expect, it } from 'vitest';
import {
  consultLists,
  type KnownList,
  type ListRegistry,
  type ListUnavailability,
} from '../../features/lists/list-registry.ts';
import type { ListVersion } from '../../features/lists/screening-list.ts';
import { callFor, REAL, SANDBOX } from '../test-asks.ts';
import { watchlistProviderConformance } from '../watchlist-provider.conformance.ts';
import type { WatchlistSearch } from '../watchlist-provider.ts';
import { localListsProvider } from './local-lists.provider.ts';

const NOW = new Date('2026-05-06T00:00:00Z');

const entry = (reference: string, full: string, ...kinds: ListingKind[]): ListEntry => ({
  reference,
  kind: 'person',
  names: [{ full, quality: 'primary' }],
  births: [],
  birthPlaces: [],
  genders: [],
  countries: [],
  documents: [],
  addresses: [],
  listings: (kinds.length > 0 ? kinds : ['SANCTION' as const]).map((kind) => ({
    kind,
    authority: 'Somebody',
    programmes: [],
  })),
  titles: [],
  relatedParties: [],
  links: [],
});

type TestList = {
  readonly name: string;
  readonly source?: string;
  readonly entries?: readonly ListEntry[];
  readonly state?: ListUnavailability;
  /** References whose details were pruned. */
  readonly pruned?: readonly string[];
};

/** A registry with these lists in memory. */
function registryOf(lists: readonly TestList[]): ListRegistry {
  const known = lists.map(({ name, source = 'ofac-sdn', entries = [] }): KnownList => {
    const listId = `id of ${name}`;
    const index = buildIndex({ listId, version: '2', entries });
    return {
      list: { listId, source, name, owner: null, retiredAt: null, inService: {} as ListVersion },
      loaded: { listId, source, name, version: 2, index, importedAt: NOW },
      hasFailed: false,
    };
  });
  const stateOf = ({ list }: KnownList) =>
    lists.find(({ name }) => name === list.name)?.state ?? ('ready' as const);
  const statusOfAll = () =>
    known.map((one) => ({
      listId: one.list.listId,
      source: one.list.source,
      name: one.list.name,
      owner: one.list.owner,
      state: stateOf(one),
      inService: null,
      ageHours: null,
      publishedAgeHours: null,
      retiredAt: null,
    }));
  return {
    consult: (names) => consultLists(names, known, stateOf),
    async entries(hits) {
      return new Map(
        hits.flatMap(({ listId, reference }) => {
          const of = lists.find(({ name }) => listId === `id of ${name}`);
          const detail = of?.entries?.find((one) => one.reference === reference);
          const isThere = detail && !of?.pruned?.includes(reference);
          const key = `${listId}/${reference}`;
          return isThere ? [[key, { ...detail, materialHash: `hash of ${key}` }]] : [];
        }),
      );
    },
    status: statusOfAll,
    statusOfAll,
    refresh: async () => undefined,
    start: () => undefined,
    stop: () => undefined,
  };
}

const search = async (
  lists: readonly TestList[],
  asked: Partial<WatchlistSearch> = {},
  asker = REAL,
) => {
  const answer = await localListsProvider(registryOf(lists), () => NOW).search(
    {
      query: { names: [{ full: 'Zorvan Kaltezmar' }] },
      lists: ['*'],
      kinds: ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'],
      threshold: 0.8,
      profile: 'balanced',
      limit: 100,
      ...asked,
    },
    callFor(asker),
  );
  if (answer.outcome !== 'answered') return { ...answer, hits: [], consulted: [], silent: [] };
  return {
    outcome: answer.outcome,
    hits: answer.hits.map(({ listName, entry: { reference } }) => `${listName}/${reference}`),
    consulted: answer.consulted.map(({ name, version }) => `${name}@${version}`),
    silent: answer.silent,
  };
};

const LISTED = entry('1', 'Zorvan Kaltezmar');
const SDN = { name: 'SDN', entries: [LISTED, entry('2', 'Somebody Else')] };
const UN = { name: 'UN', source: 'un-consolidated', entries: [entry('7', 'Kaltezmar, Zorvan')] };
const SAMPLE = { name: 'sample', source: 'probity-sample', entries: [LISTED] };

watchlistProviderConformance(async () => ({
  provider: localListsProvider(registryOf([SDN, UN]), () => NOW),
  asker: REAL,
  listed: { names: [{ full: 'Zorvan Kaltezmar' }], kind: 'person' },
  kind: 'SANCTION',
  unlisted: { names: [{ full: 'Amy Oliphant' }], kind: 'person' },
}));

describe('localListsProvider', () => {
  it('finds a person on every list that is in service', async () => {
    expect(await search([SDN, UN])).toEqual({
      outcome: 'answered',
      hits: ['SDN/1', 'UN/7'],
      consulted: ['SDN@2', 'UN@2'],
      silent: [],
    });
  });

  it('says with a hit where it is from and what is material in it', async () => {
    const answer = await localListsProvider(registryOf([SDN]), () => NOW).search(
      {
        query: { names: [{ full: 'Zorvan Kaltezmar' }] },
        lists: ['sdn'],
        kinds: ['SANCTION'],
        threshold: 0.8,
        profile: 'balanced',
        limit: 1,
      },
      callFor(REAL),
    );
    expect(answer).toMatchObject({
      hits: [
        {
          listId: 'id of SDN',
          source: 'ofac-sdn',
          listVersion: 2,
          materialHash: 'hash of id of SDN/1',
          match: { reference: '1' },
        },
      ],
    });
  });

  it.each(['not-loaded', 'stale', 'failing'] as const)(
    'names a list that is %s beside those that answer, also among all',
    async (state) => {
      const lists = [SDN, { ...UN, state }];
      for (const asked of [['*'], ['SDN', 'un'], ['ofac-sdn', 'un-consolidated']]) {
        const answer = await search(lists, { lists: asked });
        expect(answer.hits).toEqual(['SDN/1']);
        expect(answer.consulted).toEqual(['SDN@2']);
        expect(answer.silent).toEqual([{ name: 'UN', because: state }]);
      }
    },
  );

  it('names a list that nobody has', async () => {
    const { silent, consulted } = await search([SDN], { lists: ['SDN', 'eu-fsf'] });
    expect(consulted).toEqual(['SDN@2']);
    expect(silent).toEqual([{ name: 'eu-fsf', because: 'not-loaded' }]);
  });

  it('is never silent about having no list at all', async () => {
    for (const asker of [REAL, SANDBOX]) {
      const { silent, consulted } = await search([], {}, asker);
      expect(consulted).toEqual([]);
      expect(silent).toHaveLength(1);
    }
  });

  it('screens invented people for a sandbox alone', async () => {
    const inSandbox = await search([SAMPLE], {}, SANDBOX);
    expect(inSandbox).toMatchObject({ hits: ['sample/1'], consulted: ['sample@2'], silent: [] });

    for (const lists of [['*'], ['sample'], ['probity-sample']]) {
      const { hits, consulted, silent } = await search([SAMPLE], { lists });
      expect({ hits, consulted }).toEqual({ hits: [], consulted: [] });
      expect(silent).toHaveLength(1);
    }
  });

  it('leaves invented people out for everybody else, and does not miss them among all', async () => {
    expect(await search([SAMPLE, UN])).toMatchObject({ hits: ['UN/7'], silent: [] });
    expect(await search([SAMPLE, UN], { lists: ['un', 'sample'] })).toMatchObject({
      hits: ['UN/7'],
      silent: [{ name: 'sample', because: 'not-loaded' }],
    });
  });

  it('leaves out parties that are listed for nothing that was asked for', async () => {
    const mixed = {
      name: 'mixed',
      entries: [
        entry('pep', 'Zorvan Kaltezmar', 'PEP'),
        entry('both', 'Zorvan Kaltezmar', 'MEDIA', 'SANCTION'),
        entry('media', 'Zorvan Kaltezmar', 'MEDIA'),
      ],
    };
    const { hits } = await search([mixed], { kinds: ['SANCTION', 'PEP'] });
    expect(hits.sort()).toEqual(['mixed/both', 'mixed/pep']);
  });

  it('fails rather than drops a hit whose entry is missing from its version', async () => {
    await expect(search([{ ...SDN, pruned: ['1'] }])).rejects.toThrow('entry 1');
  });

  it('names the lists whose hits did not all fit, and calls them silent', async () => {
    const many = {
      name: 'many',
      entries: Array.from({ length: 5 }, (_, at) => entry(`${at}`, 'Zorvan Kaltezmar')),
    };
    const { hits, consulted, silent } = await search([UN, many], { limit: 3 });

    expect(hits).toHaveLength(3);
    expect(silent).toContainEqual({ name: 'many', because: 'too-many-hits' });
    expect(consulted).not.toContain('many@2');
    expect(await search([many], { limit: 5 })).toMatchObject({ silent: [], consulted: ['many@2'] });
  });

  it('counts only what was asked for against the limit', async () => {
    const crowd = {
      name: 'crowd',
      entries: [
        ...Array.from({ length: 5 }, (_, at) => entry(`m${at}`, 'Zorvan Kaltezmar', 'MEDIA')),
        entry('s', 'Zorvan Kaltezmar', 'SANCTION'),
      ],
    };
    const answer = await search([crowd], { kinds: ['SANCTION'], limit: 1 });
    expect(answer).toMatchObject({ hits: ['crowd/s'], silent: [] });
  });

  it('reads no more entries than it hands out, and none of a kind that was not asked for', async () => {
    const crowd = {
      name: 'crowd',
      entries: [
        ...Array.from({ length: 300 }, (_, at) => entry(`m${at}`, 'Zorvan Kaltezmar', 'MEDIA')),
        ...Array.from({ length: 9 }, (_, at) => entry(`s${at}`, 'Zorvan Kaltezmar', 'SANCTION')),
      ],
    };
    const registry = registryOf([crowd]);
    const read: string[] = [];
    const counting: ListRegistry = {
      ...registry,
      entries: (hits) => {
        read.push(...hits.map(({ reference }) => reference));
        return registry.entries(hits);
      },
    };
    const answer = await localListsProvider(counting, () => NOW).search(
      {
        query: { names: [{ full: 'Zorvan Kaltezmar' }] },
        lists: ['crowd'],
        kinds: ['SANCTION'],
        threshold: 0.8,
        profile: 'balanced',
        limit: 5,
      },
      callFor(REAL),
    );

    expect(read).toEqual(['s0', 's1', 's2', 's3', 's4']);
    expect(answer).toMatchObject({
      consulted: [],
      silent: [{ name: 'crowd', because: 'too-many-hits' }],
    });
  });

  it.each(['...', 'Dr.', ''])('compares nothing for the name "%s", and says so', async (full) => {
    const { outcome } = await search([SDN], { query: { names: [{ full }] } });
    expect(outcome).toBe('not-comparable');
  });
});
