import { type ListedPerson, listedPersonOf } from './listed-person.ts';
import { elementInside, elementText } from './xml-record.ts';

const NAMES = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'];

/** The person in one `INDIVIDUAL` of the UN's list, when it makes a good example. */
export function personOfUnRecord(record: string): ListedPerson | undefined {
  const names = NAMES.flatMap((name) => elementText(record, name) ?? []);
  const birth = elementInside(record, 'INDIVIDUAL_DATE_OF_BIRTH');
  return listedPersonOf({
    reference: elementText(record, 'REFERENCE_NUMBER'),
    given: names.slice(0, -1).join(' '),
    family: names.at(-1),
    bornOn: elementText(birth, 'DATE'),
    nationality: elementText(elementInside(record, 'NATIONALITY'), 'VALUE'),
  });
}
