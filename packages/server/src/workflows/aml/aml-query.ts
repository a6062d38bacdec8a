import type { Individual } from '@probity/contract/individual';
import type { PartialDate, QueryName, ScreeningQuery } from '@probity/screening';

/** What is screened of a person, and which of their details it rests on. */
export type AmlQuery = {
  readonly query: ScreeningQuery;
  /** Ids of elements and names of fields: editing one of them outdates the results. */
  readonly derivedFrom: readonly string[];
  /** The search in the contract's words, as it is echoed in summaries. */
  readonly echoed: Readonly<Record<string, string>>;
};

/** Everything about a person that screening can use. Undefined when there is no name at all. */
export function amlQueryOf(individual: Individual): AmlQuery | undefined {
  const nameElements = [individual.name, ...(individual.alternateNames ?? [])].filter(isPresent);
  const names = nameElements.flatMap(queryNamesOf).filter((name) => name.full !== '');
  if (names.length === 0) return undefined;
  const birthElements = [
    individual.dateOfBirth,
    ...(individual.alternateDatesOfBirth ?? []),
  ].filter(isPresent);
  const births = birthElements.map(partialDateOf).filter(isPresent);
  const countries = countriesOf(individual);
  const gender = individual.gender?.gender;
  const documents = Object.values(individual.documents ?? {})
    .flat()
    .filter(isPresent);
  const birthPlace = birthPlaceOf(individual);
  return {
    query: {
      names,
      kind: 'person',
      births,
      genders: gender === 'MALE' || gender === 'FEMALE' ? [gender] : [],
      countries,
      birthPlaces: birthPlace ? [birthPlace] : [],
      documents: documents.flatMap(({ primaryIdentifier, type, country }) =>
        primaryIdentifier
          ? [{ number: primaryIdentifier, ...(type && { type }), ...(country && { country }) }]
          : [],
      ),
    },
    derivedFrom: [
      ...nameElements.map(({ nameId }) => nameId),
      ...birthElements.map(({ dateOfBirthId }) => dateOfBirthId),
      ...(individual.addresses ?? []).map(({ addressId }) => addressId),
      ...documents.map(({ documentId }) => documentId),
      'nationality',
      'gender',
      'placeOfBirth',
    ].filter(isPresent),
    echoed: echoOf(individual, { names, births, birthPlace }),
  };
}

/** The name by its parts, and as it is written whole where that says something else. */
function queryNamesOf(name: NonNullable<Individual['name']>): QueryName[] {
  const { givenName, middleName, otherName, familyName, displayName } = name;
  const middle = inOneLine(middleName, otherName);
  const full = inOneLine(givenName, middle, familyName);
  const byParts = {
    full,
    ...(givenName && { given: givenName }),
    ...(middle && { middle }),
    ...(familyName && { family: familyName }),
  };
  const whole = inOneLine(displayName);
  const isSaid = [full, inOneLine(givenName, middleName, familyName), ''].includes(whole);
  return isSaid ? [byParts] : [byParts, { full: whole }];
}

function inOneLine(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ').trim();
}

type BirthElement = NonNullable<Individual['dateOfBirth']>;

function partialDateOf(birth: BirthElement): PartialDate | undefined {
  if (birth.normalized) return birth.normalized;
  if (birth.type && birth.type !== 'GREGORIAN') return undefined;
  const { year, month, day } = birth;
  if (!year) return undefined;
  const parts = [year.padStart(4, '0'), month?.padStart(2, '0'), month && day?.padStart(2, '0')];
  return parts.filter(isPresent).join('-');
}

function countriesOf(individual: Individual): string[] {
  return [...new Set([individual.nationality, ...residencesOf(individual)].filter(isPresent))];
}

/** Where the person lives or lived; where they are going to live says nothing yet. */
function residencesOf({ addresses = [] }: Individual): string[] {
  return addresses.filter(({ status }) => status !== 'FUTURE').map(({ country }) => country);
}

function birthPlaceOf({ placeOfBirth }: Individual): string | undefined {
  if (!placeOfBirth) return undefined;
  const { longForm, locality, subdivision, country } = placeOfBirth;
  return [longForm ?? locality, subdivision, country].filter(Boolean).join(', ') || undefined;
}

type Echoed = {
  readonly names: readonly QueryName[];
  readonly births: readonly PartialDate[];
  readonly birthPlace: string | undefined;
};

function echoOf(individual: Individual, { names, births, birthPlace }: Echoed) {
  const [name] = names;
  const echoed: Record<string, string | undefined> = {
    name: name?.full,
    givenName: name?.given,
    otherName: name?.middle,
    familyName: name?.family,
    dateOfBirth: births[0],
    gender: individual.gender?.gender,
    nationality: individual.nationality,
    placeOfBirth: birthPlace,
    placeOfResidence: residencesOf(individual)[0],
  };
  return Object.fromEntries(
    Object.entries(echoed).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function isPresent<T>(value: T | undefined | null): value is T {
  return value !== undefined && value !== null;
}
