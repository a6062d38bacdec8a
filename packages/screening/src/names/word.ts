import { abjadCodes } from './sounds/abjad-similarity.ts';
import { fold } from './sounds/fold.ts';
import { soundCodeAt } from './sounds/sound-costs.ts';
import type { Run } from './sounds/sound-distance.ts';
import { PART, type Token } from './token.ts';

/** A word as it sounds and as it is written. */
export type SpeltWord = {
  /** The folded letters. */
  readonly sounds: Run;
  /** The plain letters. */
  readonly letters: Run;
};

/** A token with everything that comparing it needs. */
export type Word = Token &
  SpeltWord & {
    readonly folded: string;
    /** The letters as written, for a word from a script without vowels. */
    readonly written?: Uint8Array;
    /** How much identity the word carries, 0 to 1. */
    readonly weight: number;
  };

export function wordOf(token: Token, weight: number): Word {
  return foldedWordOf(token, fold(token.text), weight);
}

/** As {@link wordOf}, for a caller that has folded the word already. */
export function foldedWordOf(token: Token, folded: string, weight: number): Word {
  const { text, parts, original } = token;
  const sounds = runOf(soundCodes(folded));
  const word = { text, parts, folded, weight, sounds, letters: runOf(letterCodes(text)) };
  const read = original === undefined ? word : { ...word, original };
  return (parts & PART.abjad) === 0 ? read : { ...read, written: abjadCodes(text) };
}

/** The codes of a folded word. */
export function soundCodes(folded: string): Uint8Array {
  const codes = new Uint8Array(folded.length);
  for (let at = 0; at < folded.length; at++) codes[at] = soundCodeAt(folded, at);
  return codes;
}

function letterCodes(text: string): Uint8Array {
  const codes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at);
  return codes;
}

function runOf(codes: Uint8Array): Run {
  return { codes, start: 0, length: codes.length };
}
