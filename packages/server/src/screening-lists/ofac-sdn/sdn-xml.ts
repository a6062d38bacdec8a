import type { ListEntry } from '@probity/screening';
import { type ListFile, ListUnreadable } from '../list-source.ts';
import { birthCountry, countryCode, listedCountry } from '../reading/country.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  finishEntry,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  groupedTexts,
  type XmlElement,
  xmlRecords,
} from '../reading/xml-records.ts';
import { isFormerName, sdnSplitName } from './sdn-name.ts';
import { addAddress, addVessel, type SdnList, sdnKind } from './sdn-party.ts';
import { readSdnRemarks } from './sdn-remarks.ts';

/** The outermost element of OFAC's classic XML. */
export const SDN_XML_ROOT = 'sdnList';

const RECORDS = new Set(['sdnEntry', 'publshInformation']);

/** Kinds of OFAC's `id` that are facts about the party rather than numbers of papers. */
export const FACTS_AMONG_IDS =
  /^(?:Gender|Website|For more information|Issuer Name|Purchase|Email Address|Phone Number|Additional Sanctions|Secondary sanctions|Transactions Prohibited|Executive Order|CAATSA|Organization |Aircraft (?:Model|Operator|Manufacture Date)|Former Vessel|Vessel (?:Year|Flag|Owner)|Linked To|Target Type|Effective Date|Listing Date|Nationality of Registration|PEESA)/i;

/**
 * The parties of OFAC's classic XML.
 *
 * @param publishedOn is called with the day that the file states.
 */
export async function* sdnXmlEntries(
  file: ListFile,
  list: SdnList,
  publishedOn: (day: string | undefined) => void,
): AsyncGenerator<ListEntry> {
  let announced: number | undefined;
  let entries = 0;
  for await (const record of xmlRecords(file, { root: SDN_XML_ROOT, records: RECORDS })) {
    if (record.name === 'publshInformation') {
      publishedOn(publisherDate(childText(record, 'Publish_Date'), 'month-first'));
      const count = childText(record, 'Record_Count');
      announced = /^\d+$/.test(count) ? Number(count) : undefined;
    } else {
      entries += 1;
      yield finishEntry(draftOf(record, list), { file: file.name, line: record.line });
    }
  }
  if (announced !== undefined && announced !== entries) {
    throw new ListUnreadable(`The file announces ${announced} records and holds ${entries}.`, {
      file: file.name,
    });
  }
}

function draftOf(record: XmlElement, list: SdnList): EntryDraft {
  const draft = newDraft(childText(record, 'uid'), sdnKind(childText(record, 'sdnType')));
  addPartyNumber(draft, 'OFAC', draft.reference);
  draft.names.push(
    sdnSplitName(childText(record, 'firstName'), childText(record, 'lastName'), {
      quality: 'primary',
    }),
  );
  draft.titles.push(
    ...childText(record, 'title')
      .split(/;\s*/)
      .filter((part) => part !== ''),
  );
  draft.listings.push({
    kind: 'SANCTION',
    authority: list.authority,
    programmes: groupedTexts(record, 'programList', 'program'),
    country: 'USA',
  });
  addAliases(draft, record);
  addBirths(draft, record);
  for (const link of ['nationality', 'citizenship'] as const) {
    for (const item of listItems(record, `${link}List`, link)) {
      const kind = link === 'nationality' ? 'NATIONALITY' : 'CITIZENSHIP';
      addIfKnown(draft.countries, listedCountry(childText(item, 'country'), kind));
    }
  }
  for (const item of listItems(record, 'idList', 'id')) addIdentity(draft, item);
  for (const item of listItems(record, 'addressList', 'address')) {
    const lines = ['address1', 'address2', 'address3', 'city', 'stateOrProvince', 'postalCode'];
    addAddress(
      draft,
      lines.map((name) => childText(item, name)),
      {
        city: childText(item, 'city'),
        postalCode: childText(item, 'postalCode'),
        country: childText(item, 'country'),
      },
    );
  }
  const vessel = childNamed(record, 'vesselInfo');
  if (vessel) addVesselInfo(draft, vessel);
  readSdnRemarks(draft, childText(record, 'remarks'));
  return draft;
}

function addAliases(draft: EntryDraft, record: XmlElement): void {
  for (const item of listItems(record, 'akaList', 'aka')) {
    const quality = childText(item, 'category') === 'weak' ? 'weak' : 'strong';
    const isFormer = isFormerName(childText(item, 'type'));
    draft.names.push(
      sdnSplitName(childText(item, 'firstName'), childText(item, 'lastName'), {
        quality,
        ...(isFormer && { isFormer }),
      }),
    );
  }
}

function addBirths(draft: EntryDraft, record: XmlElement): void {
  for (const written of groupedItems(record, 'dateOfBirth')) {
    const birth = publisherBirth(written, 'month-first');
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`DOB ${written}`);
  }
  for (const place of groupedItems(record, 'placeOfBirth')) {
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
}

function addIdentity(draft: EntryDraft, item: XmlElement): void {
  const [type, number] = [childText(item, 'idType'), childText(item, 'idNumber')];
  if (number === '' || FACTS_AMONG_IDS.test(type)) {
    readSdnRemarks(draft, `${type} ${number}`.trim());
    return;
  }
  const country = childText(item, 'idCountry');
  draft.documents.push({
    type,
    number,
    ...given('country', countryCode(country)),
    ...given('issuedOn', publisherDate(childText(item, 'issueDate'), 'month-first')),
    ...given('expiresOn', publisherDate(childText(item, 'expirationDate'), 'month-first')),
    ...(country !== '' && countryCode(country) === undefined && { note: country }),
  });
}

function addVesselInfo(draft: EntryDraft, vessel: XmlElement): void {
  addVessel(draft, {
    callSign: childText(vessel, 'callSign'),
    type: childText(vessel, 'vesselType'),
    tonnage: childText(vessel, 'tonnage'),
    grossTonnage: childText(vessel, 'grossRegisteredTonnage'),
    flag: childText(vessel, 'vesselFlag'),
    owner: childText(vessel, 'vesselOwner'),
  });
}

function listItems(record: XmlElement, group: string, item: string): XmlElement[] {
  return childrenNamed(record, group).flatMap((list) => childrenNamed(list, item));
}

function groupedItems(record: XmlElement, name: string): string[] {
  return listItems(record, `${name}List`, `${name}Item`)
    .map((item) => childText(item, name))
    .filter((text) => text !== '');
}
