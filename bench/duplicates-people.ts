/** People to look for duplicates among: those of a labelled file, and generated ones. */
import { readFile } from 'node:fs/promises';
import { DateInput } from '../packages/contract/src/date.ts';
import type { StoredIndividual } from '../packages/server/src/features/entities/individual.ts';
import { newIndividual } from '../packages/server/src/features/entities/merge-individual.ts';
import { populationOf, randomOf } from './scale-names-population.ts';
import { parseCsv } from './screening-csv.ts';

/** A person, and who they really are: two with one label are one. */
export type Labelled = { readonly label: string; readonly individual: StoredIndividual };

const AT = new Date(0);

/** Reads people from a file; `rec-7-org` and `rec-7-dup-2` are one person. */
export async function labelledPeople(path: string): Promise<Labelled[]> {
  const records = parseCsv(await readFile(path, 'utf8'));
  return records.map((record) => ({
    label: /^rec-(\d+)-/.exec(record.rec_id ?? '')?.[1] ?? '',
    individual: personOf((column) => (record[column] ?? '').trim()),
  }));
}

function personOf(at: (column: string) => string): StoredIndividual {
  const [given, family, born] = [at('given_name'), at('surname'), at('date_of_birth')];
  return keptAs({
    // A family name is required: who has none on file goes by the given name, and by nothing otherwise.
    name: family
      ? { familyName: family, ...(given && { givenName: given }) }
      : { familyName: given || '-' },
    ...(born && { dateOfBirth: dateOf(born) }),
    addresses: [
      {
        country: 'AUS',
        streetNumber: at('street_number'),
        streetName: at('address_1'),
        buildingName: at('address_2'),
        locality: at('suburb'),
        postalCode: at('postcode'),
        subdivision: at('state').toUpperCase(),
      },
    ],
    ...(at('soc_sec_id') && {
      documents: {
        IDENTITY: [{ type: 'TAX_ID', country: 'AUS', primaryIdentifier: at('soc_sec_id') }],
      },
    }),
  });
}

/** Some dates on file do not exist: the product keeps such a one as it was written. */
function dateOf(text: string) {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const parts = { year, month, day };
  return DateInput.safeParse(parts).success ? parts : { unstructured: text };
}

function keptAs(input: Parameters<typeof newIndividual>[0]): StoredIndividual {
  return newIndividual(input, AT).individual;
}

const TOWNS = 2_500;
const STREETS = 30_000;
/** Of all people, those whose register knows the year only and has the first of January. */
const NEW_YEARS = 0.02;

/** Invented people with documents, contacts and addresses, as unlike as those of a country are. */
export function* generatedPeople(count: number): Generator<StoredIndividual> {
  const { name } = populationOf(7);
  const random = randomOf(8);
  const street = populationOf(9).name;
  const streets = Array.from({ length: STREETS }, () => street().split(' ')[0] ?? '');
  const drawn = (most: number) => Math.floor(most * random());
  const digits = (length: number) => String(drawn(10 ** length)).padStart(length, '0');
  for (let at = 0; at < count; at += 1) {
    const words = name().split(' ');
    const isNewYear = random() < NEW_YEARS;
    const town = Math.floor(TOWNS ** random());
    yield keptAs({
      name: { givenName: words[0] ?? '', familyName: words.slice(1).join(' ') },
      dateOfBirth: {
        year: String(1935 + drawn(72)),
        month: isNewYear ? '01' : String(1 + drawn(12)).padStart(2, '0'),
        day: isNewYear ? '01' : String(1 + drawn(28)).padStart(2, '0'),
      },
      addresses: [
        {
          country: 'AUS',
          streetNumber: String(1 + drawn(200)),
          streetName: streets[drawn(STREETS)] ?? '',
          streetType: 'Street',
          locality: streets[town] ?? '',
          postalCode: String(2_000 + town),
        },
      ],
      phoneNumbers: [{ country: 'AUS', number: `04${digits(8)}` }],
      emailAddresses: [{ email: `${words[0]}.${words.at(-1)}${drawn(1_000)}@example.com` }],
      documents: {
        IDENTITY: [{ type: 'PASSPORT', country: 'AUS', primaryIdentifier: `P${digits(8)}` }],
      },
    });
  }
}
