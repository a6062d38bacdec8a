import { isoDayOf } from './calendar-day.ts';
import { csvFields } from './csv-fields.ts';
import { type ListedPerson, listedPersonOf } from './listed-person.ts';

/** The person on one line of OFAC's `sdn.csv`, when it makes a good example. */
export function personOfSdnRow(line: string): ListedPerson | undefined {
  const fields = csvFields(line);
  if (fields?.[2] !== 'individual') return undefined;
  const [family, given, ...more] = (fields[1] ?? '').split(', ');
  if (more.length > 0) return undefined;
  const remarks = (fields[11] ?? '').replace(/\.$/, '').split('; ');
  const after = (label: string) =>
    remarks.find((remark) => remark.startsWith(label))?.slice(label.length);
  return listedPersonOf({
    reference: fields[0],
    given,
    family,
    bornOn: isoDayOf(after('DOB ') ?? ''),
    nationality: after('nationality '),
  });
}
