import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, fileOf, refusalOf } from '../test-real-lists.ts';
import { opensanctions } from './opensanctions.source.ts';

type Properties = Readonly<Record<string, readonly unknown[]>>;
const fact = (id: string, schema: string, properties: Properties) => ({
  id,
  caption: String(properties.name?.[0] ?? id),
  schema,
  properties,
  referents: [],
  datasets: ['invented'],
  target: false,
});
const target = (id: string, properties: Properties) => ({
  ...fact(id, 'Person', properties),
  target: true,
});
const file = (objects: readonly unknown[], name = 'entities.ftm.json') =>
  fileOf(name, objects.map((one) => `${JSON.stringify(one)}\n`).join(''), 13);

const PERSON = target('NK-1', {
  name: ['Ilyara Thornquill', 'Илиара Торнквилл'],
  alias: ['Ilyara Thornkvil'],
  weakAlias: ['Ily'],
  previousName: ['Ilyara Oakhollow'],
  birthDate: ['1962-04-07', '1963'],
  gender: ['female'],
  nationality: ['by'],
  topics: ['sanction', 'role.pep'],
  addressEntity: ['addr-1'],
  passportNumber: ['X123'],
});
const PARTS = [
  fact('san-1', 'Sanction', {
    entity: ['NK-1'],
    authority: ['Invented Office'],
    program: ['INV'],
    country: ['ch'],
    startDate: ['2020-10-02'],
  }),
  fact('pass-1', 'Passport', { holder: ['NK-1'], number: ['Y456'], country: ['by'] }),
  fact('addr-1', 'Address', { full: ['1 Invented Street, Minsk'], country: ['by'] }),
  fact('pos-1', 'Position', { name: ['Minister of Nothing'] }),
  fact('occ-1', 'Occupancy', { holder: ['NK-1'], post: ['pos-1'], startDate: ['2019'] }),
];

const WHOLE = {
  kind: 'person',
  names: [
    { full: 'Ilyara Thornquill', quality: 'primary' },
    { full: 'Илиара Торнквилл', quality: 'strong' },
    { full: 'Ilyara Thornkvil', quality: 'strong' },
    { full: 'Ilyara Oakhollow', quality: 'strong', isFormer: true },
    { full: 'Ily', quality: 'weak' },
  ],
  births: [{ from: '1962-04-07' }, { from: '1963' }],
  genders: ['FEMALE'],
  countries: [{ code: 'BLR', name: 'BY', link: 'NATIONALITY' }],
  documents: [
    { type: 'Passport', number: 'X123' },
    { type: 'Passport', number: 'Y456', country: 'BLR' },
  ],
  addresses: [{ full: '1 Invented Street, Minsk' }],
  listings: [
    {
      kind: 'SANCTION',
      authority: 'Invented Office',
      programmes: ['INV'],
      listedOn: '2020-10-02',
      country: 'CHE',
    },
    { kind: 'PEP', position: 'Minister of Nothing', listedOn: '2019' },
  ],
};

describe('opensanctions on FollowTheMoney entities', () => {
  it.each([
    ['before it', [...PARTS, PERSON]],
    ['behind it', [PERSON, ...PARTS]],
  ])('reads a target with the facts that stand %s', async (_where, objects) => {
    const entries = await entriesOf(opensanctions, [file(objects)]);

    expect([...entries.keys()]).toEqual(['NK-1']);
    expect(entries.get('NK-1')).toMatchObject(WHOLE);
  });

  it('reads a target with the facts within it', async () => {
    const [sanction, passport, address, position, occupancy] = PARTS;
    const post = { ...occupancy, properties: { ...occupancy?.properties, post: [position] } };
    const nested = {
      ...PERSON,
      properties: {
        ...PERSON.properties,
        sanctions: [sanction],
        passports: [passport],
        addressEntity: [address],
        positionOccupancies: [post],
      },
    };

    const entries = await entriesOf(opensanctions, [file([nested], 'targets.nested.json')]);
    expect(entries.get('NK-1')).toMatchObject(WHOLE);
  });

  it.each([
    [['sanction.linked'], ['SANCTION']],
    [['role.rca'], ['PEP']],
    [['debarment', 'wanted'], ['WATCHLIST']],
    [
      ['role.pep', 'crime'],
      ['PEP', 'WATCHLIST'],
    ],
    [[], ['WATCHLIST']],
  ])('takes the topics %j for %j', async (topics, kinds) => {
    const party = target('1', { name: ['A'], topics });
    const listings = (await entriesOf(opensanctions, [file([party])])).get('1')?.listings ?? [];

    expect(listings.map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    ['a line that is no entity', '{"id":"1"}\n', 'not an entity'],
    ['a line that is no JSON', 'x\n{}\n', 'not a JSON object'],
    ['a file that is cut off', `${JSON.stringify(PERSON)}\n{"id":"2","sch`, 'truncated'],
  ])('refuses %s', async (_what, content, issue) => {
    const broken = fileOf('entities.ftm.json', content);

    expect((await refusalOf(opensanctions, [broken])).issue).toContain(issue);
  });
});

describe('opensanctions with deltas', () => {
  const party = (id: string, name: string) => target(id, { name: [name] });
  const change = (op: string, one: { id: string }) => ({
    op,
    entity: op === 'DEL' ? { id: one.id } : one,
  });

  it('changes a target by a fact about it alone', async () => {
    const moved = fact('addr-1', 'Address', { full: ['2 Other Street'] });
    const delta = file([change('MOD', moved)], 'entities.delta.json');

    const entries = await entriesOf(opensanctions, [delta, file([PERSON, ...PARTS])]);
    expect(entries.get('NK-1')?.addresses).toEqual([{ full: '2 Other Street' }]);
  });

  it('gives what the whole later file gives, through any number of deltas', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const state = fc.record(
      Object.fromEntries(ids.map((id) => [id, fc.option(fc.constantFrom('One', 'Two', 'Three'))])),
    );
    type State = Readonly<Record<string, string | null>>;
    const partiesOf = (names: State) =>
      ids.flatMap((id) => (names[id] ? [party(id, names[id])] : []));
    const changesOf = (before: State, after: State) =>
      ids.flatMap((id) => {
        const [from, to] = [before[id] ?? null, after[id] ?? null];
        if (from === to) return [];
        if (to === null) return [change('DEL', { id })];
        return [change(from === null ? 'ADD' : 'MOD', party(id, to))];
      });

    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 4 }), async (states) => {
        const anchored = states.map((one) => ({ ...one, a: one.a ?? 'Anchor' }));
        const [base, ...later] = anchored;
        const deltas = later.flatMap((after, at) => {
          const changes = changesOf(anchored[at] ?? {}, after);
          return changes.length > 0 ? [file(changes, `${at}-entities.delta.json`)] : [];
        });
        const applied = await entriesOf(opensanctions, [
          ...deltas.reverse(),
          file(partiesOf(base ?? {})),
        ]);
        const whole = await entriesOf(opensanctions, [file(partiesOf(anchored.at(-1) ?? {}))]);

        expect(new Map([...applied].sort())).toEqual(new Map([...whole].sort()));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['changes what is not there', [change('MOD', party('z', 'A'))]],
    ['removes what is not there', [change('DEL', { id: 'z' })]],
    ['adds what is there', [change('ADD', party('a', 'A'))]],
    ['adds twice', [change('ADD', party('z', 'A')), change('ADD', party('z', 'B'))]],
    ['changes what it removed', [change('DEL', { id: 'a' }), change('MOD', party('a', 'B'))]],
    ['says something else', [{ op: 'PUT', entity: party('z', 'A') }]],
    ['names no entity', [{ op: 'DEL', entity: {} }]],
  ])('refuses a delta that %s', async (_what, changes) => {
    const files = [file([party('a', 'A')]), file(changes, 'entities.delta.json')];

    expect((await refusalOf(opensanctions, files)).issueLocation).toMatch(/^entities\.delta\.json/);
  });

  it('refuses a delta alone', async () => {
    const delta = file([change('ADD', party('a', 'A'))], 'entities.delta.json');

    expect((await refusalOf(opensanctions, [delta])).issue).toContain('besides its delta files');
  });
});

describe('opensanctions on targets.simple.csv', () => {
  const HEADER =
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","program_ids","dataset","first_seen","last_seen","last_change"\n';
  const csv = (lines: string) => fileOf('targets.simple.csv', HEADER + lines, 11);

  it('reads several values in one field, those in quotation marks too', async () => {
    const entries = await entriesOf(opensanctions, [
      csv(
        '"NK-1","Person","Ilyara Thornquill","Ilyara Thornkvil;""Thorn; or Ily""","1962-04-07;1963","by;ru","1 Street","X123;Y456","INV - Invented","","","","Invented list","","",""\n' +
          '"NK-2","Company","Kaltezmar Works","","","","","","","","","","Invented list","","",""\n',
      ),
    ]);

    expect(entries.get('NK-1')).toMatchObject({
      kind: 'person',
      names: [
        { full: 'Ilyara Thornquill' },
        { full: 'Ilyara Thornkvil' },
        { full: 'Thorn; or Ily' },
      ],
      births: [{ from: '1962-04-07' }, { from: '1963' }],
      countries: [{ code: 'BLR' }, { code: 'RUS' }],
      documents: [{ number: 'X123' }, { number: 'Y456' }],
      listings: [{ kind: 'SANCTION', reason: 'INV - Invented' }],
    });
  });

  it('hides nobody from a search for one kind of listing where the file does not say which', async () => {
    const entries = await entriesOf(opensanctions, [
      csv('"NK-2","Person","A","","","","","","","","","","Invented list","","",""\n'),
    ]);

    expect(entries.get('NK-2')?.listings.map(({ kind }) => kind)).toEqual(['PEP', 'WATCHLIST']);
  });

  it('refuses a file that is cut off', async () => {
    expect((await refusalOf(opensanctions, [csv('"NK-1","Person","Ily')])).issue).toContain(
      'truncated',
    );
  });
});
