/** The layouts of ICAO Doc 9303, and the French identity card of 1988 to 2021, which is none of them. */
export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B' | 'FR-ID';

/** What a check digit is of. */
export type MrzCheckOf =
  | 'documentNumber'
  | 'birthDate'
  | 'expiryDate'
  | 'optionalData'
  | 'composite';

export type MrzCheck = { readonly of: MrzCheckOf; readonly holds: boolean };

/** A date of two-digit years; the day or the month may be unknown. */
export type MrzDate = {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  /** `1974-08-12` where the date is complete and exists. */
  readonly iso?: string;
};

/** What a machine-readable zone says. */
export type Mrz = {
  readonly format: MrzFormat;
  /** `P`, `PM`, `V`, `ID` … */
  readonly documentCode: string;
  /** As it is printed, without fillers: a country of ISO 3166 or one of ICAO's own codes. */
  readonly issuer: string;
  readonly nationality?: string;
  readonly documentNumber: string;
  readonly familyName: string;
  readonly givenNames: string;
  /** The name fills its field: what follows may have been cut off. */
  readonly isNameTruncated: boolean;
  readonly birthDate?: MrzDate;
  readonly expiryDate?: MrzDate;
  readonly sex?: 'F' | 'M' | 'X';
  readonly optionalData: readonly string[];
  readonly checks: readonly MrzCheck[];
  /** Every check digit that the layout has is right. */
  readonly checkDigitsHold: boolean;
  /** What else is wrong: names parts of the zone, never what they say. */
  readonly problems: readonly MrzProblem[];
};

export type MrzProblem =
  | 'characters'
  | 'document-code'
  | 'issuer'
  | 'nationality'
  | 'birth-date'
  | 'expiry-date'
  | 'sex'
  | 'name';
