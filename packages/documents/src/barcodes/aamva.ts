/** What the barcode of a North American driver licence or identity card says. */
export type LicenceBarcode = {
  readonly documentNumber: string;
  readonly familyName?: string;
  readonly givenNames?: string;
  /** ISO dates. */
  readonly birthDate?: string;
  readonly expiryDate?: string;
  readonly issueDate?: string;
  readonly sex?: 'F' | 'M' | 'X';
  /** Of the United States or Canada, as two letters. */
  readonly subdivision?: string;
  readonly country: 'USA' | 'CAN';
};

/** The standard ends the header with it. */
const RECORD_END = String.fromCharCode(30);

const MOST_CHARACTERS = 4_000;

/**
 * Reads the payload of a PDF417 by the AAMVA DL/ID Card Design Standard, annex D: a header that names
 * the issuer, then elements of three letters, one a line. Undefined for anything else.
 */
export function readLicenceBarcode(payload: string): LicenceBarcode | undefined {
  if (payload.length > MOST_CHARACTERS || !/^@[\s\S]{0,8}ANSI \d{6}/.test(payload))
    return undefined;
  const fields = elementsOf(payload);
  const documentNumber = fields.get('DAQ');
  if (!documentNumber) return undefined;
  const country = fields.get('DCG') === 'CAN' ? 'CAN' : 'USA';
  const given = [fields.get('DAC') ?? fields.get('DCT'), fields.get('DAD')].filter(
    (part) => part && part !== 'NONE',
  );
  const sex = ({ 1: 'M', 2: 'F', 9: 'X', M: 'M', F: 'F' } as const)[
    (fields.get('DBC') ?? '') as 'M'
  ];
  return defined({
    documentNumber,
    familyName: fields.get('DCS') ?? fields.get('DAB'),
    givenNames: given.length > 0 ? given.join(' ').replaceAll(',', ' ') : undefined,
    birthDate: dateOf(fields.get('DBB'), country),
    expiryDate: dateOf(fields.get('DBA'), country),
    issueDate: dateOf(fields.get('DBD'), country),
    sex,
    subdivision: fields.get('DAJ'),
    country,
  });
}

const ON_ITS_OWN = /^(D[A-D][A-Z])(.*)$/;
const AFTER_HEADER = /(?:DL|ID)(D[A-D][A-Z])(.*)$/;

/** Elements stand on lines of their own; the first of a subfile follows the subfile's two letters. */
function elementsOf(payload: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of payload.replaceAll(RECORD_END, '\n').split(/[\n\r]+/)) {
    const element = (line.startsWith('ANSI ') ? AFTER_HEADER : ON_ITS_OWN).exec(line);
    if (element?.[1] && !fields.has(element[1])) {
      fields.set(element[1], (element[2] ?? '').trim());
    }
  }
  return fields;
}

/** Eight digits: month, day, year in the United States, year first in Canada. */
function dateOf(digits: string | undefined, country: 'USA' | 'CAN'): string | undefined {
  if (!digits || !/^\d{8}$/.test(digits)) return undefined;
  const iso =
    country === 'CAN' || Number(digits.slice(0, 2)) > 12
      ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
      : `${digits.slice(4)}-${digits.slice(0, 2)}-${digits.slice(2, 4)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

function defined(fields: Readonly<Record<string, unknown>>): LicenceBarcode {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as LicenceBarcode;
}
