import { FOLD_ALPHABET } from './fold.ts';

/** Costs are whole twentieths of one full edit, so that sums are exact. */
export const FULL_EDIT = 20;

/** Room per letter in the table of substitutions: a power of two, so that a look-up is a shift. */
const ROW_BITS = 6;

const VOWEL_COUNT = 5;

/** A digit that differs is no slip: it is another number. */
const DIGIT_EDIT = 28;

/** The number that stands for a letter of the folded alphabet; letters beyond it share one number. */
export function codeOf(letter: string): number {
  const code = FOLD_ALPHABET.indexOf(letter);
  return code < 0 ? FOLD_ALPHABET.length : code;
}

const CODES: Uint8Array = Uint8Array.from({ length: 128 }, (_, at) =>
  codeOf(String.fromCharCode(at)),
);

/** As {@link codeOf}, for the letter at a place of a folded word. */
export function soundCodeAt(folded: string, at: number): number {
  return CODES[folded.charCodeAt(at) & 127] as number;
}

/** Pairs of sounds that writers confuse, cheaper than a full edit. */
const CONFUSED: readonly (readonly [pairs: string, cost: number])[] = [
  ['EI OU SZ HX NQ', 6],
  ['AE IJ SW CS KX', 8],
  ['AI AO AU EO EU IO IU', 9],
  ['CZ WY CY FV UV', 10],
  ['DT GK', 11],
  ['BP BV VO GJ JY JZ GX YX CK DZ', 12],
  ['MN HG HK WZ KY FP SY', 14],
  ['LR MQ TC JW TS', 16],
  ['0O 1I 1L 5S 3E 4A 8B 6G 9G', 10],
];

export const SUBSTITUTION: Uint8Array = substitutions();
export const DELETION: Uint8Array = deletions();
export const TRANSPOSITION = 10;

function substitutions(): Uint8Array {
  const table = new Uint8Array(1 << (2 * ROW_BITS)).fill(FULL_EDIT);
  const digits = [...'0123456789'].map(codeOf);
  for (const digit of digits) {
    for (let other = 0; other < 1 << ROW_BITS; other++) {
      table[(digit << ROW_BITS) | other] = DIGIT_EDIT;
      table[(other << ROW_BITS) | digit] = DIGIT_EDIT;
    }
  }
  for (const [pairs, cost] of CONFUSED) {
    for (const pair of pairs.split(' ')) {
      const [one, other] = [codeOf(pair.charAt(0)), codeOf(pair.charAt(1))];
      table[(one << ROW_BITS) | other] = cost;
      table[(other << ROW_BITS) | one] = cost;
    }
  }
  for (let code = 0; code < 1 << ROW_BITS; code++) table[(code << ROW_BITS) | code] = 0;
  return table;
}

function deletions(): Uint8Array {
  const table = new Uint8Array(1 << ROW_BITS).fill(FULL_EDIT);
  table.fill(9, 0, VOWEL_COUNT);
  table[codeOf('H')] = 8;
  for (const digit of '0123456789') table[codeOf(digit)] = DIGIT_EDIT;
  return table;
}
