import { compareNamesOf } from '@probity/screening';
import { plainIdentifier } from '../../features/reference-people/reference-keys.ts';
import type { ReferencePerson } from '../../features/reference-people/reference-person.ts';
import type {
  AttributeFinding,
  DocumentFinding,
  IdentityAsk,
  SubjectBirth,
  SubjectDocument,
  SubjectName,
} from '../identity-provider.ts';
import { compareAddress } from './compare-address.ts';

/** What one row of a register says about somebody. */
export type Compared = {
  readonly attributes: readonly AttributeFinding[];
  readonly documents: readonly DocumentFinding[];
  /** By which the row is chosen that is most likely the person. */
  readonly likeness: number;
  /** False where all that could tell them apart says that the row is about somebody else of their name. */
  readonly isThem: boolean;
  /** Whether something besides the name says that it is them. */
  readonly isBorneOut: boolean;
};

const NAME_MATCH_FROM = 85;
const NAME_PARTIAL_FROM = 60;

/** Compares somebody with one row, in nothing but what is wanted; the row is chosen by all that is known. */
export function comparePerson(ask: IdentityAsk, person: ReferencePerson): Compared {
  const { subject, attributes, documents } = ask;
  const names = subject.names.map((name) => nameFinding(name, person));
  const births = person.birth ? subject.births.map((one) => birthFinding(one, person)) : [];
  const addresses = subject.addresses.flatMap((one) => bestAddress(one, person));
  const gender = genderFinding(ask, person);
  const ids = subject.documents.flatMap((one) => documentFinding(one, ask, person));
  const best = (findings: readonly AttributeFinding[], part: string) =>
    Math.max(0, ...findings.map(({ strengths }) => strengths[part] ?? 0));
  const [name, birth] = [best(names, 'fullName'), best(births, 'fullDateOfBirth')];
  const hasDocument = ids.some(({ result }) => result === 'MATCH');
  const apart = [...births, ...addresses];
  const isBorneOut = hasDocument || apart.some(({ result }) => result !== 'NO_MATCH');
  const isNamed = names.some(({ result }) => result !== 'NO_MATCH');
  return {
    attributes: [...names, ...births, ...addresses, ...gender].filter(({ attribute }) =>
      attributes.includes(attribute),
    ),
    documents: ids.filter(({ documentId }) => documents.includes(documentId)),
    likeness: 2 * name + birth + best(addresses, 'fullAddress') / 2 + (hasDocument ? 150 : 0),
    isThem: hasDocument || (isNamed && (isBorneOut || apart.length === 0)),
    isBorneOut,
  };
}

function nameFinding(name: SubjectName, person: ReferencePerson): AttributeFinding {
  const forms = [person.full, ...person.previousNames];
  const fullName = Math.max(...forms.map((form) => percentOf(name.full, form)));
  const strengths = {
    fullName,
    ...part('familyName', name.family, person.family),
    ...part('givenName', name.given, person.given),
    ...part('otherNames', name.middle, person.middle),
    ...firstInitial(name, person),
  };
  return { attribute: 'name', objectId: name.objectId, result: nameResult(fullName), strengths };
}

function nameResult(fullName: number): AttributeFinding['result'] {
  if (fullName >= NAME_MATCH_FROM) return 'MATCH';
  return fullName >= NAME_PARTIAL_FROM ? 'PARTIAL_MATCH' : 'NO_MATCH';
}

function percentOf(one: string, other: string): number {
  return Math.round(compareNamesOf(one, other).score * 100);
}

function part(word: string, one: string | undefined, other: string | undefined) {
  return one && other ? { [word]: percentOf(one, other) } : {};
}

function firstInitial(name: SubjectName, person: ReferencePerson) {
  if (!name.given || !name.family || !person.given || !person.family) return {};
  const isSame = name.given.at(0)?.toLowerCase() === person.given.at(0)?.toLowerCase();
  return { firstInitialFamilyName: isSame ? percentOf(name.family, person.family) : 0 };
}

function birthFinding({ objectId, date }: SubjectBirth, { birth = '' }: ReferencePerson) {
  const [mine, theirs] = [date.split('-'), birth.split('-')];
  const [year = 0, month = 0, day = 0] = mine.map((one, at) => (one === theirs[at] ? 100 : 0));
  const fullDateOfBirth = Math.round((year + month + day) / 3);
  const isSwapped = year === 100 && mine[1] === theirs[2] && mine[2] === theirs[1];
  return {
    attribute: 'dob',
    objectId,
    result: birthResult(fullDateOfBirth, isSwapped),
    strengths: { fullDateOfBirth, year, month, day },
  } satisfies AttributeFinding;
}

function birthResult(full: number, isSwapped: boolean): AttributeFinding['result'] {
  if (full === 100) return 'MATCH';
  return full > 50 || isSwapped ? 'PARTIAL_MATCH' : 'NO_MATCH';
}

function bestAddress(
  address: IdentityAsk['subject']['addresses'][number],
  person: ReferencePerson,
): AttributeFinding[] {
  const [best] = person.addresses
    .map((one) => compareAddress(address, one))
    .sort((one, other) => (other.strengths.fullAddress ?? 0) - (one.strengths.fullAddress ?? 0));
  return best ? [{ attribute: 'address', objectId: address.objectId, ...best }] : [];
}

function genderFinding({ subject }: IdentityAsk, person: ReferencePerson): AttributeFinding[] {
  if (!subject.gender || !person.gender) return [];
  const isSame = subject.gender === person.gender;
  return [
    {
      attribute: 'gender',
      objectId: subject.entityId,
      result: isSame ? 'MATCH' : 'NO_MATCH',
      strengths: { gender: isSame ? 100 : 0 },
    },
  ];
}

/** A document that the register has of this kind; where it has none, it says nothing. */
function documentFinding(
  document: SubjectDocument,
  { subject }: IdentityAsk,
  person: ReferencePerson,
): DocumentFinding[] {
  const known = person.documents.find(
    ({ type, country }) => type === document.type && (!country || country === document.country),
  );
  if (!known || !document.primaryIdentifier) return [];
  const isSame = plainIdentifier(known.number) === plainIdentifier(document.primaryIdentifier);
  const name = Math.max(0, ...subject.names.map(({ full }) => percentOf(full, person.full)));
  const isBorn = subject.births.some(({ date }) => date === person.birth);
  return [
    {
      documentId: document.objectId,
      result: isSame ? 'MATCH' : 'NO_MATCH',
      strengths: {
        primaryIdentifier: isSame ? 100 : 0,
        ...same('secondaryIdentifier', document.secondaryIdentifier, known.secondaryNumber),
        name,
        ...(person.birth && subject.births.length > 0 && { dateOfBirth: isBorn ? 100 : 0 }),
        ...same('expiryDate', document.expiresOn, known.expiresOn),
      },
    },
  ];
}

function same(word: string, one: string | undefined, other: string | undefined) {
  return one && other ? { [word]: plainIdentifier(one) === plainIdentifier(other) ? 100 : 0 } : {};
}
