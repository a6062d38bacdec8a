import { csvFields } from './csv-fields.ts';
import { type ListedPerson, listedPersonOf } from './listed-person.ts';

/** The person on one line of a list in Probity's own form, by the columns of its first line. */
export function personOfSampleRow(
  columns: readonly string[],
  line: string,
): ListedPerson | undefined {
  const fields = csvFields(line);
  const field = (name: string) => fields?.[columns.indexOf(name)] || undefined;
  if (field('kind') !== 'person') return undefined;
  const given = [field('given'), field('middle')].filter((part) => part !== undefined).join(' ');
  return listedPersonOf({
    reference: field('reference'),
    given,
    family: field('family'),
    bornOn: field('births')?.split('|')[0],
    nationality: field('nationalities')?.split('|')[0],
  });
}
