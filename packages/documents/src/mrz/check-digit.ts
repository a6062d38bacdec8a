/** Weights that repeat along the characters of a field (ICAO Doc 9303-3, 4.9). */
const WEIGHTS = [7, 3, 1] as const;

/** The check digit of a field; undefined where it holds a character that no zone may hold. */
export function checkDigitOf(field: string): number | undefined {
  let sum = 0;
  for (const [at, character] of [...field].entries()) {
    const value = valueIn(character);
    if (value === undefined) return undefined;
    sum += value * (WEIGHTS[at % WEIGHTS.length] ?? 0);
  }
  return sum % 10;
}

/**
 * Whether a digit is that of its field. A filler stands for the digit only where the field itself is
 * empty and the layout allows that.
 */
export function isCheckDigitOf(digit: string, field: string, mayBeFiller = false): boolean {
  if (digit === '<') return mayBeFiller && /^<*$/.test(field);
  return /^\d$/.test(digit) && Number(digit) === checkDigitOf(field);
}

function valueIn(character: string): number | undefined {
  if (character === '<') return 0;
  if (character >= '0' && character <= '9') return Number(character);
  if (character >= 'A' && character <= 'Z') return character.charCodeAt(0) - 55;
  return undefined;
}
