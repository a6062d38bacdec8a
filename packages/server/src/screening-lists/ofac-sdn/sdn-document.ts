import type { ListedDocument } from '@probity/screening';
import { countryCode } from '../reading/country.ts';
import { given } from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';

/** OFAC's kinds of identifiers whose name does not end in a word that gives it away. */
const NAMED_KINDS = [
  'Passport',
  'Diplomatic Passport',
  'Stateless Person Passport',
  'British National Overseas Passport',
  "Driver's License",
  'Refugee ID Card',
  'Stateless Person ID Card',
  'Numero de Identidad',
  'Cartilla de Servicio Militar Nacional',
  'Credencial electoral',
  'Cedula de Ciudadania',
  'Cedula de Residencia',
  'Vessel Registration Identification',
  'Aircraft Construction Number (also called L/N or S/N or F/N)',
  "Aircraft Manufacturer's Serial Number (MSN)",
  'Aircraft Mode S Transponder Code',
  'Aircraft Tail Number',
  'Business Registration Document #',
  'United Social Credit Code Certificate (USCCC)',
  'Unified Social Credit Code (USCC)',
  'Personal ID Card',
  'Serial No.',
  'SWIFT/BIC',
  'BIK (RU)',
  'License',
  'MMSI',
  'SSN',
  'SRE Permit No.',
  'RTN',
  'RIF #',
  'RUC #',
  'NIT #',
  'N.I.E.',
  'D.N.I.',
  'C.U.R.P.',
  'C.U.I.T.',
  'C.U.I.',
  'C.U.I.L.',
  'C.I.F.',
  'C.I.N.',
  'C.I.',
  'C.R. No.',
  'C.N.P. (Personal Numerical Code)',
  'I.F.E.',
  'R.F.C.',
  'R.U.N.',
  'R.U.T.',
  'LE Number',
  'L.E.',
  'NIE',
  'NIF',
  'US FEIN',
  'V.A.T. Number',
  'V.A.T.',
  'VAT',
  'Legal Entity Number',
  'ISIN',
  'Tax ID',
  'Kenyan ID',
  'Bosnian Personal ID No.',
  'Moroccan Personal ID No.',
  'Matricula Mercantil No',
  'Folio Mercantil No.',
  'Dubai Chamber of Commerce Membership No.',
  'Digital Currency Address -',
  'Chinese Commercial Code',
  'Interpol: Red Notice. File No.',
  'INTERPOL',
  'Residency Number',
  'Afghan Money Service Provider License Number',
  'Hizballah Unit',
].sort((a, b) => b.length - a.length);

/** A kind that ends in a word which is always followed by a number. */
const TELLING_KIND =
  /^((?:[\p{L}\p{M}.,'’()/&-]+ )*?[\p{L}\p{M}.'’()/&-]*(?:No\.|Numbers?|Num\.|#|ID|Cards?|Licen[cs]e|Certificate|Registry|Registration|Identification|Code|Passport|Permit|Visa|Document)(?: \([^)\d]*\))?(?: #| No\.| Number)?)[: ] *(.*\d.*)$/u;

/** A kind with its abbreviation behind it: `Numero Unico de Identificacao Tributaria (NUIT)`. */
const ABBREVIATED_KIND = /^([\p{L}.' -]+ \([A-Z.]{2,8}\)) (\S*\d.*)$/u;

/** Words that still belong to the kind when a shorter kind was recognised. */
const REST_OF_KIND =
  /^(?:No\.|Nos\.|Number|ID|Card|Document|#|of Incorporation Number|System Number)(?= )/;

const ISSUED = / issued (?:on )?(\d{1,2} \w{3} \d{4}|\w{3} \d{4}|\d{4})$/;
const EXPIRES = / expires (?:on )?(\d{1,2} \w{3} \d{4}|\w{3} \d{4}|\d{4})$/;
const COUNTRY = / \(([^()]+)\)$/;

/** `Passport A123 (Iran) issued 1 Feb 2001 expires 1 Feb 2011`; undefined where it is nothing of the kind. */
export function sdnDocument(written: string): ListedDocument | undefined {
  const expires = EXPIRES.exec(written);
  const beforeExpiry = expires ? written.slice(0, expires.index) : written;
  const issued = ISSUED.exec(beforeExpiry);
  const bare = issued ? beforeExpiry.slice(0, issued.index) : beforeExpiry;
  const { rest, country, note } = withoutCountry(bare);
  const parts = kindAndNumber(rest);
  if (!parts) return undefined;
  return {
    ...parts,
    ...given('country', country),
    ...given('issuedOn', issued?.[1] && publisherDate(issued[1])),
    ...given('expiresOn', expires?.[1] && publisherDate(expires[1])),
    ...given('note', note),
  };
}

/** Takes what stands in brackets off the end; what is not a country (`(Jalisco)`) becomes a note. */
function withoutCountry(written: string): { rest: string; country?: string; note?: string } {
  const notes: string[] = [];
  let rest = written;
  let country: string | undefined;
  for (let bracket = COUNTRY.exec(rest); bracket; bracket = COUNTRY.exec(rest)) {
    const inside = bracket[1] ?? '';
    if (NAMED_KINDS.includes(rest)) break;
    const code = country === undefined ? countryCode(inside) : undefined;
    country ??= code;
    if (code === undefined) notes.unshift(inside);
    rest = rest.slice(0, bracket.index);
  }
  return { rest, ...given('country', country), ...given('note', notes.join('; ')) };
}

function kindAndNumber(written: string): { type: string; number: string } | undefined {
  const currency = /^(Digital Currency Address - \w+) (\S+)$/.exec(written);
  if (currency) return { type: currency[1] ?? '', number: currency[2] ?? '' };
  const named = NAMED_KINDS.find((kind) => written.startsWith(`${kind} `));
  if (named) return split(named, written.slice(named.length));
  const telling = TELLING_KIND.exec(written) ?? ABBREVIATED_KIND.exec(written);
  return telling ? split(telling[1] ?? '', telling[2] ?? '') : undefined;
}

function split(kind: string, after: string): { type: string; number: string } | undefined {
  let type = kind.replace(/:$/, '');
  let number = after.trim().replace(/\.$/, '');
  for (let rest = REST_OF_KIND.exec(number); rest; rest = REST_OF_KIND.exec(number)) {
    type = `${type} ${rest[0]}`;
    number = number.slice(rest[0].length).trim();
  }
  return /^(?:issued|expire[sd]|$)/.test(number) ? undefined : { type, number };
}
