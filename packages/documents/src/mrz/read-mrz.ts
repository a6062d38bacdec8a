import { isCheckDigitOf } from './check-digit.ts';
import { isFrenchCard, readFrenchCard } from './french-card.ts';
import type { Mrz, MrzCheck, MrzDate, MrzProblem } from './mrz.ts';
import { readMrzDate } from './mrz-date.ts';
import { MRZ_LAYOUTS, type MrzLayout, type Span } from './mrz-layout.ts';
import { readMrzName } from './mrz-name.ts';
import { isMrzStateCode } from './mrz-state.ts';

/**
 * Reads a machine-readable zone. What is wrong with it is said beside what it says; undefined for a
 * text that has the shape of none.
 *
 * @param text its lines, in any case, with line breaks
 * @param today `2026-03-04`: which century two-digit years belong to
 */
export function readMrz(text: string, today: string): Mrz | undefined {
  const lines = linesOf(text);
  const code = lines[0] ?? '';
  if (isFrenchCard(lines)) return readFrenchCard(lines, today);
  const layout = MRZ_LAYOUTS.find(
    ({ lines: [count, length], codes }) =>
      lines.length === count && lines.every((line) => line.length === length) && codes.test(code),
  );
  return layout && zoneOf(lines, layout, today);
}

/** Lines without spaces around or inside them; `«` is how some readers see two fillers. */
function linesOf(text: string): string[] {
  return text
    .toUpperCase()
    .replaceAll('«', '<<')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll(/\s/g, ''))
    .filter((line) => line !== '');
}

function zoneOf(lines: readonly string[], layout: MrzLayout, today: string): Mrz {
  const at = ([line, from, to]: Span) => (lines[line] ?? '').slice(from, to);
  const long = longNumber(at(layout.number), layout, at);
  const checks = layout.checks.map(({ of, digit, parts, mayBeFiller }): MrzCheck => {
    if (of === 'documentNumber' && long) return { of, holds: long.holds };
    const field = parts.map(at).join('');
    return { of, holds: isCheckDigitOf(at(digit), field, mayBeFiller) };
  });
  const birth = readMrzDate(at(layout.birth), 'past', today);
  const expiry = readMrzDate(at(layout.expiry), 'ahead', today);
  const { familyName, givenNames, isTruncated } = readMrzName(at(layout.name));
  const nationality = unfilled(at(layout.nationality));
  const sex = { F: 'F', M: 'M', '<': 'X', X: 'X' }[at(layout.sex)] as Mrz['sex'];
  const optional = layout.optional.map(at);
  if (long) optional[0] = long.rest;
  return {
    format: layout.format,
    documentCode: unfilled(at(layout.code)),
    issuer: unfilled(at(layout.issuer)),
    ...(nationality && { nationality }),
    documentNumber: long?.number ?? unfilled(at(layout.number)),
    familyName,
    givenNames,
    isNameTruncated: isTruncated,
    ...dates(birth, expiry),
    ...(sex && { sex }),
    optionalData: optional.map(unfilled).filter((data) => data !== ''),
    checks,
    checkDigitsHold: checks.every(({ holds }) => holds),
    problems: problemsOf({ lines, layout, at, birth, expiry, hasSex: sex !== undefined }),
  };
}

/**
 * A number of more than nine characters goes on in the optional data, and its check digit follows it
 * there (Doc 9303-5, note j). Issuers differ on whether the filler in the digit's usual place counts.
 */
function longNumber(head: string, layout: MrzLayout, at: (span: Span) => string) {
  const check = layout.checks.find(({ of }) => of === 'documentNumber');
  const [optional] = layout.optional;
  const mayBeLong = layout.format === 'TD1' || layout.format === 'TD2';
  if (!mayBeLong || !check || !optional || at(check.digit) !== '<') return undefined;
  const [tail = '', ...rest] = at(optional).split('<');
  if (tail.length < 2) return undefined;
  const [more, digit] = [tail.slice(0, -1), tail.slice(-1)];
  return {
    number: head + more,
    holds: isCheckDigitOf(digit, head + more) || isCheckDigitOf(digit, `${head}<${more}`),
    rest: rest.join('<'),
  };
}

function dates(birth: Read, expiry: Read): Pick<Mrz, 'birthDate' | 'expiryDate'> {
  return {
    ...(typeof birth === 'object' && { birthDate: birth }),
    ...(typeof expiry === 'object' && { expiryDate: expiry }),
  };
}

type Read = MrzDate | 'impossible' | undefined;

type Looked = {
  readonly lines: readonly string[];
  readonly layout: MrzLayout;
  readonly at: (span: Span) => string;
  readonly birth: Read;
  readonly expiry: Read;
  readonly hasSex: boolean;
};

function problemsOf({ lines, layout, at, birth, expiry, hasSex }: Looked): MrzProblem[] {
  const wrong: readonly (readonly [MrzProblem, boolean])[] = [
    ['characters', lines.some((line) => !/^[A-Z0-9<]*$/.test(line))],
    ['document-code', !/^[A-Z][A-Z0-9<]$/.test(at(layout.code))],
    ['issuer', !isMrzStateCode(unfilled(at(layout.issuer)))],
    ['nationality', !isMrzStateCode(unfilled(at(layout.nationality)))],
    ['birth-date', birth === 'impossible'],
    ['expiry-date', expiry === 'impossible'],
    ['sex', !hasSex],
    ['name', !/^[A-Z<]*[A-Z][A-Z<]*$/.test(at(layout.name))],
  ];
  return wrong.flatMap(([problem, isWrong]) => (isWrong ? [problem] : []));
}

function unfilled(text: string): string {
  return text.replace(/<+$/, '').replaceAll('<', ' ').trim();
}
