import { stdnum } from 'stdnum';

/** Which numbers of stdnum a kind of document may carry, as country and name there. */
type Register = Readonly<Record<string, readonly (readonly [country: string, name: string])[]>>;

/** Numbers that stand on identity cards and are those of the person. */
const NATIONAL_ID: Register = {
  AGO: [['AO', 'bi']],
  ALB: [['AL', 'nipt']],
  ARG: [['AR', 'dni']],
  BEL: [
    ['BE', 'nn'],
    ['BE', 'bis'],
  ],
  BGR: [
    ['BG', 'egn'],
    ['BG', 'pnf'],
  ],
  BIH: [['BA', 'jmbg']],
  BRA: [['BR', 'cpf']],
  CHL: [['CL', 'run']],
  CHN: [['CN', 'ric']],
  CRI: [
    ['CR', 'cpf'],
    ['CR', 'cr'],
  ],
  CUB: [['CU', 'ni']],
  CZE: [['CZ', 'rc']],
  DNK: [['DK', 'cpr']],
  DOM: [['DO', 'cedula']],
  ECU: [['EC', 'ci']],
  ESP: [
    ['ES', 'dni'],
    ['ES', 'nie'],
  ],
  EST: [['EE', 'ik']],
  FIN: [['FI', 'hetu']],
  HKG: [['HK', 'hkid']],
  HRV: [['HR', 'oib']],
  IND: [
    ['IN', 'aadhaar'],
    ['IN', 'vid'],
  ],
  ISL: [['IS', 'kennitala']],
  ISR: [['IL', 'idnr']],
  ITA: [['IT', 'codicefiscale']],
  KOR: [['KR', 'rrn']],
  LTU: [['LT', 'asmens']],
  MEX: [['MX', 'curp']],
  MUS: [['MU', 'nid']],
  MYS: [['MY', 'nric']],
  NLD: [['NL', 'bsn']],
  NOR: [['NO', 'fodselsnummer']],
  PAK: [['PK', 'cnic']],
  PER: [
    ['PE', 'cui'],
    ['PE', 'ce'],
  ],
  POL: [['PL', 'pesel']],
  ROU: [['RO', 'cnp']],
  SRB: [['RS', 'jmbg']],
  SVK: [['SK', 'rc']],
  SVN: [['SI', 'emso']],
  SWE: [['SE', 'personnummer']],
  THA: [['TH', 'idnr']],
  TUR: [['TR', 'tckimlik']],
  URY: [
    ['UY', 'cedula'],
    ['UY', 'nie'],
  ],
  ZAF: [['ZA', 'idnr']],
};

const TAX_ID: Register = {
  AUS: [['AU', 'tfn']],
  AUT: [['AT', 'tin']],
  BEL: NATIONAL_ID.BEL ?? [],
  BRA: [['BR', 'cpf']],
  CAN: [['CA', 'sin']],
  CHE: [['CH', 'ssn']],
  DEU: [['DE', 'idnr']],
  ESP: [
    ['ES', 'dni'],
    ['ES', 'nie'],
    ['ES', 'nif'],
  ],
  FRA: [['FR', 'nif']],
  GBR: [
    ['GB', 'utr'],
    ['GB', 'nino'],
  ],
  HRV: [['HR', 'oib']],
  IND: [['IN', 'pan']],
  IRL: [['IE', 'pps']],
  ITA: [['IT', 'codicefiscale']],
  MEX: [['MX', 'rfc']],
  NLD: [['NL', 'bsn']],
  NZL: [['NZ', 'ird']],
  POL: [
    ['PL', 'pesel'],
    ['PL', 'nip'],
  ],
  PRT: [['PT', 'nif']],
  RUS: [['RU', 'inn']],
  USA: [['US', 'ssn']],
  VNM: [['VN', 'mst']],
  ZAF: [['ZA', 'tin']],
};

const NATIONAL_HEALTH_ID: Register = {
  AUT: [['AT', 'vnr']],
  BEL: NATIONAL_ID.BEL ?? [],
  CHE: [['CH', 'ssn']],
  DEU: [['DE', 'svnr']],
  FRA: [['FR', 'nir']],
  GRC: [['GR', 'amka']],
  ITA: [['IT', 'codicefiscale']],
};

const REGISTERS: Readonly<Record<string, Register>> = { NATIONAL_ID, TAX_ID, NATIONAL_HEALTH_ID };

/** Whether a number has the form of one of those that such a document carries; undefined without a rule. */
export function isNationalNumber(
  document: { readonly type: string; readonly country: string },
  number: string,
): boolean | undefined {
  const validators = validatorsFor(document);
  if (validators.length === 0) return undefined;
  return validators.some((validator) => {
    try {
      return validator.validate(number).isValid;
    } catch {
      // Some fail on texts that are no numbers at all, instead of refusing them.
      return false;
    }
  });
}

/** Kinds and countries with a rule, for tests and for whoever asks what is checked. */
export const NATIONAL_NUMBERS: readonly { readonly type: string; readonly country: string }[] =
  Object.entries(REGISTERS).flatMap(([type, register]) =>
    Object.keys(register).map((country) => ({ type, country })),
  );

function validatorsFor({ type, country }: { type: string; country: string }) {
  const register = Object.hasOwn(REGISTERS, type) ? REGISTERS[type] : undefined;
  if (!register || !Object.hasOwn(register, country)) return [];
  return (register[country] ?? []).flatMap(([place, name]) => stdnum[place]?.[name] ?? []);
}
