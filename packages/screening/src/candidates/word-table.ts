import { fold } from '../names/sounds/fold.ts';
import { type Run, soundSimilarity } from '../names/sounds/sound-distance.ts';
import { isSubstantive, PART, type Token } from '../names/token.ts';
import { nicknamesOf } from '../names/vocabulary/nicknames.ts';
import { foldedWordOf, soundCodes, type Word, wordOf } from '../names/word.ts';
import { compareWords, withPlainEdit } from '../names/word-similarity.ts';
import { areSameCodes, formOf } from './fold-lookup.ts';
import { WEIGHT_STEPS, weightStep } from './fold-sections.ts';
import { bucketBits } from './packing/buckets.ts';
import type { ListIndex, PackedList } from './packing/packed-list.ts';
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
import { ABJAD_BIT, areSoundsApart, soundMaskOf } from './sound-mask.ts';

/** Words of a list that resemble one word of a query. */
export type SimilarWords = {
  readonly tokens: readonly number[];
  readonly similarities: readonly number[];
  /** How many times names hold any of them. */
  readonly posts: number;
};

const NO_WORDS: SimilarWords = {
  tokens: [],
  similarities: [],
  posts: 0,
};

const NO_TOKENS = new Uint32Array(0);

/** Results for words that were asked lately are kept, up to this many. */
const MOST_KEPT = 32_768;
const SAME_SPELLING = 0.975;
const NICKNAME = 0.8;
const SPECIAL = PART.abjad | PART.ideograph | PART.number | PART.legalForm;
const DECODER = new TextDecoder();

/** The words of one list: reads them, weighs words of a query against them, and finds those that resemble. */
export class WordTable {
  private readonly packed: PackedList;
  private readonly nameCount: number;
  private readonly shift: number;
  private readonly seenFold: Uint32Array;
  private round = 0;
  private readonly words = new Map<number, Word>();
  private readonly similar = new Map<string, SimilarWords>();
  private readonly writer: KeyWriter = { keys: new Uint32Array(MOST_KEYS), count: 0 };
  private readonly foldRun: Run;
  private readonly letterRun: Run;
  private readonly candidate: { sounds: Run; letters: Run };
  private foundTokens: number[] = [];
  private foundSimilarities: number[] = [];

  constructor({ packed, nameCount }: ListIndex) {
    this.packed = packed;
    this.nameCount = nameCount;
    this.shift = 32 - bucketBits(packed.keyOffset);
    this.seenFold = new Uint32Array(packed.foldOffset.length);
    this.foldRun = { codes: packed.foldCodes, start: 0, length: 0 };
    this.letterRun = { codes: packed.tokenBytes, start: 0, length: 0 };
    this.candidate = { sounds: this.foldRun, letters: this.letterRun };
  }

  /** A word of the query, weighed by how common it is on this list. */
  weigh(token: Token): Word {
    const folded = fold(token.text);
    const form = formOf(this.packed, soundCodes(folded));
    const holders = form < 0 ? 0 : (this.packed.foldHolders[form] as number);
    const step = weightStep(folded, token.parts, { holders, names: this.nameCount });
    return foldedWordOf(token, folded, step / WEIGHT_STEPS);
  }

  /** A word of the list. */
  word(token: number): Word {
    const known = this.words.get(token);
    if (known !== undefined) return known;
    const parts = this.packed.tokenParts[token] as number;
    const [text = '', original] = this.written(token).split('|');
    const read = original === undefined ? { text, parts } : { text, parts, original };
    const word = wordOf(read, (this.packed.tokenWeight[token] as number) / WEIGHT_STEPS);
    if (this.words.size > MOST_KEPT) this.words.clear();
    this.words.set(token, word);
    return word;
  }

  /**
   * Every word of the list that resembles a word of the query so far that the two may be one. A join
   * of words is looked for less widely.
   */
  similarTo(word: Word, isJoin = false): SimilarWords {
    if (word.text.length === 1) return NO_WORDS;
    const key = `${isJoin ? '+' : ''}${word.text}|${word.original ?? ''}|${word.parts & SPECIAL}`;
    const known = this.similar.get(key);
    if (known !== undefined) return known;
    const similar = this.find(word, isJoin);
    if (this.similar.size > MOST_KEPT) this.similar.clear();
    this.similar.set(key, similar);
    return similar;
  }

  /** The words of the list with exactly this sound. */
  tokensOfSound(codes: Uint8Array): Uint32Array {
    const form = formOf(this.packed, codes);
    if (form < 0) return NO_TOKENS;
    const { foldTokens, foldTokenOffset } = this.packed;
    return foldTokens.subarray(foldTokenOffset[form], foldTokenOffset[form + 1]);
  }

  private find(word: Word, isJoin: boolean): SimilarWords {
    this.foundTokens = [];
    this.foundSimilarities = [];
    this.writeKeys(word, isJoin);
    this.findBySound(word);
    if (!isJoin && isSubstantive(word.parts) && (word.parts & SPECIAL) === 0)
      this.findByNickname(word);
    let posts = 0;
    for (const token of this.foundTokens) {
      posts +=
        (this.packed.postOffset[token + 1] as number) - (this.packed.postOffset[token] as number);
    }
    return { tokens: this.foundTokens, similarities: this.foundSimilarities, posts };
  }

  private findBySound(word: Word): void {
    const { keyOffset, keyFolds } = this.packed;
    this.round++;
    const { codes, length } = word.sounds;
    const mask = soundMaskOf(codes, 0, length);
    for (let at = 0; at < this.writer.count; at++) {
      const bucket = (this.writer.keys[at] as number) >>> this.shift;
      const end = keyOffset[bucket + 1] as number;
      for (let place = keyOffset[bucket] as number; place < end; place++) {
        this.tryFold(word, keyFolds[place] as number, mask);
      }
    }
  }

  /** Words written together must be nearly the same to count, so fewer slips are looked for. */
  private writeKeys(word: Word, isJoin: boolean): void {
    const { writer } = this;
    writer.count = 0;
    writePrefixKeys(word.sounds, isJoin ? 1 : 2, writer);
    if (isJoin && word.written === undefined) return;
    writeCoarseKey(word.folded, writer);
    if (word.written === undefined) {
      writeLettersKey(word.text, writer);
      writeSingleLetterKeys(word.text, word.folded, writer);
    }
    writeAbjadKey(word.folded, writer);
    if (word.written !== undefined) writeLatinKey(word.folded, writer);
  }

  private tryFold(word: Word, form: number, mask: number): void {
    if (this.seenFold[form] === this.round) return;
    this.seenFold[form] = this.round;
    const { foldMask, foldOffset } = this.packed;
    const theirs = foldMask[form] as number;
    const isAbjad = word.written !== undefined || (theirs & ABJAD_BIT) !== 0;
    if (!isAbjad && areSoundsApart(mask, theirs, word.sounds.length)) return;
    this.foldRun.start = foldOffset[form] as number;
    this.foldRun.length = (foldOffset[form + 1] as number) - this.foldRun.start;
    if (!isAbjad && Math.abs(this.foldRun.length - word.sounds.length) > 5) return;
    this.tryTokens(word, form, isAbjad);
  }

  private tryTokens(word: Word, form: number, isAbjad: boolean): void {
    const { foldTokenOffset, foldTokens, tokenParts } = this.packed;
    const end = foldTokenOffset[form + 1] as number;
    let sound = -1;
    const isLatin = (word.parts & FOREIGN) === 0;
    for (let at = foldTokenOffset[form] as number; at < end; at++) {
      const token = foldTokens[at] as number;
      if (isLatin && isForeignAlias(tokenParts[token] as number)) continue;
      const isSpecial = isAbjad || (((tokenParts[token] as number) | word.parts) & SPECIAL) !== 0;
      if (!isSpecial && sound < 0) sound = soundSimilarity(word.sounds, this.foldRun);
      const similarity = isSpecial
        ? compareWords(word, this.word(token)).similarity
        : this.spelling(word, token, sound);
      if (similarity >= LEAST_ANY) this.note(token, similarity);
    }
  }

  private spelling(word: Word, token: number, sound: number): number {
    const { tokenOffset } = this.packed;
    this.letterRun.start = tokenOffset[token] as number;
    this.letterRun.length = (tokenOffset[token + 1] as number) - this.letterRun.start;
    if (this.letterRun.length === 1) return 0;
    if (sound === 1) return areSameLetters(word.letters, this.letterRun) ? 1 : SAME_SPELLING;
    if (sound >= PLAIN_EDIT_MATTERS_BELOW) return sound;
    const similarity = withPlainEdit(sound, word, this.candidate);
    return similarity;
  }

  private findByNickname(word: Word): void {
    for (const name of nicknamesOf(word.text)) {
      for (const token of this.tokensOfSound(soundCodes(fold(name)))) {
        if (this.word(token).text !== name) continue;
        this.noteNickname(token);
      }
    }
  }

  private noteNickname(token: number): void {
    const known = this.foundTokens.indexOf(token);
    if (known < 0) this.note(token, NICKNAME);
    else this.foundSimilarities[known] = Math.max(NICKNAME, this.foundSimilarities[known] ?? 0);
  }

  private note(token: number, similarity: number): void {
    this.foundTokens.push(token);
    this.foundSimilarities.push(similarity);
  }

  private written(token: number): string {
    const { tokenBytes, tokenOffset } = this.packed;
    return DECODER.decode(tokenBytes.slice(tokenOffset[token], tokenOffset[token + 1]));
  }
}

const PLAIN_EDIT_MATTERS_BELOW = 0.9;

/** A reading shared by other characters counts for less than other similarities and is kept all the same. */
const LEAST_ANY = 0.6;

const FOREIGN = PART.abjad | PART.ideograph;

/** A name in another script beside one in Latin letters: it never counts more, so Latin queries pass it by. */
function isForeignAlias(parts: number): boolean {
  return (parts & FOREIGN) !== 0 && (parts & PART.foreignOnly) === 0;
}

function areSameLetters(one: Run, other: Run): boolean {
  return one.length === other.length && areSameCodes(one.codes, other.codes, other.start);
}
