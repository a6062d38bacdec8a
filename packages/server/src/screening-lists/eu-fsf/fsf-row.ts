import type { TableRow } from '../reading/csv-table.ts';
import type { XmlElement } from '../reading/xml-records.ts';

/** The columns of `csvFullSanctionsList` 1.1 without which a file is of another kind; lower case. */
export const FSF_COLUMNS = [
  'entity_logicalid',
  'entity_eu_referencenumber',
  'entity_subjecttype',
  'namealias_wholename',
  'birthdate_birthdate',
  'identification_number',
  'citizenship_countryiso2code',
];

/** For each element of the XML the attributes that its columns stand for. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nameAlias: {
    lastName: 'namealias_lastname',
    firstName: 'namealias_firstname',
    middleName: 'namealias_middlename',
    wholeName: 'namealias_wholename',
    gender: 'namealias_gender',
    title: 'namealias_title',
    function: 'namealias_function',
    strong: 'namealias_strong',
  },
  birthdate: {
    birthdate: 'birthdate_birthdate',
    dayOfMonth: 'birthdate_day',
    monthOfYear: 'birthdate_month',
    year: 'birthdate_year',
    yearRangeFrom: 'birthdate_yearrangefrom',
    yearRangeTo: 'birthdate_yearrangeto',
    circa: 'birthdate_circa',
    calendarType: 'birthdate_calendartype',
    region: 'birthdate_region',
    place: 'birthdate_place',
    city: 'birthdate_city',
    countryIso2Code: 'birthdate_countryiso2code',
    countryDescription: 'birthdate_countrydescription',
  },
  citizenship: {
    region: 'citizenship_region',
    countryIso2Code: 'citizenship_countryiso2code',
    countryDescription: 'citizenship_countrydescription',
  },
  address: {
    city: 'address_city',
    street: 'address_street',
    poBox: 'address_pobox',
    zipCode: 'address_zipcode',
    region: 'address_region',
    place: 'address_place',
    countryIso2Code: 'address_countryiso2code',
    countryDescription: 'address_countrydescription',
  },
  identification: {
    number: 'identification_number',
    latinNumber: 'identification_latinnumber',
    knownExpired: 'identification_knownexpired',
    knownFalse: 'identification_knownfalse',
    reportedLost: 'identification_reportedlost',
    revokedByIssuer: 'identification_revokedbyissuer',
    issuedBy: 'identification_issuedby',
    nameOnDocument: 'identification_nameondocument',
    identificationTypeCode: 'identification_typecode',
    identificationTypeDescription: 'identification_typedescription',
    issueDate: 'identification_issuedate',
    validFrom: 'identification_validfrom',
    validTo: 'identification_validto',
    countryIso2Code: 'identification_countryiso2code',
  },
};

const ENTITY = {
  logicalId: 'entity_logicalid',
  euReferenceNumber: 'entity_eu_referencenumber',
  unitedNationId: 'entity_unitednationid',
  designationDate: 'entity_designationdate',
  designationDetails: 'entity_designationdetails',
};

const REGULATION = {
  programme: 'entity_regulation_programme',
  publicationDate: 'entity_regulation_publicationdate',
  numberTitle: 'entity_regulation_numbertitle',
};

const SUBJECTS: Readonly<Record<string, string>> = { P: 'person', E: 'enterprise' };

/** The rows of one party as the element that the XML has for it: both say the same. */
export function fsfElement(rows: readonly TableRow[]): XmlElement {
  const [first] = rows;
  const children = rows.flatMap((row) => [
    ...Object.entries(GROUPS).flatMap(([name, columns]) => elementOf(name, row, columns) ?? []),
    ...regulationOf(row),
    ...textElement('remark', row.cell('entity_remark')),
  ]);
  const type = first?.cell('entity_subjecttype') ?? '';
  const code = SUBJECTS[type] ?? type;
  return {
    name: 'sanctionEntity',
    attributes: first ? attributesOf(first, ENTITY) : {},
    children: [leaf('subjectType', { code }), ...withoutRepeats(children)],
    text: '',
    line: first?.place.line ?? 0,
  };
}

function elementOf(
  name: string,
  row: TableRow,
  columns: Readonly<Record<string, string>>,
): XmlElement | undefined {
  const attributes = attributesOf(row, columns);
  return Object.values(attributes).some((value) => !SAYS_NOTHING.has(value))
    ? leaf(name, attributes)
    : undefined;
}

/** What stands in the flags of a group that the row says nothing of. */
const SAYS_NOTHING = new Set(['', 'false', '00', 'GREGORIAN']);

function regulationOf(row: TableRow): XmlElement[] {
  const regulation = elementOf('regulation', row, REGULATION);
  regulation?.children.push(
    ...textElement('publicationUrl', row.cell('entity_regulation_publicationurl')),
  );
  return regulation ? [regulation] : [];
}

function textElement(name: string, text: string): XmlElement[] {
  return text === '' ? [] : [{ ...leaf(name, {}), text }];
}

function attributesOf(row: TableRow, columns: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, row.cell(column)]),
  );
}

function leaf(name: string, attributes: Readonly<Record<string, string>>): XmlElement {
  return { name, attributes, children: [], text: '', line: 0 };
}

/** Each row repeats the party's regulation and remark. */
function withoutRepeats(elements: readonly XmlElement[]): XmlElement[] {
  return [...new Map(elements.map((one) => [JSON.stringify(one), one])).values()];
}
