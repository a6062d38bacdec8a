import {
  compact,
  type NumberCheck,
  type NumberedDocument,
  type NumberPart,
} from './number-check.ts';

const RULE = 'Australian Medicare card';
/** Services Australia: the ninth digit is the weighted sum of the first eight, modulo 10. */
const WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9];

/** Green for residents, yellow for visitors under agreements, blue for those who wait. */
const COLOURS: Readonly<Record<string, 'month' | 'day'>> = {
  G: 'month',
  GREEN: 'month',
  Y: 'day',
  YELLOW: 'day',
  B: 'day',
  BLUE: 'day',
};

/**
 * A number of ten digits, the person's line on the card, the card's colour, and its date: a month on
 * green cards, a day on the others. An eleventh digit is the line.
 */
export function checkAuMedicare(document: NumberedDocument): NumberCheck {
  const digits = compact(document.primaryIdentifier);
  const missing = (part: NumberPart): NumberCheck => ({ verdict: 'missing', rule: RULE, part });
  const malformed = (part: NumberPart): NumberCheck => ({ verdict: 'malformed', rule: RULE, part });
  if (digits === '') return missing('primaryIdentifier');
  if (!/^[2-6]\d{8}[1-9][1-9]?$/.test(digits)) return malformed('primaryIdentifier');
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  if (sum % 10 !== Number(digits[8])) return malformed('primaryIdentifier');
  const line = compact(document.reference) || digits.slice(10);
  if (line === '') return missing('supplementaryData.reference');
  if (!/^[1-9]$/.test(line) || (digits.length === 11 && line !== digits[10])) {
    return malformed('supplementaryData.reference');
  }
  const colour = compact(document.subtype);
  if (colour === '') return missing('subtype');
  const precision = Object.hasOwn(COLOURS, colour) ? COLOURS[colour] : undefined;
  if (!precision) return malformed('subtype');
  const { expiresOn = '' } = document;
  if (expiresOn === '') return missing('expiryDate');
  if (expiresOn.length < (precision === 'day' ? 10 : 7)) return malformed('expiryDate');
  return { verdict: 'well-formed', rule: RULE };
}
