import type { ListingKind } from '@probity/screening';
import type { SubjectAddress, SubjectDocument } from '../identity-provider.ts';

/** An invented person with a documented outcome. */
export type Persona = {
  readonly given: string;
  readonly middle?: string;
  /** The key: whoever has this family name is compared with this persona. */
  readonly family: string;
  readonly birth: string;
  readonly address: Omit<SubjectAddress, 'objectId' | 'standing'>;
  readonly document: Omit<SubjectDocument, 'objectId'>;
  /** Why they are on the sandbox's list, where they are. */
  readonly listed: readonly ListingKind[];
};

/**
 * With exactly these details everything is confirmed; any detail that differs is not. These four are
 * the ones that integrators know from public documentation.
 */
export const PERSONAS: readonly Persona[] = [
  {
    given: 'JAMES',
    middle: 'A',
    family: 'TESTONE',
    birth: '1950-01-01',
    address: {
      unitNumber: 'U 1',
      streetNumber: '35',
      streetName: 'CONN',
      streetType: 'STREET',
      locality: 'FERNTREE GULLY',
      subdivision: 'VIC',
      postalCode: '3156',
      country: 'AUS',
    },
    document: {
      type: 'DRIVERS_LICENSE',
      country: 'AUS',
      subdivision: 'VIC',
      primaryIdentifier: '283229690',
      secondaryIdentifier: 'P5403241',
    },
    listed: [],
  },
  {
    given: 'GEOFF',
    middle: 'E',
    family: 'TESTSEVEN',
    birth: '1956-01-01',
    address: {
      streetNumber: '31',
      streetName: 'POYNTON',
      streetType: 'STREET',
      locality: 'CEDUNA',
      subdivision: 'SA',
      postalCode: '5690',
      country: 'AUS',
    },
    document: {
      type: 'NATIONAL_HEALTH_ID',
      country: 'AUS',
      primaryIdentifier: '2515129631',
      subtype: 'G',
      expiresOn: '2030-01-01',
      supplementaryData: { reference: '3', nameOnCardLine1: 'GEOFF E TESTSEVEN' },
    },
    listed: [],
  },
  {
    given: 'JENNY',
    family: 'TESTEIGHT',
    birth: '1957-01-01',
    address: {
      streetNumber: '56',
      streetName: 'VICTORIA',
      streetType: 'STREET',
      locality: 'FINGAL',
      subdivision: 'TAS',
      postalCode: '7214',
      country: 'AUS',
    },
    document: {
      type: 'DRIVERS_LICENSE',
      country: 'AUS',
      subdivision: 'TAS',
      primaryIdentifier: 'T56543',
      secondaryIdentifier: 'T03989853',
    },
    listed: [],
  },
  {
    given: 'JAMES',
    middle: 'G',
    family: 'TESTELEVEN',
    birth: '1960-01-01',
    address: {
      streetNumber: '23',
      streetName: 'ISA',
      streetType: 'STREET',
      locality: 'FYSHWICK',
      subdivision: 'ACT',
      postalCode: '2609',
      country: 'AUS',
    },
    document: {
      type: 'PASSPORT',
      country: 'AUS',
      primaryIdentifier: 'E55173628',
      expiresOn: '2030-01-01',
    },
    listed: ['PEP'],
  },
];

/** The persona of a family name. */
export function personaOf(family: string | undefined): Persona | undefined {
  return PERSONAS.find((persona) => isSame(persona.family, family));
}

/** Whether two details say the same, in whatever case and spacing. */
export function isSame(one: string | undefined, other: string | undefined): boolean {
  return plain(one) === plain(other);
}

function plain(text = ''): string {
  return text.trim().replaceAll(/\s+/g, ' ').toUpperCase();
}
