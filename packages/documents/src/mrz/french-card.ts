import { isCheckDigitOf } from './check-digit.ts';
import type { Mrz } from './mrz.ts';
import { readMrzDate } from './mrz-date.ts';

/** The French identity card of 1988 to 2021: two lines of 36 that are no TD2. */
export function isFrenchCard(lines: readonly string[]): boolean {
  const [first = '', second = ''] = lines;
  return (
    lines.length === 2 && first.length === 36 && second.length === 36 && first.startsWith('IDFRA')
  );
}

/** Number, given names, birth date and sex stand in the second line; there is no expiry. */
export function readFrenchCard(lines: readonly string[], today: string): Mrz {
  const [first = '', second = ''] = lines;
  const birth = readMrzDate(second.slice(27, 33), 'past', today);
  const sex = { F: 'F', M: 'M' }[second.slice(34, 35)] as Mrz['sex'];
  const given = second.slice(13, 27);
  const checks = [
    { of: 'documentNumber', holds: isCheckDigitOf(second.slice(12, 13), second.slice(0, 12)) },
    { of: 'birthDate', holds: isCheckDigitOf(second.slice(33, 34), second.slice(27, 33)) },
    {
      of: 'composite',
      holds: isCheckDigitOf(second.slice(35, 36), first + second.slice(0, 35)),
    },
  ] as const;
  return {
    format: 'FR-ID',
    documentCode: 'ID',
    issuer: 'FRA',
    nationality: 'FRA',
    documentNumber: second.slice(0, 12).replaceAll('<', ''),
    familyName: words(first.slice(5, 30)),
    givenNames: words(given),
    isNameTruncated: !first.slice(5, 30).endsWith('<') || !given.endsWith('<'),
    ...(typeof birth === 'object' && { birthDate: birth }),
    ...(sex && { sex }),
    optionalData: [words(first.slice(30, 36))].filter((data) => data !== ''),
    checks,
    checkDigitsHold: checks.every(({ holds }) => holds),
    problems: [
      ...(lines.some((line) => !/^[A-Z0-9<]*$/.test(line)) ? (['characters'] as const) : []),
      ...(birth === 'impossible' ? (['birth-date'] as const) : []),
      ...(sex ? [] : (['sex'] as const)),
    ],
  };
}

function words(text: string): string {
  return text.replaceAll(/<+/g, ' ').trim();
}
