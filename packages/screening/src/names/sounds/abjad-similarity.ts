import { codeOf, FULL_EDIT, SUBSTITUTION } from './sound-costs.ts';
import type { Run } from './sound-distance.ts';

/** Numbers for the letters that a script without vowels uses for vowels and consonants alike. */
const ALIF = 100;
const WAW = 101;
const YA = 102;
const HA = 103;
/** Numbers for the consonants that are read in two ways, as the language of the reader has it. */
const THA = 104;
const DHAL = 105;
const ZAH = 106;
const DAD = 107;

const LONGEST = 30;
const VOWELS = 5;

const DIGRAPHS: Readonly<Record<string, number>> = {
  kh: codeOf('X'),
  sh: codeOf('W'),
  ch: codeOf('Y'),
  zh: codeOf('J'),
  gh: codeOf('G'),
  th: THA,
  dh: DHAL,
  zz: ZAH,
  dd: DAD,
  ts: codeOf('C'),
  ph: codeOf('F'),
  bh: codeOf('B'),
};
const SINGLES: Readonly<Record<string, number>> = {
  a: ALIF,
  w: WAW,
  y: YA,
  h: HA,
  q: codeOf('K'),
  j: codeOf('J'),
  c: codeOf('K'),
};

/** Stands between two letters that are two sounds. */
const APART = "'";

/** The written letters of an abjad word, given as its plain Latin letters. */
export function abjadCodes(text: string): Uint8Array {
  const codes: number[] = [];
  let at = 0;
  while (at < text.length) {
    const digraph = DIGRAPHS[text.slice(at, at + 2)];
    const letter = text.charAt(at);
    const code = digraph ?? SINGLES[letter] ?? codeOf(letter.toUpperCase());
    at += digraph === undefined ? 1 : 2;
    if (letter === APART) continue;
    if (codes.at(-1) !== code || code >= ALIF) codes.push(code);
  }
  return Uint8Array.from(codes);
}

const A = codeOf('A');
const E = codeOf('E');
const I = codeOf('I');
const O = codeOf('O');
const U = codeOf('U');
const V = codeOf('V');
const H = codeOf('H');
const X = codeOf('X');
const J = codeOf('J');
const D = codeOf('D');
const T = codeOf('T');
const S = codeOf('S');
const Z = codeOf('Z');

/** Pairs of an abjad consonant and a Latin one that stand for each other. */
const CONSONANT_PAIRS: ReadonlyMap<number, number> = new Map([
  [pair('B', 'P'), 0.2],
  [pair('F', 'V'), 0.2],
  [pair('K', 'G'), 0.35],
  [pair('G', 'K'), 0.35],
  [pair('J', 'G'), 0.35],
  [pair('V', 'U'), 0.1],
  [pair('V', 'O'), 0.1],
  [pair('W', 'Y'), 0.15],
  [THA * 64 + T, 0],
  [THA * 64 + S, 0.05],
  [DHAL * 64 + D, 0],
  [DHAL * 64 + Z, 0.05],
  [DHAL * 64 + T, 0.4],
  [ZAH * 64 + Z, 0],
  [ZAH * 64 + D, 0.05],
  [ZAH * 64 + T, 0.15],
  [DAD * 64 + D, 0],
  [DAD * 64 + Z, 0.05],
]);

function pair(written: string, latin: string): number {
  return codeOf(written) * 64 + codeOf(latin);
}

function substitution(written: number, latin: number): number {
  if (written === ALIF) return alif(latin);
  if (written === WAW) return latin === O || latin === U || latin === V ? 0 : vowelOr(latin, 0.5);
  if (written === YA) return ya(latin);
  if (written === HA) return latin === H || latin === X ? 0 : 1;
  if (written === latin) return 0;
  if (written >= THA) return CONSONANT_PAIRS.get(written * 64 + latin) ?? 1;
  return (
    CONSONANT_PAIRS.get(written * 64 + latin) ??
    (SUBSTITUTION[(written << 6) | latin] as number) / FULL_EDIT
  );
}

function alif(latin: number): number {
  if (latin === A) return 0;
  return latin === E ? 0.05 : vowelOr(latin, 0.15);
}

function ya(latin: number): number {
  if (latin === I || latin === E) return 0;
  return latin === J ? 0.1 : vowelOr(latin, 0.5);
}

function vowelOr(latin: number, cost: number): number {
  return latin < VOWELS ? cost : 1;
}

/** A sign of a vowel after another such sign is often the second half of one sound, as in ay and aw. */
function omission(written: number, before: number): number {
  if (isConsonant(written)) return 1;
  if (written === HA) return 0.3;
  const isSecond = before >= ALIF && before <= YA;
  if (written === ALIF) return isSecond ? 0.15 : 0.3;
  return isSecond ? 0.2 : 0.6;
}

function isConsonant(written: number): boolean {
  return written < ALIF || written >= THA;
}

/** Vowels are read into the word freely. */
function insertion(latin: number): number {
  if (latin === A || latin === E) return 0.06;
  if (latin < VOWELS) return 0.12;
  return latin === H ? 0.3 : 1;
}

/** How well a word written without vowels fits a folded Latin word, 0 to 1. */
export function abjadSimilarity(written: Uint8Array, latin: Run): number {
  if (written.length === 0 || latin.length === 0) return 0;
  if (written.length > LONGEST || latin.length > LONGEST) return 0;
  const strength = consonantStrength(written);
  const budget = abjadBudget(strength);
  const cost = distance(written, latin);
  if (cost > budget) return 0;
  const trust = strength <= 2 ? 0.85 : strength < 3 ? 0.9 : 0.96;
  return (1 - cost / (strength + 1)) * trust;
}

function consonantStrength(written: Uint8Array): number {
  let consonants = 0;
  for (const code of written) if (isConsonant(code) && code >= VOWELS) consonants++;
  return Math.max(2, consonants + (written.length - consonants) * 0.5);
}

function abjadBudget(strength: number): number {
  if (strength <= 2) return 0.3;
  return 0.5 + Math.max(0, strength - 3) * 0.25;
}

/** Many write the a at the end of Isa and Musa with the letter for y. */
const FINAL_A = 0.1;

/** An h at the end is seldom heard and often left out. */
const FINAL_H = 0.1;

/** Sounds that Latin letters give to a consonant and an h, which are two letters as often: Lak-hal, Is-haq. */
const WITH_H: ReadonlyMap<number, number> = new Map([
  [codeOf('K'), X],
  [S, codeOf('W')],
  [Z, J],
  [T, T],
  [D, D],
  [codeOf('G'), codeOf('G')],
]);
const READ_AS_ONE = 0.05;

/** Scratch rows of the distance table; the comparison keeps nothing between calls. */
let row = new Float64Array(LONGEST + 2);
let next = new Float64Array(LONGEST + 2);
let rowBefore = new Float64Array(LONGEST + 2);

function distance(written: Uint8Array, latin: Run): number {
  row[0] = 0;
  for (let column = 0; column < latin.length; column++) {
    row[column + 1] =
      (row[column] as number) + insertion(latin.codes[latin.start + column] as number);
  }
  for (let place = 0; place < written.length; place++) {
    fillRow(written, place, latin);
    const spare = rowBefore;
    rowBefore = row;
    row = next;
    next = spare;
  }
  return row[latin.length] as number;
}

function fillRow(written: Uint8Array, place: number, latin: Run): void {
  const code = written[place] as number;
  const before = place === 0 ? 0 : (written[place - 1] as number);
  const isLast = place === written.length - 1;
  const omitted = isLast && code === HA ? FINAL_H : omission(code, before);
  const isFinalYa = isLast && code === YA;
  const asOne = code === HA ? WITH_H.get(before) : undefined;
  next[0] = (row[0] as number) + omitted;
  for (let column = 0; column < latin.length; column++) {
    const letter = latin.codes[latin.start + column] as number;
    const cost = isFinalYa && letter === A ? FINAL_A : substitution(code, letter);
    let least = Math.min(
      (row[column] as number) + cost,
      (row[column + 1] as number) + omitted,
      (next[column] as number) + insertion(letter),
    );
    if (asOne === letter) least = Math.min(least, (rowBefore[column] as number) + READ_AS_ONE);
    next[column + 1] = least;
  }
}
