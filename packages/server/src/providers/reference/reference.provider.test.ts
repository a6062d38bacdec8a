import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestTenant, testTenant } from '../../features/entities/test-tenant.ts';
import { findReferencePeople } from '../../features/reference-people/find-reference-people.command.ts';
import { importReference } from '../../features/reference-people/import-reference.command.ts';
import { ReferenceUnreadable } from '../../features/reference-people/reference-person.ts';
import { newUlid } from '../../kernel/id.ts';
import { masterKeyFrom } from '../../kernel/seal.ts';
import { systemStatement } from '../../kernel/statement.ts';
import { vaultsOf } from '../../kernel/vault.ts';
import { identityProviderConformance } from '../identity-provider.conformance.ts';
import type { IdentityAsk, IdentitySubject } from '../identity-provider.ts';
import { referenceProvider } from './reference.provider.ts';

const HEADER =
  'reference,given_name,middle_name,family_name,previous_names,birth_date,gender,street_number,street_name,street_type,locality,subdivision,postal_code,country,document_type,document_number,document_country,deceased';
const ADA =
  'R-1,Ada,Maria,Quillfeather,Ada Maria Thornbury,1962-04-07,F,12,Harbour,Street,Redfern,NSW,2016,AUS,PASSPORT,PA 123456,AUS,';
const NAMESAKE = 'R-2,Ada,,Quillfeather,,1990-12-31,F,9,Elsewhere,Road,Perth,WA,6000,AUS,,,,';
const DEAD = 'R-3,Bertrand,,Mossgrave,,1931-02-03,M,1,Low,Lane,Hobart,TAS,7000,AUS,,,,yes';

const ADA_QUILLFEATHER: IdentitySubject = {
  entityId: 'e1',
  names: [
    {
      objectId: 'n1',
      standing: 'current',
      full: 'Ada Maria Quillfeather',
      given: 'Ada',
      middle: 'Maria',
      family: 'Quillfeather',
    },
  ],
  births: [{ objectId: 'b1', standing: 'current', date: '1962-04-07' }],
  addresses: [
    {
      objectId: 'a1',
      standing: 'current',
      streetNumber: '12',
      streetName: 'Harbour St',
      locality: 'Redfern',
      subdivision: 'New South Wales',
      postalCode: '2016',
      country: 'AUS',
    },
  ],
  gender: 'FEMALE',
  documents: [{ objectId: 'd1', type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'pa123456' }],
  consents: [],
};
const NOBODY: IdentitySubject = {
  ...ADA_QUILLFEATHER,
  entityId: 'e2',
  names: [{ objectId: 'n2', standing: 'current', full: 'Nobody Whosoever' }],
  births: [{ objectId: 'b2', standing: 'current', date: '1970-01-01' }],
  addresses: [{ objectId: 'a2', standing: 'current', streetNumber: '7', streetName: 'Nowhere' }],
  documents: [{ objectId: 'd2', type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'ZZ9' }],
};

let tenant: TestTenant;
const tools = { vaults: vaultsOf(masterKeyFrom(randomBytes(32))) };
beforeAll(async () => {
  tenant = await testTenant();
  await put('au-elec-roll', [HEADER, ADA, NAMESAKE, DEAD].join('\n'));
});
afterAll(() => tenant.test.drop());

const provider = referenceProvider((...asked) =>
  findReferencePeople({ ...tools, system: tenant.system }, ...asked),
);

async function put(source: string, csv: string, mapping?: string) {
  const file = (name: string, text: string) => ({
    name,
    sizeBytes: Buffer.byteLength(text),
    open: async function* () {
      yield Buffer.from(text);
    },
  });
  const files = [file('people.csv', csv), ...(mapping ? [file('map.yaml', mapping)] : [])];
  const { own: customerId } = tenant.db.scope;
  const importing = {
    ...tools,
    system: tenant.system,
    requestId: newUlid(),
    now: () => new Date(),
  };
  return importReference(importing, { tenant: { customerId }, source, files });
}

async function ask(over: Partial<IdentityAsk> = {}) {
  const subject = over.subject ?? ADA_QUILLFEATHER;
  const answer = await provider.verify(
    { attributes: ['name', 'dob', 'address', 'gender'], documents: ['d1'], ...over, subject },
    {
      tenantId: tenant.db.scope.own,
      isSandbox: true,
      idempotencyKey: 'k',
      signal: AbortSignal.timeout(10_000),
    },
  );
  if (answer.outcome !== 'answered') throw new Error(answer.detail);
  return answer.sources;
}

identityProviderConformance(async () => ({
  provider,
  asker: { tenantId: tenant.db.scope.own, isSandbox: true },
  known: ADA_QUILLFEATHER,
  unknown: NOBODY,
}));

describe('a register', () => {
  it('confirms somebody in all that it has, whatever way it is written', async () => {
    const [source] = await ask();
    expect(source).toMatchObject({ source: 'au-elec-roll', reference: 'R-1' });
    expect(source?.isDeceased).toBeUndefined();
    const results = source?.attributes.map(({ attribute, result }) => [attribute, result]);
    expect(results).toEqual([
      ['name', 'MATCH'],
      ['dob', 'MATCH'],
      ['address', 'MATCH'],
      ['gender', 'MATCH'],
    ]);
    expect(source?.documents).toMatchObject([{ documentId: 'd1', result: 'MATCH' }]);
  });

  it('finds somebody by a name from before', async () => {
    const names = [{ objectId: 'n1', standing: 'current' as const, full: 'Ada Maria Thornbury' }];
    const [source] = await ask({ subject: { ...ADA_QUILLFEATHER, names } });
    expect(source?.attributes[0]).toMatchObject({ attribute: 'name', result: 'MATCH' });
  });

  it('does not lend the name of somebody else who has it', async () => {
    const births = [{ objectId: 'b1', standing: 'current' as const, date: '1975-05-05' }];
    const subject = { ...ADA_QUILLFEATHER, births, addresses: [], documents: [] };
    const [source] = await ask({ subject, documents: [] });
    expect(source?.attributes.map(({ result }) => result)).not.toContain('MATCH');
  });

  it('takes a slip in a birth date for what it is', async () => {
    const births = [{ objectId: 'b1', standing: 'current' as const, date: '1962-04-08' }];
    const [source] = await ask({ subject: { ...ADA_QUILLFEATHER, births } });
    expect(source?.attributes[1]).toMatchObject({
      result: 'PARTIAL_MATCH',
      strengths: { year: 100, month: 100, day: 0 },
    });
  });

  it('says that somebody has died, and says it of nobody else of their name', async () => {
    const names = [{ objectId: 'n1', standing: 'current' as const, full: 'Bertrand Mossgrave' }];
    const births = [{ objectId: 'b1', standing: 'current' as const, date: '1931-02-03' }];
    const dead = { ...ADA_QUILLFEATHER, names, births, addresses: [], documents: [] };
    expect((await ask({ subject: dead, documents: [] }))[0]?.isDeceased).toBe(true);
    const other = { ...dead, births: [{ ...births[0], date: '1980-01-01' } as never] };
    expect((await ask({ subject: other, documents: [] }))[0]?.isDeceased).toBeUndefined();
  });

  it('takes another’s document for no match', async () => {
    const documents = [
      { ...ADA_QUILLFEATHER.documents[0], primaryIdentifier: 'PA999999' } as never,
    ];
    const [source] = await ask({ subject: { ...ADA_QUILLFEATHER, documents } });
    expect(source?.documents).toMatchObject([{ result: 'NO_MATCH' }]);
  });

  it('answers beside others, and is replaced whole', async () => {
    await put('core-banking', [HEADER, ADA].join('\n'));
    expect((await ask()).map(({ source }) => source)).toEqual(['au-elec-roll', 'core-banking']);
    await put('core-banking', [HEADER, DEAD].join('\n'));
    const [, second] = await ask();
    expect(second?.attributes.map(({ result }) => result)).not.toContain('MATCH');
    expect(await tenant.system.all(COUNT)).toEqual([{ people: 4, keys: 2, sources: 2 }]);
  });

  it('is read by a mapping', async () => {
    const csv = 'Surname;First;Born\nVantreek;Ulo;07/04/1962\n';
    const mapping =
      'separator: ";"\ndates: day-first\nfields: { family_name: Surname, given_name: First, birth_date: Born }';
    const { reference } = await put('mapped', csv, mapping);
    expect(reference).toMatchObject({ source: 'mapped', peopleCount: 1 });
  });
});

const COUNT = systemStatement<{ people: number; keys: number; sources: number }>(
  'test-count-reference',
  `select (select count(*)::int from reference_person) as people,
     (select count(*)::int from keyring.reference_key) as keys,
     (select count(*)::int from reference_source) as sources`,
);
const CLEAR = systemStatement<{ text: string }>(
  'test-reference-clear',
  `select p::text as text from reference_person p union all select s::text from reference_source s`,
);

it('keeps nothing in clear', async () => {
  const rows = (await tenant.system.all(CLEAR)).map(({ text }) => text).join('\n');
  const hidden = ['Quillfeather', 'Ada', '1962-04-07', 'Harbour', '2016', '123456', 'R-1'];
  const bytes = (word: string) => Buffer.from(word).toString('hex');
  for (const word of hidden) {
    if (word.length > 4) expect(rows).not.toContain(word);
    expect(rows).not.toContain(bytes(`"${word}`));
  }
});

describe('a file that is not sound is refused, and what was there stays', () => {
  it.each([
    ['an empty file', ''],
    ['nobody', HEADER],
    ['an unknown column', `${HEADER},shoe_size\n`],
    ['a date that is none', `family_name,birth_date\nQuill,1962-02-30`],
    ['a nameless row', `given_name,family_name\nAda,Quill\nBea,`],
    ['a cut-off record', `given_name,family_name\nAda,"Qui`],
    ['a row of another width', `given_name,family_name\nAda,Quill,3`],
    ['a country that is none', `family_name,country\nQuill,Oz`],
    ['a gender that is none', `family_name,gender\nQuill,q`],
    ['half a document', `family_name,document_type\nQuill,PASSPORT`],
  ])('%s', async (_, csv) => {
    const before = await tenant.system.all(COUNT);
    const refused = await put('au-elec-roll', csv).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ReferenceUnreadable);
    expect(JSON.stringify(refused)).not.toContain('Quill');
    expect(await tenant.system.all(COUNT)).toEqual(before);
  });

  it('names the line', async () => {
    const refused = await put('x', 'family_name,birth_date\nA,1962-01-01\nB,nonsense').catch(
      (error: ReferenceUnreadable) => error,
    );
    expect(refused).toMatchObject({
      details: [
        { issue: expect.stringContaining('birth_date'), issueLocation: 'people.csv, line 3' },
      ],
    });
  });
});
