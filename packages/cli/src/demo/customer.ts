import type { ListedPerson } from '../listed-people/listed-person.ts';
import { countryCodeOf } from './country-code.ts';

/** Somebody who becomes a customer of a bank in the demo. */
export type Customer = {
  readonly individual: CustomerData;
  /** The publisher's number of the listed person of the same name and birth date. */
  readonly listedAs: string;
};

/** A person as a bank would send them to be created. */
type CustomerData = {
  readonly name: { readonly givenName: string; readonly familyName: string };
  readonly dateOfBirth: { readonly year: string; readonly month: string; readonly day: string };
  readonly nationality?: string;
};

/** People of the sample list that comes with the server; all of them are invented. */
export const SAMPLE_PEOPLE: readonly [ListedPerson, ListedPerson] = [
  {
    reference: 'PS-007',
    givenName: 'Hana',
    familyName: 'Vellichor-Stroud',
    birth: { year: '1985', month: '08', day: '19' },
    nationality: 'GBR',
  },
  {
    reference: 'PS-012',
    givenName: 'Bao Minh',
    familyName: 'Trinhquist',
    birth: { year: '1981', month: '05', day: '30' },
    nationality: 'VNM',
  },
];

/** The listed person, or somebody of the same name and birth date, at the counter of a bank. */
export async function customerLike(person: ListedPerson): Promise<Customer> {
  const { reference, givenName, familyName, birth, nationality } = person;
  const code = nationality === undefined ? undefined : await countryCodeOf(nationality);
  return {
    listedAs: reference,
    individual: {
      name: { givenName, familyName },
      dateOfBirth: { ...birth },
      ...(code !== undefined && { nationality: code }),
    },
  };
}

/** For the story: name, birth date and nationality in one line. */
export function customerInWords({ individual }: Customer): string {
  const { name, dateOfBirth, nationality } = individual;
  const { year, month, day } = dateOfBirth;
  const from = nationality === undefined ? '' : `, ${nationality}`;
  return `${name.givenName} ${name.familyName}, born ${year}-${month}-${day}${from}`;
}
