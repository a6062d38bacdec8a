import { sendJson, type VendorHandler, type VendorReceived } from '../test-vendor-server.ts';

/** An entity as yente brings it, with what goes with it. */
export function scored(id: string, given: object = {}): object {
  return {
    id,
    caption: 'Ilyara Thornquill',
    schema: 'Person',
    properties: {
      name: ['Ilyara Thornquill', 'Ilyara Thornkvil'],
      alias: ['Илиара Торнквилл'],
      birthDate: ['1962-04-07'],
      gender: ['female'],
      nationality: ['by'],
      passportNumber: ['MP1234567'],
      topics: ['sanction'],
      programId: ['EU-BLR'],
    },
    datasets: ['eu_fsf', 'us_ofac_sdn'],
    referents: ['ofac-30001', 'eu-fsf-eu-7219-51'],
    target: true,
    first_seen: '2021-05-27T16:15:12',
    last_seen: '2026-03-01T06:41:02',
    last_change: '2025-06-01T06:41:02',
    score: 0.96,
    features: { name_literal_match: 1.0 },
    match: true,
    token: null,
    ...given,
  };
}

export type YenteData = {
  /** Whom it brings for a query whose names hold this word, best first. */
  readonly found?: Readonly<Record<string, readonly object[]>>;
  readonly datasets?: readonly object[];
  readonly apiKey?: string;
};

/** When the invented data were published. */
export const PUBLISHED = '20260301063000';

const DATASETS = [
  {
    name: 'default',
    title: 'OpenSanctions Default',
    type: 'collection',
    version: `${PUBLISHED}-abc`,
    index_version: `${PUBLISHED}-abc`,
    index_current: true,
    updated_at: '2026-03-01T06:30:00',
    last_export: '2026-03-01T06:30:00',
    load: true,
    children: ['sanctions', 'peps'],
  },
];

/** Behaves as the public description of yente says: the catalogue, and matching against a dataset. */
export function yenteServer({ found = {}, datasets = DATASETS, apiKey }: YenteData): VendorHandler {
  return (request, response) => {
    if (apiKey !== undefined && request.headers.authorization !== `ApiKey ${apiKey}`) {
      return sendJson(response, { detail: 'Invalid API key' }, 401);
    }
    const url = new URL(request.url, 'http://yente');
    if (request.method === 'GET' && url.pathname === '/catalog') {
      return sendJson(response, {
        datasets,
        current: ['default'],
        outdated: [],
        index_stale: false,
      });
    }
    const dataset = /^\/match\/([^/]+)$/.exec(url.pathname)?.[1];
    const isKnown = datasets.some((one) => Object(one).name === dataset);
    if (request.method !== 'POST' || !isKnown) {
      return sendJson(response, { detail: 'No such dataset.' }, 404);
    }
    const query = queryOf(request);
    if (!query) return sendJson(response, { detail: [{ msg: 'Field required' }] }, 422);
    const word = Object.keys(found).find((one) => query.properties.name.join(' ').includes(one));
    const limit = Number(url.searchParams.get('limit') ?? 5);
    const [threshold, cutoff] = ['threshold', 'cutoff'].map((one) =>
      Number(url.searchParams.get(one)),
    ) as [number, number];
    const results = (found[word ?? ''] ?? [])
      .map((entity) => ({ ...entity, match: Object(entity).score >= threshold }))
      .filter((entity) => Object(entity).score >= cutoff)
      .slice(0, limit);
    const total = { value: results.length, relation: 'eq' };
    return sendJson(response, {
      responses: { person: { status: 200, results, total, query } },
      matcher: {},
      limit,
    });
  };
}

function queryOf({ body }: VendorReceived) {
  const query = Object(JSON.parse(body)).queries?.person;
  return Array.isArray(query?.properties?.name) && query.schema === 'Person' ? query : undefined;
}
