import type {
  AttributeFinding,
  DocumentFinding,
  IdentityAsk,
  IdentityProvider,
  IdentitySubject,
  SourceFinding,
  SubjectAddress,
  SubjectDocument,
  SubjectName,
} from '../identity-provider.ts';
import { isSame, type Persona, personaOf } from './personas.ts';
import { playSilence, SANDBOX_NAME, type Script, scriptOf } from './script.ts';

/** Two sources that could confirm independently of each other, and a register of documents. */
const BUREAUS = [
  { source: 'sandbox-bureau-1', sourceName: 'Sandbox bureau 1 (invented)', street: 'EQUIFAX' },
  { source: 'sandbox-bureau-2', sourceName: 'Sandbox bureau 2 (invented)', street: 'EXPERIAN' },
] as const;
const REGISTER = { source: 'sandbox-register', sourceName: 'Sandbox register (invented)' };

/** Confirms personas, and whoever carries the words for it. */
export function sandboxIdentityProvider(): IdentityProvider {
  return {
    name: SANDBOX_NAME,
    serves: ({ isSandbox }) => isSandbox,
    async verify(ask, call) {
      const script = scriptOfSubject(ask.subject);
      const silent = await playSilence(script, call);
      if (silent) return silent;
      return { outcome: 'answered', sources: sourcesOf(ask, script) };
    },
  };
}

function currentName({ names }: IdentitySubject): SubjectName | undefined {
  return names.find(({ standing }) => standing === 'current') ?? names[0];
}

function scriptOfSubject(subject: IdentitySubject): Script {
  return scriptOf(currentName(subject)?.middle);
}

function sourcesOf(ask: IdentityAsk, script: Script): SourceFinding[] {
  const persona = personaOf(currentName(ask.subject)?.family);
  const bureaus = BUREAUS.map(({ street, ...bureau }, at): SourceFinding => {
    const isHeaderBroken = ask.subject.addresses.some((address) => isAt(address, street));
    const knows = isHeaderBroken ? false : whatBureauKnows(script, at);
    return {
      ...bureau,
      attributes: attributesOf(ask, { knows, persona, rest: script.rest }),
      documents: [],
      ...(script.isDeceased && { isDeceased: true }),
      ...(isHeaderBroken && { isCreditHeader: true }),
    };
  });
  const register: SourceFinding = {
    ...REGISTER,
    attributes: [],
    documents: ask.documents.flatMap((documentId) =>
      ask.subject.documents
        .filter(({ objectId }) => objectId === documentId)
        .map((document) => documentFinding(document, { script, persona })),
    ),
  };
  return [...bureaus, register].filter(
    ({ attributes, documents }) => attributes.length + documents.length > 0,
  );
}

/** `77 Equifax Street`, `123 Experian Street`: the header of that bureau's file cannot be used. */
function isAt({ streetName = '', longForm = '' }: SubjectAddress, street: string): boolean {
  return `${streetName} ${longForm}`.toUpperCase().includes(street);
}

/** True where everything is confirmed, false where nothing is, undefined where it depends on the persona. */
function whatBureauKnows({ verdict, isDeceased }: Script, bureau: number): boolean | undefined {
  if (verdict === 'passall') return true;
  if (verdict === 'onepass') return bureau === 0;
  if (verdict !== undefined) return false;
  return isDeceased ? true : undefined;
}

type Knowledge = {
  readonly knows: boolean | undefined;
  readonly persona: Persona | undefined;
  readonly rest: string;
};

function attributesOf({ subject, attributes }: IdentityAsk, knowledge: Knowledge) {
  const { knows, persona, rest } = knowledge;
  const found = (same: boolean) => knows ?? (persona !== undefined && same);
  const names = subject.names.map((name): AttributeFinding => {
    const middle = name === currentName(subject) ? rest : name.middle;
    const parts = {
      givenName: found(isSame(name.given, persona?.given)),
      otherNames: found(isSame(middle, persona?.middle)),
      familyName: found(isSame(name.family, persona?.family)),
    };
    return compared('name', name.objectId, { whole: 'fullName', parts });
  });
  const births = subject.births.map(({ objectId, date }): AttributeFinding => {
    const parts = { year: found(date.slice(0, 4) === persona?.birth.slice(0, 4)) };
    const isWhole = found(date === persona?.birth);
    return compared('dob', objectId, { whole: 'fullDateOfBirth', parts, isWhole });
  });
  const addresses = subject.addresses.map((address): AttributeFinding => {
    const isOf = (part: keyof Persona['address']) =>
      found(isSame(address[part], persona?.address[part]));
    const parts = {
      streetNumber: isOf('streetNumber'),
      streetName: isOf('streetName'),
      streetType: isOf('streetType'),
      locality: isOf('locality'),
      subdivision: isOf('subdivision'),
      postalCode: isOf('postalCode'),
      country: isOf('country'),
    };
    const isWhole = Object.values(parts).every(Boolean) && isOf('unitNumber');
    return compared('address', address.objectId, { whole: 'fullAddress', parts, isWhole });
  });
  const gender = subject.gender
    ? [
        compared('gender', subject.entityId, {
          whole: 'gender',
          parts: {},
          isWhole: knows === true,
        }),
      ]
    : [];
  return [...names, ...births, ...addresses, ...gender].filter(({ attribute }) =>
    attributes.includes(attribute),
  );
}

type Parts = {
  readonly whole: string;
  readonly parts: Readonly<Record<string, boolean>>;
  /** Every part, where it is not said. */
  readonly isWhole?: boolean;
};

function compared(
  attribute: AttributeFinding['attribute'],
  objectId: string,
  { whole, parts, isWhole = Object.values(parts).every(Boolean) }: Parts,
): AttributeFinding {
  const strengths = Object.entries({ [whole]: isWhole, ...parts }).map(
    ([part, isMatch]): [string, number] => [part, isMatch ? 100 : 0],
  );
  return {
    attribute,
    objectId,
    result: isWhole ? 'MATCH' : 'NO_MATCH',
    strengths: Object.fromEntries(strengths),
  };
}

type Played = { readonly script: Script; readonly persona: Persona | undefined };

function documentFinding(
  document: SubjectDocument,
  { script: { verdict, isDeceased }, persona }: Played,
): DocumentFinding {
  const isOfPersona = persona !== undefined && isDocumentOf(document, persona);
  const depends = verdict === 'failnonid' || (verdict === undefined && !isDeceased);
  const isMatch = depends ? isOfPersona : verdict === 'passall' || verdict === undefined;
  return {
    documentId: document.objectId,
    result: isMatch ? 'MATCH' : 'NO_MATCH',
    strengths: { primaryIdentifier: isMatch ? 100 : 0 },
    ...(isMatch && { isValid: true }),
  };
}

const DOCUMENT_PARTS = [
  'type',
  'country',
  'subdivision',
  'subtype',
  'primaryIdentifier',
  'secondaryIdentifier',
  'expiresOn',
] as const;

/** Everything that the persona's document says must be said the same. */
function isDocumentOf(document: SubjectDocument, { document: known }: Persona): boolean {
  const isRight = DOCUMENT_PARTS.every(
    (part) => known[part] === undefined || isSame(document[part], known[part]),
  );
  const said = new Map<string, unknown>(Object.entries(document.supplementaryData ?? {}));
  return (
    isRight &&
    Object.entries(known.supplementaryData ?? {}).every(([part, value]) =>
      isSame(`${said.get(part) ?? ''}`, String(value)),
    )
  );
}
