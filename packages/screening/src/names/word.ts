import { abjadCodes } from './abjad-similarity.ts';
import { fold } from './fold.ts';
import { codeOf } from './sound-costs.ts';
import type { Sounds } from './sound-distance.ts';
import { PART, type Token } from './token.ts';

/** A token with everything that comparing it needs. */
export type Word = Token & {
  readonly folded: string;
  readonly sounds: Sounds;
  /** The letters as written, for a word from a script without vowels. */
  readonly written?: Uint8Array;
  /** How much identity the word carries, 0 to 1. */
  readonly weight: number;
};

export function wordOf(token: Token, weight: number): Word {
  const folded = fold(token.text);
  const codes = Uint8Array.from(folded, codeOf);
  const word = { ...token, folded, weight, sounds: { codes, start: 0, length: codes.length } };
  return (token.parts & PART.abjad) === 0 ? word : { ...word, written: abjadCodes(token.text) };
}
