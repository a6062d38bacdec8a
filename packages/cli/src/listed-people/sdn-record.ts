import { isoDayOf } from './calendar-day.ts';
import { type ListedPerson, listedPersonOf } from './listed-person.ts';
import { elementInside, elementText } from './xml-record.ts';

/** The person in one `sdnEntry` of OFAC's XML, when it makes a good example. */
export function personOfSdnRecord(record: string): ListedPerson | undefined {
  if (elementText(record, 'sdnType') !== 'Individual') return undefined;
  const [ownNames = ''] = record.split('<akaList>');
  const births = elementInside(record, 'dateOfBirthList');
  return listedPersonOf({
    reference: elementText(record, 'uid'),
    given: elementText(ownNames, 'firstName'),
    family: elementText(ownNames, 'lastName'),
    bornOn: isoDayOf(elementText(births, 'dateOfBirth') ?? ''),
    nationality: elementText(elementInside(record, 'nationalityList'), 'country'),
  });
}
