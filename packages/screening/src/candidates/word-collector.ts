import { FOLD_ALPHABET, fold } from '../names/sounds/fold.ts';
import { PART, type Token } from '../names/token.ts';
import { soundCodes } from '../names/word.ts';
import { areSameCodes, formOf } from './fold-lookup.ts';
import { GrowingBytes, GrowingWords } from './packing/growing.ts';
import type { PackedList } from './packing/packed-list.ts';

/** What stands between a Han reading and its characters in the text of a token. */
const ORIGINAL_MARK = '|';

/** Stands for a word or a folded form that the earlier index does not hold. */
export const NOT_KNOWN = 0xffff_ffff;

/** The words of a list and where its names hold them. */
export type NamedWords = {
  readonly words: WordCollector;
  readonly nameTokens: GrowingWords;
  readonly nameTokenOffset: GrowingWords;
};

/**
 * The distinct words of a list and their folded forms, numbered in the order in which the list first
 * writes them. Words of an earlier index of the list are taken over as they lie there, unread.
 */
export class WordCollector {
  private readonly base: PackedList | undefined;
  private readonly tokenIds = new Map<string, number>();
  private readonly foldIds = new Map<string, number>();
  private readonly idOfBaseToken: Uint32Array;
  private readonly idOfBaseFold: Uint32Array;
  readonly tokenBytes = new GrowingBytes();
  readonly tokenOffset = new GrowingWords();
  readonly tokenParts = new GrowingWords();
  readonly tokenFold = new GrowingWords();
  readonly foldCodes = new GrowingBytes();
  readonly foldOffset = new GrowingWords();
  /** For each folded form the one of the earlier index that it is, or {@link NOT_KNOWN}. */
  readonly foldBase = new GrowingWords();
  /** For each word the one of the earlier index that it is, or {@link NOT_KNOWN}. */
  readonly tokenBase = new GrowingWords();

  constructor(base?: PackedList) {
    this.base = base;
    this.tokenOffset.push(0);
    this.foldOffset.push(0);
    this.idOfBaseToken = new Uint32Array(base?.tokenParts.length ?? 0).fill(NOT_KNOWN);
    this.idOfBaseFold = new Uint32Array(base?.foldMask.length ?? 0).fill(NOT_KNOWN);
  }

  /** The number of a word. Words of other parts are other words, whichever stands first. */
  idOf({ text, parts, original }: Token): number {
    const written = original === undefined ? text : `${text}${ORIGINAL_MARK}${original}`;
    const key = parts === 0 ? written : `${written} ${parts}`;
    const known = this.tokenIds.get(key);
    if (known !== undefined) return known;
    const folded = fold(text);
    const bytes = ENCODER.encode(written);
    const inBase = this.findInBase(soundCodes(folded), bytes, parts);
    const id = inBase < 0 ? this.add(bytes, parts, this.foldIdOf(folded)) : this.idOfKept(inBase);
    this.tokenIds.set(key, id);
    return id;
  }

  /** The number of a word of the earlier index. */
  idOfKept(token: number): number {
    const known = this.idOfBaseToken[token] as number;
    if (known !== NOT_KNOWN) return known;
    const { tokenBytes, tokenOffset, tokenParts, tokenFold } = this.base as PackedList;
    const bytes = tokenBytes.subarray(tokenOffset[token], tokenOffset[token + 1]);
    const parts = (tokenParts[token] as number) & ~PART.foreignOnly;
    const id = this.add(bytes, parts, this.foldIdOfKept(tokenFold[token] as number));
    this.idOfBaseToken[token] = id;
    this.tokenBase.set(id, token);
    return id;
  }

  /** The word in Latin letters. */
  textOf(token: number): string {
    const bytes = this.tokenBytes.view();
    const written = DECODER.decode(
      bytes.subarray(this.tokenOffset.at(token), this.tokenOffset.at(token + 1)),
    );
    return written.split(ORIGINAL_MARK, 1)[0] ?? '';
  }

  /** Adds a part to a word. */
  mark(token: number, part: number): void {
    this.tokenParts.set(token, this.tokenParts.at(token) | part);
  }

  private add(bytes: Uint8Array, parts: number, form: number): number {
    this.tokenBytes.append(bytes);
    this.tokenOffset.push(this.tokenBytes.length);
    this.tokenParts.push(parts);
    this.tokenFold.push(form);
    this.tokenBase.push(NOT_KNOWN);
    return this.tokenParts.length - 1;
  }

  private foldIdOf(folded: string): number {
    const codes = soundCodes(folded);
    const sounds = soundsOf(codes, 0, codes.length);
    const known = this.foldIds.get(sounds);
    if (known !== undefined) return known;
    const inBase = this.base === undefined ? -1 : formOf(this.base, codes);
    const id = inBase < 0 ? this.addFold(codes, NOT_KNOWN) : this.foldIdOfKept(inBase);
    this.foldIds.set(sounds, id);
    return id;
  }

  private foldIdOfKept(form: number): number {
    const known = this.idOfBaseFold[form] as number;
    if (known !== NOT_KNOWN) return known;
    const { foldCodes, foldOffset } = this.base as PackedList;
    const id = this.addFold(foldCodes.subarray(foldOffset[form], foldOffset[form + 1]), form);
    this.idOfBaseFold[form] = id;
    return id;
  }

  private addFold(codes: Uint8Array, base: number): number {
    this.foldCodes.append(codes);
    this.foldOffset.push(this.foldCodes.length);
    this.foldBase.push(base);
    return this.foldBase.length - 1;
  }

  private findInBase(codes: Uint8Array, bytes: Uint8Array, parts: number): number {
    if (this.base === undefined) return -1;
    const { foldTokens, foldTokenOffset, tokenBytes, tokenOffset, tokenParts } = this.base;
    const form = formOf(this.base, codes);
    if (form < 0) return -1;
    const end = foldTokenOffset[form + 1] as number;
    for (let at = foldTokenOffset[form] as number; at < end; at++) {
      const token = foldTokens[at] as number;
      const start = tokenOffset[token] as number;
      if ((tokenOffset[token + 1] as number) - start !== bytes.length) continue;
      if (((tokenParts[token] as number) & ~PART.foreignOnly) !== parts) continue;
      if (areSameCodes(bytes, tokenBytes, start)) return token;
    }
    return -1;
  }
}

/** The folded form that codes stand for; letters that fold to nothing known are told apart by nobody. */
export function soundsOf(codes: Uint8Array, start: number, end: number): string {
  let folded = '';
  for (let at = start; at < end; at++) folded += LETTERS[codes[at] as number] ?? '?';
  return folded;
}

const LETTERS: readonly string[] = [...FOLD_ALPHABET];
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
