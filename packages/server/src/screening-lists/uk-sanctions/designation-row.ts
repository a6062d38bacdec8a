import { type ListFile, ListUnreadable } from '../list-source.ts';
import { csvRows } from '../reading/csv-rows.ts';
import { columnsOf, rowOf, type TableRow } from '../reading/csv-table.ts';
import type { NoteDay } from '../reading/one-file.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import type { XmlElement } from '../reading/xml-records.ts';

const REPORT_DATE = /^report date:?\s*/i;
const REQUIRED = ['uniqueid', 'name6', 'nametype', 'regimename', 'datedesignated', 'dob'];

/** Whether a CSV is of the UK Sanctions List rather than of OFSI, whose parties have group ids alone. */
export function isDesignationCsv(beginning: string): boolean {
  return /\bunique id\b/i.test(beginning);
}

/**
 * The rows of the UK Sanctions List as CSV: a line with the day of the report, a header, a row for
 * each name, address and paper. Columns are known by their letters and digits alone, since brackets
 * and plurals in their names come and go: `Nationality(/ies)`, `IMO number`.
 */
export async function* designationRows(
  file: ListFile,
  publishedOn: NoteDay,
): AsyncGenerator<TableRow> {
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const { line, fields } of csvRows(file, { preamble: REPORT_DATE })) {
    const place = { file: file.name, line };
    if (columns) yield rowOf(columns, fields, place);
    else if (REPORT_DATE.test(fields[0] ?? '')) publishedOn(reportDay(fields));
    else columns = columnsOf(fields.map(bareName), { shape: { required: REQUIRED }, place });
  }
  if (!columns) throw new ListUnreadable('The file holds no list.', { file: file.name });
}

function reportDay([first = '', second = '']: readonly string[]): string | undefined {
  return publisherDate(first.replace(REPORT_DATE, '') || second);
}

function bareName(column: string): string {
  return column
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/[^a-z0-9]/g, '');
}

/** Elements of the XML that hold other elements, with the columns of those. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Name: {
    Name1: ['name1'],
    Name2: ['name2'],
    Name3: ['name3'],
    Name4: ['name4'],
    Name5: ['name5'],
    Name6: ['name6'],
    NameType: ['nametype'],
    AliasStrength: ['aliasstrength'],
  },
  Address: {
    AddressLine1: ['addressline1'],
    AddressLine2: ['addressline2'],
    AddressLine3: ['addressline3'],
    AddressLine4: ['addressline4'],
    AddressLine5: ['addressline5'],
    AddressLine6: ['addressline6'],
    AddressPostalCode: ['addresspostalcode'],
    AddressCountry: ['addresscountry'],
  },
  Location: { TownOfBirth: ['townofbirth'], CountryOfBirth: ['countryofbirth'] },
  Passport: {
    PassportNumber: ['passportnumber'],
    PassportAdditionalInformation: ['passportadditionalinformation'],
  },
  NationalIdentifier: {
    NationalIdentifierNumber: ['nationalidentifiernumber'],
    NationalIdentifierAdditionalInformation: ['nationalidentifieradditionalinformation'],
  },
};

/** Elements that hold a text, with the columns that it may stand in. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  UniqueID: ['uniqueid'],
  IndividualEntityShip: ['individualentityship', 'designationtype', 'grouptype'],
  NameNonLatinScript: ['namenonlatinscript'],
  Title: ['title'],
  RegimeName: ['regimename'],
  DateDesignated: ['datedesignated'],
  DOB: ['dob'],
  Nationality: ['nationality', 'nationalities'],
  Gender: ['gender'],
  Position: ['position'],
  BusinessRegistrationNumber: ['businessregistrationnumber', 'businessregistrationnumbers'],
  IMONumber: ['imonumber'],
  HullIdentificationNumber: ['hullidentificationnumber'],
  ParentCompany: ['parentcompany'],
  Subsidiary: ['subsidiaries', 'subsidiary'],
  CurrentOwnerOperator: ['currentowneroperator', 'currentowneroperators'],
  PreviousOwnerOperator: ['previousowneroperator', 'previousowneroperators'],
  CurrentBelievedFlagOfShip: ['currentbelievedflagofship'],
  Website: ['website'],
  SanctionsImposed: ['sanctionsimposed'],
  OtherInformation: ['otherinformation'],
  UKStatementofReasons: ['ukstatementofreasons'],
  UNReferenceNumber: ['unreferencenumber'],
  OFSIGroupID: ['ofsigroupid'],
  PhoneNumber: ['phonenumber'],
  EmailAddress: ['emailaddress'],
  TypeOfEntity: ['typeofentity'],
  TypeOfShip: ['typeofship'],
  TonnageOfShip: ['tonnageofship'],
  LengthOfShip: ['lengthofship'],
  YearBuilt: ['yearbuilt'],
  PreviousFlag: ['previousflags', 'previousflag'],
};

/** The rows of one party as the element that the XML has for it: both say the same. */
export function designationElement(rows: readonly TableRow[]): XmlElement {
  const children = rows.flatMap((row) => [
    ...Object.entries(GROUPS).map(([name, parts]) => element(name, '', textElements(row, parts))),
    ...textElements(row, TEXTS),
  ]);
  const said = children.filter(({ text, children: parts }) => text !== '' || parts.length > 0);
  const distinct = new Map(said.map((one) => [JSON.stringify(one), one]));
  return element('Designation', '', [...distinct.values()]);
}

function textElements(
  row: TableRow,
  columns: Readonly<Record<string, readonly string[]>>,
): XmlElement[] {
  return Object.entries(columns).flatMap(([name, candidates]) => {
    const text = candidates.map((column) => row.cell(column)).find((cell) => cell !== '');
    return text === undefined ? [] : [element(name, text)];
  });
}

function element(name: string, text: string, children: XmlElement[] = []): XmlElement {
  return { name, text, children, attributes: {}, line: 0 };
}
