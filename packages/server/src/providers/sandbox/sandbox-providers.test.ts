import { IndividualInput } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import { newIndividual } from '../../features/entities/merge-individual.ts';
import { fraudProviderConformance } from '../fraud-provider.conformance.ts';
import { identityProviderConformance } from '../identity-provider.conformance.ts';
import type { IdentityAsk, IdentitySubject } from '../identity-provider.ts';
import { idvProviderConformance } from '../idv-provider.conformance.ts';
import { lookupProviderConformance } from '../lookup-provider.conformance.ts';
import { callFor, REAL, SANDBOX } from '../test-asks.ts';
import { visaProviderConformance } from '../visa-provider.conformance.ts';
import {
  answeredOf,
  searchFor,
  watchlistProviderConformance,
} from '../watchlist-provider.conformance.ts';
import { PERSONAS, type Persona } from './personas.ts';
import {
  sandboxFraudProvider,
  sandboxLookupProvider,
  sandboxVisaProvider,
} from './sandbox-checks.provider.ts';
import { sandboxIdentityProvider } from './sandbox-identity.provider.ts';
import { sandboxIdvProvider } from './sandbox-idv.provider.ts';
import { sandboxWatchlistProvider } from './sandbox-watchlist.provider.ts';

const askers = { asker: SANDBOX, stranger: REAL };
const now = () => new Date();
const personas = PERSONAS.map((persona): [string, Persona] => [persona.family, persona]);
const [FIRST] = PERSONAS;
if (!FIRST) throw new Error('There are personas.');

function subjectOf(persona: Persona, middle = persona.middle): IdentitySubject {
  const { given, family, birth, address, document } = persona;
  const full = [given, middle, family].join(' ');
  return {
    entityId: 'entity-1',
    names: [
      { objectId: 'name-1', standing: 'current', full, given, family, ...(middle && { middle }) },
    ],
    births: [{ objectId: 'dob-1', standing: 'current', date: birth }],
    addresses: [{ objectId: 'address-1', standing: 'current', ...address }],
    documents: [{ objectId: 'document-1', ...document }],
    consents: [],
  };
}

/** Somebody whom screening looks for. */
function whoIs(middle: string, { given = 'Ada', family = 'Quill', births = ['1962-04-07'] } = {}) {
  const full = [given, middle, family].join(' ');
  return { names: [{ full, given, middle, family }], kind: 'person', births } as const;
}

/** Nobody whom the sandbox knows, with these words among the names. */
const stranger = (middle?: string) =>
  subjectOf({ ...FIRST, given: 'ADA', family: 'QUILL', middle: '' }, middle);

identityProviderConformance(async () => ({
  provider: sandboxIdentityProvider(),
  ...askers,
  known: subjectOf(FIRST),
  unknown: stranger(),
}));
idvProviderConformance(async () => ({
  provider: sandboxIdvProvider(now),
  ...askers,
  genuine: { entityId: 'entity-1', name: { given: 'Ada', middle: 'passall', family: 'Quill' } },
  images: [],
}));
fraudProviderConformance(async () => ({
  provider: sandboxFraudProvider(),
  ...askers,
  harmless: { kind: 'EMAIL_ADDRESS', objectId: 'email-1', email: 'ada@example.com' },
  risky: { kind: 'EMAIL_ADDRESS', objectId: 'email-2', email: 'ada.highrisk@example.com' },
}));
watchlistProviderConformance(async () => ({
  provider: sandboxWatchlistProvider(),
  ...askers,
  listed: whoIs('pep'),
  kind: 'PEP',
  unlisted: whoIs('Mary'),
}));
visaProviderConformance(async () => {
  const askOf = ({ names: [name], births: [birth], documents: [passport] }: IdentitySubject) => {
    if (!name || !birth || !passport) throw new Error('They have all.');
    return { entityId: 'entity-1', name, birth: birth.date, passport };
  };
  return {
    provider: sandboxVisaProvider(),
    ...askers,
    holder: askOf(stranger('passall')),
    nobody: askOf(stranger()),
  };
});
const person = (middleName?: string) =>
  newIndividual(
    IndividualInput.parse({
      name: { givenName: 'Ada', familyName: 'Quill', ...(middleName && { middleName }) },
    }),
    now(),
  ).individual;
lookupProviderConformance(async () => ({
  provider: sandboxLookupProvider(),
  ...askers,
  known: person('passall'),
  unknown: person(),
}));

const identity = sandboxIdentityProvider();
const everything = (subject: IdentitySubject): IdentityAsk => ({
  subject,
  attributes: ['name', 'dob', 'address'],
  documents: ['document-1'],
});
/** What each source makes of somebody: `bureau-1 name MATCH`. */
async function verified(subject: IdentitySubject): Promise<string[]> {
  const answer = await identity.verify(everything(subject), callFor(SANDBOX));
  if (answer.outcome !== 'answered') throw new Error(`It was silent: ${answer.detail}`);
  return answer.sources.flatMap(({ source, attributes, documents }) => [
    ...attributes.map(({ attribute, result }) => `${source.slice(8)} ${attribute} ${result}`),
    ...documents.map(({ result }) => `${source.slice(8)} document ${result}`),
  ]);
}
const matches = async (subject: IdentitySubject) =>
  (await verified(subject))
    .filter((one) => !/NO_MATCH/.test(one))
    .map((one) => one.replace(' MATCH', ''));

const EVERYTHING = [
  'bureau-1 name',
  'bureau-1 dob',
  'bureau-1 address',
  'bureau-2 name',
  'bureau-2 dob',
  'bureau-2 address',
  'register document',
];

describe('personas', () => {
  it.each(personas)('%s with exact details are confirmed in everything', async (_, persona) => {
    expect(await matches(subjectOf(persona))).toEqual(EVERYTHING);
  });

  it.each(personas)('%s with a detail changed are not confirmed in it', async (_, persona) => {
    const without = async (changed: Persona) => {
      const found = await matches(subjectOf(changed));
      return EVERYTHING.filter((one) => !found.includes(one)).map((one) => one.split(' ')[1]);
    };
    const { address, document } = persona;
    expect(await without({ ...persona, given: 'OTHER' })).toEqual(['name', 'name']);
    expect(await without({ ...persona, middle: 'Q' })).toEqual(['name', 'name']);
    expect(await without({ ...persona, birth: '1950-01-02' })).toEqual(['dob', 'dob']);
    const moved = { ...persona, address: { ...address, postalCode: '9999' } };
    expect(await without(moved)).toEqual(['address', 'address']);
    const forged = { ...persona, document: { ...document, primaryIdentifier: '1' } };
    expect(await without(forged)).toEqual(['document']);
  });

  it('are nobody under another family name', async () => {
    expect(await matches(stranger('A'))).toEqual([]);
  });
});

describe('words among the names', () => {
  it.each([
    ['passall', EVERYTHING],
    ['PassAll', EVERYTHING],
    ['onepass', EVERYTHING.slice(0, 3)],
    ['failall', []],
    ['nomatch', []],
    ['FailNonID', []],
    ['passall failall', []],
    ['deceased', EVERYTHING],
    ['nomatch deceased', []],
    ['passallx', []],
  ])('of nobody known: %s', async (middle, expected) => {
    expect(await matches(stranger(middle))).toEqual(expected);
  });

  it.each([
    ['A failall', []],
    ['A nomatch', []],
    ['A FailNonID', ['register document']],
    ['A slow0', EVERYTHING],
  ])('of a persona: %s', async (middle, expected) => {
    expect(await matches(subjectOf(FIRST, middle))).toEqual(expected);
  });

  it('has the dead as dead', async () => {
    const answer = await identity.verify(everything(stranger('deceased')), callFor(SANDBOX));
    expect(answer).toMatchObject({ sources: [{ isDeceased: true }, { isDeceased: true }, {}] });
  });

  it.each([
    ['77', 'Equifax', 'bureau-1'],
    ['123', 'Experian', 'bureau-2'],
  ])(
    'at %s %s Street, the header of that file cannot be used',
    async (streetNumber, streetName, bureau) => {
      const at = { ...FIRST, address: { ...FIRST.address, streetNumber, streetName } };
      const answer = await identity.verify(everything(subjectOf(at, 'passall')), callFor(SANDBOX));
      if (answer.outcome !== 'answered') throw new Error('It was silent.');
      const broken = answer.sources.filter(({ isCreditHeader }) => isCreditHeader);
      expect(broken.map(({ source }) => source)).toEqual([`sandbox-${bureau}`]);
      const results = broken.flatMap(({ attributes }) => attributes.map(({ result }) => result));
      expect(new Set(results)).toEqual(new Set(['NO_MATCH']));
    },
  );

  it.each([
    ['timeout', 'timeout'],
    ['error', 'error'],
    ['passall timeout', 'timeout'],
    ['passall error timeout', 'error'],
  ])('keeps silent when it is told to: %s', async (middle, because) => {
    const answer = await identity.verify(everything(stranger(middle)), callFor(SANDBOX));
    expect(answer).toMatchObject({ outcome: 'silent', because });
  });

  it('is slow when it is told to be, and does not outlast who asks', async () => {
    const call = callFor(SANDBOX, { signal: AbortSignal.timeout(50) });
    const asked = identity.verify(everything(stranger('passall slow30')), call);
    await expect(asked).rejects.toMatchObject({ provider: 'sandbox', because: 'timeout' });
  });
});

describe('checks of document and face', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const idv = sandboxIdvProvider(() => at);
  const play = async (middle?: string) => {
    const name = { given: 'Ada', family: 'Quill', ...(middle && { middle }) };
    const session = await idv.start({ entityId: 'e', name }, callFor(SANDBOX));
    if (session.outcome === 'silent') return session.because;
    const answer = await idv.result(session.sessionId, callFor(SANDBOX));
    if (answer.outcome !== 'answered') return answer.outcome;
    return answer.components.map(({ result }) => result).join();
  };

  it.each([
    ['passall', 'CLEAR,CLEAR,CLEAR,CLEAR'],
    ['idvreject', 'REJECTED,REJECTED,REJECTED,REJECTED'],
    ['passall idvreject', 'REJECTED,REJECTED,REJECTED,REJECTED'],
    ['passall idvsuspect', 'SUSPECTED,SUSPECTED,SUSPECTED,SUSPECTED'],
    ['failall', 'REJECTED,REJECTED,REJECTED,REJECTED'],
    ['FailNonID', 'CLEAR,REJECTED,REJECTED,CLEAR'],
    [undefined, 'SUSPECTED,SUSPECTED,SUSPECTED,SUSPECTED'],
    ['passall slow5', 'pending'],
    ['timeout', 'timeout'],
    ['error', 'error'],
  ])('plays %s', async (middle, expected) => {
    expect(await play(middle)).toBe(expected);
  });

  it('reads a persona’s document', async () => {
    const { given, middle, family, birth } = FIRST;
    const name = { given, family, ...(middle && { middle }) };
    const session = await idv.start({ entityId: 'e', name, birth }, callFor(SANDBOX));
    if (session.outcome !== 'started') throw new Error('It was silent.');
    expect(await idv.result(session.sessionId, callFor(SANDBOX))).toMatchObject({
      components: [{ result: 'CLEAR' }, {}, {}, {}],
      reading: { documentType: 'DRIVERS_LICENSE', given, family, birth },
    });
  });

  it('knows no session that somebody made up', async () => {
    expect(await idv.result('sandbox~clear~0~~x', callFor(SANDBOX))).toMatchObject({
      outcome: 'silent',
    });
  });
});

describe('signs of fraud', () => {
  it.each([
    [{ kind: 'EMAIL_ADDRESS', email: 'ada+failall@x.example' }, 'UNACCEPTABLE'],
    [{ kind: 'EMAIL_ADDRESS', email: 'ada@failall.example' }, 'LOW'],
    [{ kind: 'PHONE_NUMBER', number: '+61400000003' }, 'HIGH'],
    [{ kind: 'PHONE_NUMBER', number: '+61400000001' }, 'LOW'],
    [{ kind: 'IP_ADDRESS', address: '192.0.2.2' }, 'MEDIUM'],
    [{ kind: 'IP_ADDRESS', address: '10.0.0.2' }, 'LOW'],
    [{ kind: 'DEVICE', device: { label: 'mediumrisk', x: 1 } }, 'MEDIUM'],
  ] as const)('of %j are %s', async (subject, riskLevel) => {
    const asked = [{ ...subject, objectId: 'object-1' }];
    const answer = await sandboxFraudProvider().assess(asked, callFor(SANDBOX));
    expect(answer).toMatchObject({ findings: [{ objectId: 'object-1', riskLevel }] });
    expect(JSON.stringify(answer)).toContain('Invented by the sandbox');
  });
});

describe('a tenant that is no sandbox', () => {
  const call = () => callFor(REAL);
  const REFUSED = { outcome: 'silent', because: 'refused' };

  it('gets nothing, even where somebody chose the sandbox for it', async () => {
    const subject = stranger('passall');
    const [name] = subject.names;
    const [passport] = subject.documents;
    if (!name || !passport) throw new Error('They have both.');
    const idv = sandboxIdvProvider(now);
    const session = await idv.start(
      { entityId: 'e', name: { middle: 'passall' } },
      callFor(SANDBOX),
    );
    if (session.outcome !== 'started') throw new Error('It was silent.');
    const email = { kind: 'EMAIL_ADDRESS', objectId: 'e', email: 'a@x.example' } as const;
    const answers = await Promise.all([
      identity.verify(everything(subject), call()),
      idv.start({ entityId: 'e', name: { middle: 'passall' } }, call()),
      idv.submit(session.sessionId, [], call()),
      idv.result(session.sessionId, call()),
      sandboxFraudProvider().assess([email], call()),
      sandboxVisaProvider().check({ entityId: 'e', name, passport, birth: '1962-04-07' }, call()),
      sandboxLookupProvider().lookUp(
        { entityId: 'e', individual: person('passall'), lookup: 'x' },
        call(),
      ),
    ]);
    for (const answer of answers) expect(answer).toMatchObject(REFUSED);
  });
});

describe('the sandbox as a provider of watchlists', () => {
  const provider = sandboxWatchlistProvider();
  const kindsOf = async (...asked: Parameters<typeof whoIs>) => {
    const answer = await provider.search(searchFor(whoIs(...asked)), callFor(SANDBOX));
    return answeredOf(answer).hits.map(({ entry }) => entry.listings.map(({ kind }) => kind));
  };

  it.each([
    ['sanction', ['SANCTION']],
    ['PEP', ['PEP']],
    ['watchlist', ['WATCHLIST']],
    ['Mary media', ['MEDIA']],
    ['pep sanction', ['SANCTION', 'PEP']],
    ['passall sanction', ['SANCTION']],
  ])('lists somebody called %s for %j', async (middle, kinds) => {
    expect(await kindsOf(middle)).toEqual([kinds]);
  });

  it('lists the persona who is listed, with their details alone', async () => {
    const persona = { given: 'James', family: 'TestEleven', births: ['1960-01-01'] };
    expect(await kindsOf('G', persona)).toEqual([['PEP']]);
    expect(await kindsOf('G', { ...persona, births: ['1960-01-02'] })).toEqual([]);
    expect(await kindsOf('H', persona)).toEqual([]);
    expect(await kindsOf('H sanction', persona)).toEqual([['SANCTION']]);
  });

  it.each([
    ['pep error', 'error'],
    ['timeout', 'timeout'],
  ])('is silent about %s', async (middle, because) => {
    const answer = await provider.search(searchFor(whoIs(middle)), callFor(SANDBOX));
    expect(answer).toMatchObject({ outcome: 'silent', because });
  });

  it('takes the time that it is told to take, and no more than it has', async () => {
    const signal = AbortSignal.timeout(50);
    await expect(
      provider.search(searchFor(whoIs('slow9')), callFor(SANDBOX, { signal })),
    ).rejects.toMatchObject({ because: 'timeout' });
  });

  it('says nothing to anybody else', async () => {
    const answer = await provider.search(searchFor(whoIs('pep')), callFor(REAL));
    expect(answer).toMatchObject({ outcome: 'silent', because: 'refused' });
  });

  it('tells apart by number whoever is called otherwise, and names nobody by it', async () => {
    const answers = await Promise.all(
      ['pep', 'Mary pep'].map((middle) =>
        provider.search(searchFor(whoIs(middle)), callFor(SANDBOX)),
      ),
    );
    const numbers = answers.flatMap((answer) =>
      answeredOf(answer).hits.map(({ entry }) => entry.reference),
    );
    expect(new Set(numbers).size).toBe(2);
    expect(numbers.join()).not.toMatch(/quill|ada/i);
  });
});
