import { abjadCodes } from './abjad-similarity.ts';
import { fold } from './fold.ts';
import { codeOf } from './sound-costs.ts';
import type { Run } from './sound-distance.ts';
import { PART, type Token } from './token.ts';

/** A word as it sounds and as it is written. */
export type SpeltWord = {
  /** The folded letters. */
  readonly sounds: Run;
  /** The plain letters. */
  readonly letters: Run;
};

/** A token with everything that comparing it needs. */
export type Word = Token & SpeltWord & {
  readonly folded: string;
  /** The letters as written, for a word from a script without vowels. */
  readonly written?: Uint8Array;
  /** How much identity the word carries, 0 to 1. */
  readonly weight: number;
};

export function wordOf(token: Token, weight: number): Word {
  const folded = fold(token.text);
  const letters = Uint8Array.from(token.text, (letter) => letter.charCodeAt(0));
  const codes = Uint8Array.from(folded, codeOf);
  const word = { ...token, folded, weight, sounds: runOf(codes), letters: runOf(letters) };
  return (token.parts & PART.abjad) === 0 ? word : { ...word, written: abjadCodes(token.text) };
}

function runOf(codes: Uint8Array): Run {
  return { codes, start: 0, length: codes.length };
}
