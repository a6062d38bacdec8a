import { fold } from '../names/sounds/fold.ts';
import { PART } from '../names/token.ts';
import { soundCodes } from '../names/word.ts';
import { wordWeight } from '../names/word-weight.ts';
import { bucketsOf } from './buckets.ts';
import { GrowingBytes, type GrowingWords } from './growing.ts';
import { eachPost } from './post-sections.ts';
import {
  type KeyWriter,
  MOST_KEYS,
  writeAbjadKey,
  writeCoarseKey,
  writeLatinKey,
  writeLettersKey,
  writePrefixKeys,
  writeSingleLetterKeys,
} from './sound-keys.ts';
import { ABJAD_BIT, soundMaskOf } from './sound-mask.ts';

type Words = {
  readonly tokenTexts: readonly string[];
  readonly tokenParts: readonly number[];
  readonly nameTokens: GrowingWords;
  readonly nameTokenOffset: GrowingWords;
};

/** Weights are kept in this many steps, and queries are weighed in the same steps. */
export const WEIGHT_STEPS = 255;

/** Everything about folded forms: their letters, their words, how common they are and how they are found. */
export function foldSections(words: Words) {
  const { folds, tokenFold, foldCodes, foldOffset } = foldedForms(words.tokenTexts);
  const foldHolders = holdersOf(words, tokenFold, folds.length);
  const { foldTokenOffset, foldTokens } = tokensByFold(tokenFold, folds.length);
  const foldMask = new Uint32Array(folds.length);
  for (let at = 0; at < folds.length; at++) {
    foldMask[at] = soundMaskOf(foldCodes, foldOffset[at] as number, foldOffset[at + 1] as number);
  }
  const hasLatin = new Uint8Array(folds.length);
  tokenFold.forEach((form, token) => {
    const isAbjad = ((words.tokenParts[token] ?? 0) & PART.abjad) !== 0;
    if (isAbjad) foldMask[form] = (foldMask[form] as number) | ABJAD_BIT;
    else hasLatin[form] = 1;
  });
  const texts = words.tokenTexts;
  const keys = keysOfFolds(folds, {
    foldCodes,
    foldOffset,
    foldMask,
    hasLatin,
    foldTokenOffset,
    foldTokens,
    texts,
  });
  const tokenWeight = Uint8Array.from(tokenFold, (form, token) =>
    weightStep(folds[form] ?? '', words.tokenParts[token] ?? 0, {
      holders: foldHolders[form] as number,
      names: words.nameTokenOffset.length - 1,
    }),
  );
  return {
    tokenWeight,
    tokenFold,
    foldCodes,
    foldOffset,
    foldHolders,
    foldMask,
    foldTokenOffset,
    foldTokens,
    keyOffset: keys.offset,
    keyFolds: keys.members,
  };
}

/** The weight of a word in whole steps. */
export function weightStep(
  folded: string,
  parts: number,
  occurrence: { readonly holders: number; readonly names: number },
): number {
  return Math.max(1, Math.round(wordWeight(folded, parts, occurrence) * WEIGHT_STEPS));
}

function foldedForms(texts: readonly string[]) {
  const ids = new Map<string, number>();
  const folds: string[] = [];
  const tokenFold = Uint32Array.from(texts, (text) => {
    const folded = fold(text);
    const known = ids.get(folded);
    if (known !== undefined) return known;
    ids.set(folded, folds.length);
    folds.push(folded);
    return folds.length - 1;
  });
  const codes = new GrowingBytes();
  const foldOffset = new Uint32Array(folds.length + 1);
  folds.forEach((folded, at) => {
    codes.append(soundCodes(folded));
    foldOffset[at + 1] = codes.length;
  });
  return { folds, tokenFold, foldCodes: codes.view(), foldOffset };
}

function holdersOf(words: Words, tokenFold: Uint32Array, foldCount: number): Uint32Array {
  const holders = new Uint32Array(foldCount);
  eachPost(words, (token) => {
    const form = tokenFold[token] as number;
    holders[form] = (holders[form] as number) + 1;
  });
  return holders;
}

function tokensByFold(tokenFold: Uint32Array, foldCount: number) {
  const foldTokenOffset = new Uint32Array(foldCount + 1);
  for (const form of tokenFold)
    foldTokenOffset[form + 1] = (foldTokenOffset[form + 1] as number) + 1;
  for (let at = 0; at < foldCount; at++) {
    foldTokenOffset[at + 1] = (foldTokenOffset[at + 1] as number) + (foldTokenOffset[at] as number);
  }
  const next = foldTokenOffset.slice(0, foldCount);
  const foldTokens = new Uint32Array(tokenFold.length);
  tokenFold.forEach((form, token) => {
    foldTokens[next[form] as number] = token;
    next[form] = (next[form] as number) + 1;
  });
  return { foldTokenOffset, foldTokens };
}

type Folds = {
  readonly foldCodes: Uint8Array;
  readonly foldOffset: Uint32Array;
  readonly foldMask: Uint32Array;
  readonly hasLatin: Uint8Array;
  readonly foldTokenOffset: Uint32Array;
  readonly foldTokens: Uint32Array;
  readonly texts: readonly string[];
};

function keysOfFolds(
  folds: readonly string[],
  { foldCodes, foldOffset, foldMask, hasLatin, foldTokenOffset, foldTokens, texts }: Folds,
) {
  const writer: KeyWriter = { keys: new Uint32Array(MOST_KEYS), count: 0 };
  return bucketsOf(folds.length, (form) => {
    const start = foldOffset[form] as number;
    const end = foldOffset[form + 1] as number;
    const folded = folds[form] ?? '';
    writer.count = 0;
    writePrefixKeys({ codes: foldCodes, start, length: end - start }, 2, writer);
    writeCoarseKey(folded, writer);
    if (((foldMask[form] as number) & ABJAD_BIT) !== 0) writeAbjadKey(folded, writer);
    if (hasLatin[form] === 1) writeLatinKey(folded, writer);
    for (const token of foldTokens.subarray(foldTokenOffset[form], foldTokenOffset[form + 1])) {
      writeLettersKey(texts[token] ?? '', writer);
      writeSingleLetterKeys(texts[token] ?? '', folded, writer);
    }
    return writer;
  });
}
