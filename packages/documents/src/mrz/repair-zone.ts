import { MRZ_LAYOUTS, type MrzLayout, type Span } from './mrz-layout.ts';
import { readMrz } from './read-mrz.ts';

/** Letters that are taken for digits, and digits that are taken for letters, by shape. */
const AS_DIGIT: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};
const AS_LETTER: Readonly<Record<string, string>> = {
  0: 'O',
  1: 'I',
  2: 'Z',
  5: 'S',
  6: 'G',
  8: 'B',
};

/** How far a line of names may be from its length: fillers at its end run together. */
const SLACK = 6;
/** A page has more lines than any zone; those beyond are not looked at. */
const MOST_LINES = 200;

/**
 * Finds a machine-readable zone among recognised lines. What stands where only digits or only letters
 * may stand is read as such, and one character of the numbers may be read as one that looks alike; what
 * comes of it counts only when every check digit holds, and nothing else would make them hold.
 */
export function findZone(text: string, today: string): string | undefined {
  const lines = text
    .split('\n')
    .slice(0, MOST_LINES)
    .map((line) => line.toUpperCase().replaceAll(/[^A-Z0-9<]/g, ''))
    .filter((line) => line.length >= 24);
  for (const [at] of lines.entries()) {
    for (const layout of MRZ_LAYOUTS) {
      const zone = repaired(lines.slice(at, at + layout.lines[0]), layout);
      if (zone === undefined) continue;
      const isRight = (text: string) => {
        const mrz = readMrz(text, today);
        return mrz?.format === layout.format && mrz.checkDigitsHold && mrz.problems.length === 0;
      };
      if (isRight(zone)) return zone;
      const others = [...new Set(withOneReplaced(zone, layout))].filter(isRight);
      if (others.length === 1) return others[0];
    }
  }
  return undefined;
}

/** Characters that stand for each other where both may stand. */
const ALIKE = ['0OQD', '1IL', '2Z7', '5S', '6G', '8B'];

/** The zone with one character of its numbers read otherwise. */
function* withOneReplaced(zone: string, layout: MrzLayout): Generator<string> {
  const lines = zone.split('\n');
  for (const [line, from, to] of [layout.number, ...layout.optional]) {
    const text = lines[line] ?? '';
    for (let at = from; at < to; at++) {
      const alike = ALIKE.find((set) => set.includes(text.charAt(at)))?.replace(
        text.charAt(at),
        '',
      );
      for (const other of alike ?? '') {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        yield lines.with(line, changed).join('\n');
      }
    }
  }
}

function repaired(lines: readonly string[], layout: MrzLayout): string | undefined {
  const [count, length] = layout.lines;
  if (lines.length < count) return undefined;
  const [named] = layout.name;
  const fitted = lines.map((line, at) => (at === named ? fit(line, length) : line));
  if (fitted.some((line) => line.length !== length)) return undefined;
  const digits = [layout.birth, layout.expiry, ...layout.checks.map(({ digit }) => digit)];
  const letters = [layout.name, layout.nationality, layout.issuer];
  return fitted
    .map((line, at) => replaced(replaced(line, at, [digits, AS_DIGIT]), at, [letters, AS_LETTER]))
    .join('\n');
}

/** Fillers are taken for letters that are as narrow; a name line ends in as many as there is room. */
function fit(line: string, length: number): string {
  if (Math.abs(line.length - length) > SLACK) return line;
  const name = line.replace(/<<[<LKCE]{3,}$/, '').replace(/[<]+$/, '');
  return name.length > length ? line : name.padEnd(length, '<');
}

function replaced(
  line: string,
  at: number,
  [spans, table]: readonly [readonly Span[], Readonly<Record<string, string>>],
): string {
  return [...line]
    .map((character, place) => {
      const isIn = spans.some(([of, from, to]) => of === at && place >= from && place < to);
      return isIn ? (table[character] ?? character) : character;
    })
    .join('');
}
