import { sendJson, type VendorHandler } from '../test-vendor-server.ts';

/** An entity as Watchman brings it: what it does not know is null. */
export function matched(sourceID: string, given: object = {}): object {
  return {
    name: 'Ilyara THORNQUILL',
    entityType: 'person',
    sourceList: 'us_ofac',
    sourceID,
    person: {
      name: 'Ilyara THORNQUILL',
      altNames: ['Ilyara THORNKVIL'],
      gender: 'female',
      birthDate: '1962-04-07T00:00:00Z',
      placeOfBirth: '',
      deathDate: null,
      titles: ['Minister of Nothing'],
      governmentIDs: [{ type: 'passport', country: 'Belarus', identifier: 'MP1234567' }],
    },
    business: null,
    organization: null,
    aircraft: null,
    vessel: null,
    contact: { emailAddresses: null, phoneNumbers: null, faxNumbers: null, websites: null },
    addresses: [
      {
        line1: '1 Invented Street',
        line2: '',
        city: 'Minsk',
        postalCode: '',
        state: '',
        country: 'Belarus',
      },
    ],
    cryptoAddresses: null,
    affiliations: null,
    sanctionsInfo: { programs: ['BELARUS'], secondary: false, description: 'For nothing.' },
    historicalInfo: [
      { type: 'Former Name', value: 'Ilyara OAKHOLLOW', date: '0001-01-01T00:00:00Z' },
    ],
    sourceData: { entityID: sourceID, sdnName: 'THORNQUILL, Ilyara', sdnType: 'individual' },
    match: 0.98,
    ...given,
  };
}

export type WatchmanData = {
  /** Whom it brings for a name that holds this word, best first. */
  readonly found?: Readonly<Record<string, readonly object[]>>;
  readonly info?: object;
};

/** When the lists were fetched in the tests. */
export const FETCHED = '2026-03-01T06:30:00.58Z';

const INFO = {
  lists: { us_csl: 442, us_ofac: 17_646 },
  listHashes: { us_csl: '0629eb0a4a23e4d1f9', us_ofac: '7e1b1a5f20c6d3b8aa' },
  startedAt: '2026-03-01T06:29:59.1Z',
  endedAt: FETCHED,
  version: 'v0.52.0',
};

/** Behaves as the public description of Watchman says: its lists, and a search for one name. */
export function watchmanServer({ found = {}, info = INFO }: WatchmanData): VendorHandler {
  return (request, response) => {
    const url = new URL(request.url, 'http://watchman');
    if (request.method !== 'GET') return sendJson(response, { error: 'no such method' }, 405);
    if (url.pathname === '/v2/listinfo') return sendJson(response, info);
    if (url.pathname !== '/v2/search') return sendJson(response, { error: 'not found' }, 404);
    const name = url.searchParams.get('name');
    const limit = Math.min(100, Number(url.searchParams.get('limit') ?? 10));
    const least = Number(url.searchParams.get('minMatch') ?? 0);
    if (!name) return sendJson(response, { error: 'name is required' }, 400);
    const word = Object.keys(found).find((one) => name.includes(one)) ?? '';
    const entities = (found[word] ?? []).filter((entity) => Object(entity).match >= least);
    // It has null where others have nothing.
    return sendJson(response, { entities: entities.slice(0, limit) });
  };
}
