import { fold } from '../names/sounds/fold.ts';
import { costAt, LONGEST_WORD, mayBeWithin, type Run } from '../names/sounds/sound-distance.ts';
import { isSubstantive, PART } from '../names/token.ts';
import { soundCodes, type Word } from '../names/word.ts';
import { areSameCodes } from './fold-lookup.ts';
import type { PackedList } from './packing/packed-list.ts';
import { ABJAD_BIT, areSoundsApart, soundMaskOf } from './sound-mask.ts';
import type { WordTable } from './word-table.ts';

const SHORTEST_PARTED = 6;
const SHORTEST_PART = 2;
const LONG_PART = 4;
/** A part that more names hold is too common to look into the whole of each of them. */
const MOST_JOINED = 500;
/** A part that more names hold is too common to look at the words beside it. */
const MOST_BESIDE = 20_000;
/** Words written together must be so much alike, or a little less, to count. */
const LEAST_ALIKE = 0.8;
const LENGTH_SLACK = 3;
const NO_TOKEN = -1;

/** True for a word that may be several words written together. */
export function mayBeParted(word: Word): boolean {
  const special = PART.abjad | PART.ideograph | PART.number;
  return (
    isSubstantive(word.parts) && (word.parts & special) === 0 && word.text.length >= SHORTEST_PARTED
  );
}

/** A part of the word that the list knows, and on which side of it the rest stands. */
type Anchor = { readonly tokens: Uint32Array; readonly codes: Uint8Array; readonly step: 1 | -1 };

/** Finds the names of a list that write in several words what the query writes in one: `alqaida` is `al qaida`. */
export class PartedWords {
  private readonly packed: PackedList;
  private readonly table: WordTable;
  private joined = new Uint8Array(256);
  private readonly scratch: Run = { codes: new Uint8Array(64), start: 0, length: 0 };
  /** By word of the list whether it is the rest of the word; valid where the round is the current one. */
  private readonly rounds: Uint32Array;
  private readonly verdicts: Uint8Array;
  private round = 0;
  /** What is looked for at the moment: the part of the word that is known, what is left of it, what that may cost. */
  private anchor: Anchor = { tokens: new Uint32Array(0), codes: new Uint8Array(0), step: 1 };
  private rest: Run = this.scratch;
  private restMask = 0;
  private cost = 0;

  constructor(packed: PackedList, table: WordTable) {
    this.packed = packed;
    this.table = table;
    this.rounds = new Uint32Array(packed.tokenFold.length);
    this.verdicts = new Uint8Array(packed.tokenFold.length);
  }

  /** Visits each name that may hold the word in parts, some of them more than once. */
  find(word: Word, visit: (name: number) => void): void {
    const { text } = word;
    for (let at = SHORTEST_PART; at <= text.length - SHORTEST_PART; at++) {
      const firstCodes = soundCodes(fold(text.slice(0, at)));
      const secondCodes = soundCodes(fold(text.slice(at)));
      const first = this.table.tokensOfSound(firstCodes);
      const second = this.table.tokensOfSound(secondCodes);
      const isSecondLong = text.length - at >= LONG_PART;
      if (first.length > 0 && second.length > 0) this.findBoth(first, second, visit);
      else if (isSecondLong) this.findJoined(second, text, visit);
      if (at >= LONG_PART)
        this.findBeside({ tokens: first, codes: firstCodes, step: 1 }, word, visit);
      if (isSecondLong)
        this.findBeside({ tokens: second, codes: secondCodes, step: -1 }, word, visit);
    }
  }

  private findBoth(first: Uint32Array, second: Uint32Array, visit: (name: number) => void): void {
    const isFirstRarer = this.postsOf(first) < this.postsOf(second);
    const [rarer, other] = isFirstRarer ? [first, second] : [second, first];
    const { posts, postOffset } = this.packed;
    for (const token of rarer) {
      const end = postOffset[token + 1] as number;
      for (let at = postOffset[token] as number; at < end; at++) {
        const name = posts[at] as number;
        if (this.holdsAny(name, other)) visit(name);
      }
    }
  }

  /** Names whose words, written together, hold the text: `vandenberg` is `van den berg`. */
  private findJoined(tokens: Uint32Array, text: string, visit: (name: number) => void): void {
    if (tokens.length === 0 || this.postsOf(tokens) > MOST_JOINED) return;
    const { posts, postOffset } = this.packed;
    const sought = ENCODER.encode(text);
    for (const token of tokens) {
      const end = postOffset[token + 1] as number;
      for (let at = postOffset[token] as number; at < end; at++) {
        const name = posts[at] as number;
        if (this.holdsJoined(name, sought)) visit(name);
      }
    }
  }

  /** Names in which the word beside a known part is about the rest: a slip may have fallen there. */
  private findBeside(anchor: Anchor, word: Word, visit: (name: number) => void): void {
    const restLength = word.sounds.length - anchor.codes.length;
    if (anchor.tokens.length === 0 || restLength < 1 || word.sounds.length > LONGEST_WORD) return;
    if (this.postsOf(anchor.tokens) > MOST_BESIDE) return;
    this.round++;
    this.anchor = anchor;
    const { codes, length } = word.sounds;
    this.rest = { codes, start: anchor.step > 0 ? anchor.codes.length : 0, length: restLength };
    this.restMask = soundMaskOf(codes, this.rest.start, this.rest.start + restLength);
    this.cost = costAt(LEAST_ALIKE, length);
    const { posts, postOffset } = this.packed;
    for (const token of anchor.tokens) {
      const last = postOffset[token + 1] as number;
      for (let post = postOffset[token] as number; post < last; post++) {
        const name = posts[post] as number;
        if (this.hasRestBeside(name, token)) visit(name);
      }
    }
  }

  private hasRestBeside(name: number, token: number): boolean {
    const { nameTokens, nameTokenOffset } = this.packed;
    const start = nameTokenOffset[name] as number;
    const end = nameTokenOffset[name + 1] as number;
    for (let at = start; at < end; at++) {
      if (nameTokens[at] === token && this.hasRest(at + this.anchor.step, start, end)) return true;
    }
    return false;
  }

  private hasRest(at: number, start: number, end: number): boolean {
    if (at < start || at >= end) return false;
    const { nameTokens } = this.packed;
    const token = nameTokens[at] as number;
    if (this.isRest(token)) return true;
    const next = at + this.anchor.step;
    return next >= start && next < end && this.areRest(token, nameTokens[next] as number);
  }

  private isRest(token: number): boolean {
    if (this.rounds[token] === this.round) return this.verdicts[token] === 1;
    this.rounds[token] = this.round;
    const isRest = this.looksLikeRest(token);
    this.verdicts[token] = isRest ? 1 : 0;
    return isRest;
  }

  private looksLikeRest(token: number): boolean {
    const apart = this.soundsIn(token) - this.rest.length;
    if (apart > LENGTH_SLACK || apart < -LENGTH_SLACK) return false;
    const { tokenFold, foldMask } = this.packed;
    const mask = foldMask[tokenFold[token] as number] as number;
    if ((mask & ABJAD_BIT) !== 0 || areSoundsApart(mask, this.restMask, this.rest.length))
      return false;
    return this.isAlike(token, NO_TOKEN);
  }

  /** The rest of the word may itself be written in two. */
  private areRest(token: number, next: number): boolean {
    const apart = this.soundsIn(token) + this.soundsIn(next) - this.rest.length;
    if (apart < -1 || apart > 1) return false;
    const { tokenFold, foldMask } = this.packed;
    const mask =
      (foldMask[tokenFold[token] as number] as number) |
      (foldMask[tokenFold[next] as number] as number);
    if ((mask & ABJAD_BIT) !== 0 || areSoundsApart(mask, this.restMask, this.rest.length))
      return false;
    return this.isAlike(token, next);
  }

  private soundsIn(token: number): number {
    const { tokenFold, foldOffset } = this.packed;
    const form = tokenFold[token] as number;
    return (foldOffset[form + 1] as number) - (foldOffset[form] as number);
  }

  /** True where one or two words beside the known part sound like the rest. */
  private isAlike(token: number, next: number): boolean {
    const { scratch, rest } = this;
    const { step, codes } = this.anchor;
    scratch.start = 0;
    scratch.length = 0;
    if (next !== NO_TOKEN && step < 0) this.append(next);
    this.append(token);
    if (next !== NO_TOKEN && step > 0) this.append(next);
    // A sound that ends one word and begins the next is folded to one where they are written together.
    if (step > 0 && scratch.codes[0] === codes[codes.length - 1]) {
      scratch.start = 1;
      scratch.length--;
    } else if (step < 0 && scratch.codes[scratch.length - 1] === codes[0]) scratch.length--;
    return scratch.length <= LONGEST_WORD && mayBeWithin(rest, scratch, this.cost);
  }

  private append(token: number): void {
    const { tokenFold, foldCodes, foldOffset } = this.packed;
    const { scratch } = this;
    const form = tokenFold[token] as number;
    const from = foldOffset[form] as number;
    const length = Math.min(this.soundsIn(token), scratch.codes.length - scratch.length);
    for (let at = 0; at < length; at++)
      scratch.codes[scratch.length++] = foldCodes[from + at] as number;
  }

  /** True where the words of a name, written together, hold the letters. */
  private holdsJoined(name: number, sought: Uint8Array): boolean {
    const { nameTokens, nameTokenOffset, tokenBytes, tokenOffset } = this.packed;
    let length = 0;
    const end = nameTokenOffset[name + 1] as number;
    for (let at = nameTokenOffset[name] as number; at < end; at++) {
      const token = nameTokens[at] as number;
      const last = tokenOffset[token + 1] as number;
      for (let place = tokenOffset[token] as number; place < last; place++) {
        const letter = tokenBytes[place] as number;
        if (letter === ORIGINAL_MARK) break;
        if (length === this.joined.length) this.joined = twiceAsLong(this.joined);
        this.joined[length++] = letter;
      }
    }
    for (let start = 0; start + sought.length <= length; start++) {
      if (areSameCodes(sought, this.joined, start)) return true;
    }
    return false;
  }

  private holdsAny(name: number, tokens: Uint32Array): boolean {
    const { nameTokens, nameTokenOffset } = this.packed;
    const end = nameTokenOffset[name + 1] as number;
    for (let at = nameTokenOffset[name] as number; at < end; at++) {
      if (tokens.includes(nameTokens[at] as number)) return true;
    }
    return false;
  }

  private postsOf(tokens: Uint32Array): number {
    const { postOffset } = this.packed;
    let posts = 0;
    for (const token of tokens)
      posts += (postOffset[token + 1] as number) - (postOffset[token] as number);
    return posts;
  }
}

/** Stands in the text of a word before the characters that it is a reading of. */
const ORIGINAL_MARK = '|'.charCodeAt(0);
const ENCODER = new TextEncoder();

function twiceAsLong(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(bytes.length * 2);
  longer.set(bytes);
  return longer;
}
