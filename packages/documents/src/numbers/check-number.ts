import { checkAuDriverLicence } from './au-driver-licence.ts';
import { checkAuMedicare } from './au-medicare.ts';
import { isNationalNumber } from './national-numbers.ts';
import { compact, type NumberCheck, type NumberedDocument } from './number-check.ts';

/** One or two letters and seven digits: the Australian Passport Office's series. */
const AU_PASSPORT = /^[A-Z]{1,2}\d{7}$/;
/** A passport number fits the nine places of its machine-readable zone. */
const PASSPORT = /^[A-Z0-9]{5,9}$/;

/** What the form of a document's numbers says by the rules of its country and kind. */
export function checkNumber(document: NumberedDocument): NumberCheck {
  const { type, country } = document;
  const number = compact(document.primaryIdentifier);
  if (country === 'AUS' && type === 'DRIVERS_LICENSE') return checkAuDriverLicence(document);
  if (country === 'AUS' && type === 'NATIONAL_HEALTH_ID') return checkAuMedicare(document);
  if (type === 'PASSPORT') {
    const rule = country === 'AUS' ? 'Australian passport' : 'passport';
    return verdictOf(number, rule, (country === 'AUS' ? AU_PASSPORT : PASSPORT).test(number));
  }
  const isNumber = isNationalNumber(document, document.primaryIdentifier?.trim() ?? '');
  if (isNumber === undefined) return { verdict: 'no-rule' };
  return verdictOf(number, `${type} of ${country}`, isNumber);
}

function verdictOf(number: string, rule: string, isRight: boolean): NumberCheck {
  const part = 'primaryIdentifier';
  if (number === '') return { verdict: 'missing', rule, part };
  return isRight ? { verdict: 'well-formed', rule } : { verdict: 'malformed', rule, part };
}
