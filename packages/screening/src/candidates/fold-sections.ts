import { PART } from '../names/token.ts';
import { wordWeight } from '../names/word-weight.ts';
import { bitsFor, bucketBits, bucketsOf, transposed, writeBuckets } from './packing/buckets.ts';
import type { PackedList } from './packing/packed-list.ts';
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
import { type NamedWords, NOT_KNOWN, soundsOf, type WordCollector } from './word-collector.ts';

/** Weights are kept in this many steps, and queries are weighed in the same steps. */
export const WEIGHT_STEPS = 255;

/**
 * Everything about folded forms: their letters, their words, how common they are and how they are found.
 * Weights rest on the whole list, and so are always found anew; keys rest on a form and its words alone,
 * and so are taken from an earlier index where both are the same.
 */
export function foldSections(names: NamedWords, base?: PackedList) {
  const { words } = names;
  const tokenFold = words.tokenFold.view();
  const foldCodes = words.foldCodes.view();
  const foldOffset = words.foldOffset.view();
  const foldCount = foldOffset.length - 1;
  const { offset: foldTokenOffset, members: foldTokens } = transposed(
    { offset: countedUp(tokenFold.length), members: tokenFold },
    foldCount,
  );
  const folds = { foldCodes, foldOffset, foldTokenOffset, foldTokens };
  const foldMask = masksOf(folds, words);
  const foldHolders = holdersOf(names, foldCount);
  const keys = keysOf({ ...folds, foldMask }, words, base);
  return {
    tokenWeight: weightsOf(names, folds, foldHolders),
    tokenFold,
    ...folds,
    foldHolders,
    foldMask,
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

type Folds = Pick<PackedList, 'foldCodes' | 'foldOffset' | 'foldTokenOffset' | 'foldTokens'>;

/** One column in each of so many rows. */
function countedUp(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows + 1 }, (_, at) => at);
}

function masksOf({ foldCodes, foldOffset }: Folds, words: WordCollector): Uint32Array {
  const masks = new Uint32Array(foldOffset.length - 1);
  for (let form = 0; form < masks.length; form++) {
    masks[form] = soundMaskOf(
      foldCodes,
      foldOffset[form] as number,
      foldOffset[form + 1] as number,
    );
  }
  for (let token = 0; token < words.tokenParts.length; token++) {
    if ((words.tokenParts.at(token) & PART.abjad) === 0) continue;
    const form = words.tokenFold.at(token);
    masks[form] = (masks[form] as number) | ABJAD_BIT;
  }
  return masks;
}

function holdersOf(names: NamedWords, foldCount: number): Uint32Array {
  const holders = new Uint32Array(foldCount);
  const tokenFold = names.words.tokenFold.view();
  eachPost(names, (token) => {
    const form = tokenFold[token] as number;
    holders[form] = (holders[form] as number) + 1;
  });
  return holders;
}

function weightsOf(
  { words, nameTokenOffset }: NamedWords,
  { foldCodes, foldOffset }: Folds,
  foldHolders: Uint32Array,
): Uint8Array {
  const names = nameTokenOffset.length - 1;
  return Uint8Array.from(words.tokenFold.view(), (form, token) => {
    const start = foldOffset[form] as number;
    const folded = soundsOf(foldCodes, start, foldOffset[form + 1] as number);
    const holders = foldHolders[form] as number;
    return weightStep(folded, words.tokenParts.at(token), { holders, names });
  });
}

function keysOf(folds: Folds & { foldMask: Uint32Array }, words: WordCollector, base?: PackedList) {
  const foldCount = folds.foldMask.length;
  const bits = bitsFor(foldCount);
  const kept = base !== undefined && bucketBits(base.keyOffset) === bits ? base : undefined;
  const known =
    kept && transposed({ offset: kept.keyOffset, members: kept.keyFolds }, kept.foldMask.length);
  const writer: KeyWriter = { keys: new Uint32Array(MOST_KEYS), count: 0 };
  return bucketsOf(foldCount, bits, (form, buckets) => {
    const before = words.foldBase.at(form);
    if (
      kept &&
      known &&
      before !== NOT_KNOWN &&
      hasSameWords(folds, { form, words, kept, before })
    ) {
      buckets.append(known.members.subarray(known.offset[before], known.offset[before + 1]));
    } else {
      writer.count = 0;
      writeKeys(folds, { form, words }, writer);
      writeBuckets(writer, bits, buckets);
    }
  });
}

type Carried = { form: number; words: WordCollector; kept: PackedList; before: number };

/** True where a form stands for the same words as in the earlier index. */
function hasSameWords(
  { foldTokenOffset, foldTokens }: Folds,
  { form, words, kept, before }: Carried,
): boolean {
  const start = foldTokenOffset[form] as number;
  const end = foldTokenOffset[form + 1] as number;
  const first = kept.foldTokenOffset[before] as number;
  if (end - start !== (kept.foldTokenOffset[before + 1] as number) - first) return false;
  for (let at = start; at < end; at++) {
    const was = words.tokenBase.at(foldTokens[at] as number);
    if (was !== kept.foldTokens[first + at - start]) return false;
  }
  return true;
}

function writeKeys(
  {
    foldCodes,
    foldOffset,
    foldTokenOffset,
    foldTokens,
    foldMask,
  }: Folds & { foldMask: Uint32Array },
  { form, words }: { form: number; words: WordCollector },
  writer: KeyWriter,
): void {
  const start = foldOffset[form] as number;
  const end = foldOffset[form + 1] as number;
  const folded = soundsOf(foldCodes, start, end);
  const tokens = foldTokens.subarray(foldTokenOffset[form], foldTokenOffset[form + 1]);
  writePrefixKeys({ codes: foldCodes, start, length: end - start }, 2, writer);
  writeCoarseKey(folded, writer);
  if (((foldMask[form] as number) & ABJAD_BIT) !== 0) writeAbjadKey(folded, writer);
  const hasLatin = tokens.some((token) => (words.tokenParts.at(token) & PART.abjad) === 0);
  if (hasLatin) writeLatinKey(folded, writer);
  for (const token of tokens) {
    const text = words.textOf(token);
    writeLettersKey(text, writer);
    writeSingleLetterKeys(text, folded, writer);
  }
}
