/**
 * Codes of Doc 9303-3, section 5, that are no ISO 3166-1 alpha-3 country: Germany, the British
 * statuses, organisations, and people without a state; and the code of specimens.
 */
const SPECIAL: Readonly<Record<string, string | null>> = {
  D: 'DEU',
  GBD: 'GBR',
  GBN: 'GBR',
  GBO: 'GBR',
  GBP: 'GBR',
  GBS: 'GBR',
  RKS: 'XKX',
  EUE: null,
  UNO: null,
  UNA: null,
  UNK: null,
  XAA: null,
  XBA: null,
  XCC: null,
  XCE: null,
  XCO: null,
  XCT: null,
  XDC: null,
  XEC: null,
  XES: null,
  XIM: null,
  XMP: null,
  XOM: null,
  XPO: null,
  XXA: null,
  XXB: null,
  XXC: null,
  ['XX' + 'X']: null,
  IAO: null,
  UTO: null,
};

/** The country behind a code of a zone; null where it is none, such as the United Nations. */
export function countryOfMrzCode(code: string): string | null {
  const special = Object.hasOwn(SPECIAL, code) ? SPECIAL[code] : undefined;
  return special === undefined ? code : special;
}

/** Whether a code has the form of one: three letters, or `D`. */
export function isMrzStateCode(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) || code === 'D';
}
