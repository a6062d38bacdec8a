import { compareNames, type Join, joinsOf } from '../names/name-comparison.ts';
import { isSubstantive, type Token } from '../names/token.ts';
import type { Word } from '../names/word.ts';
import { ALL_ENTRIES, isOfKinds } from './entry-traits.ts';
import { KnownScores } from './known-scores.ts';
import { MarkGate, WRITTEN_APART } from './mark-gate.ts';
import { NameScorer, type Unit } from './name-scorer.ts';
import { hasInitialInTraits } from './name-traits.ts';
import type { ListIndex, PackedList } from './packing/packed-list.ts';
import { mayBeParted, PartedWords } from './parted-words.ts';
import { RunSimilarities } from './run-similarities.ts';
import { sparedOf } from './spared-units.ts';
import { WordTable } from './word-table.ts';

/** A listed name that may be the one looked for. */
export type NameHit = { readonly name: number; readonly score: number };

/** The least score that counts, and the kinds of listing as bits. */
export type Sought = { readonly threshold: number; readonly kinds: number };

/** Which names are scored, and the least score that counts. */
export type Scan = { readonly threshold: number; readonly from: number; readonly to: number };

/** Looking for a word in a name takes as long as reading so many names off the word. */
const POSTS_PER_NAME = 8;

/**
 * Finds the names of one list that score at least so much against a name. Holds the scratch memory of
 * searches, and so serves one search at a time; each thread has its own.
 */
export class NameSearch {
  readonly table: WordTable;
  private readonly packed: PackedList;
  private readonly scorer: NameScorer;
  /** For each name which words of the query it may hold. */
  private readonly marks: Uint16Array;
  private touched = new Uint32Array(1024);
  private touchedCount = 0;
  private readonly known = new KnownScores();
  private readonly parted: PartedWords;
  private readonly runs: RunSimilarities;
  /** The names that the last search found, in no order, and their scores. */
  hitNames = new Uint32Array(256);
  hitScores = new Float64Array(256);
  private hitCount = 0;
  private repeated: readonly Unit[] = [];

  constructor(index: ListIndex) {
    this.packed = index.packed;
    this.table = new WordTable(index);
    this.scorer = new NameScorer(index.packed);
    this.parted = new PartedWords(index.packed, this.table);
    this.runs = new RunSimilarities(index.packed, this.table);
    this.marks = new Uint16Array(index.nameCount);
  }

  /** The words of a query's name, weighed by this list. */
  weigh(tokens: readonly Token[]): Word[] {
    return tokens.map((token) => this.table.weigh(token));
  }

  /**
   * Finds the names of the list with at least this score, of entries of these kinds alone. They stand in
   * {@link hitNames} until the next search; gives their number.
   */
  search(words: readonly Word[], { threshold, kinds }: Sought): number {
    const units = this.unitsOf(words);
    this.scorer.prepare(words, units);
    const assumed = this.walk(words, units, threshold);
    this.hitCount = 0;
    this.scoreTouched(words, { threshold, kinds, assumed });
    this.reset();
    return this.hitCount;
  }

  /** As {@link search}, for measuring: the names and their scores. */
  find(words: readonly Word[], threshold: number): NameHit[] {
    const count = this.search(words, { threshold, kinds: ALL_ENTRIES });
    return Array.from({ length: count }, (_, at) => ({
      name: this.hitNames[at] as number,
      score: this.hitScores[at] as number,
    }));
  }

  /** As {@link find}, scoring every name from one place to another: for measuring what is not found. */
  findByScan(words: readonly Word[], { threshold, from, to }: Scan): NameHit[] {
    const hits: NameHit[] = [];
    for (let name = from; name < to; name++) {
      const { score } = compareNames(words, this.wordsOf(name));
      if (score >= threshold) hits.push({ name, score });
    }
    return hits;
  }

  /** The words of a listed name. */
  wordsOf(name: number): Word[] {
    const { nameTokens, nameTokenOffset } = this.packed;
    const tokens = nameTokens.subarray(nameTokenOffset[name], nameTokenOffset[name + 1]);
    return Array.from(tokens, (token) => this.table.word(token));
  }

  private unitsOf(words: readonly Word[]): Unit[] {
    const singles = words.map((word, at) => ({
      mask: 1 << at,
      isJoin: false,
      isWalked: isSubstantive(word.parts),
      similar: this.table.similarTo(word),
    }));
    const joins = joinsOf(words).map((join: Join) => ({
      mask: join.mask,
      isJoin: true,
      isWalked: true,
      similar: this.table.similarTo(join.word, true),
    }));
    return [...singles, ...joins.filter(({ similar }) => similar.tokens.length > 0)];
  }

  /** Marks the names that hold similar words; gives the mask of words that were not looked for. */
  private walk(words: readonly Word[], units: readonly Unit[], threshold: number): number {
    const walked = withoutRepeats(units.filter(({ isWalked }) => isWalked));
    const joined = walked.reduce((all, { mask, isJoin }) => (isJoin ? all | mask : all), 0);
    this.repeated = walked.filter(
      ({ mask, isJoin }) => !isJoin && (mask & (mask - 1)) !== 0 && (mask & joined) === 0,
    );
    const { skipped, last } = sparedOf(words, walked, threshold);
    for (const unit of walked) {
      if (unit === skipped || unit === last) continue;
      for (const token of unit.similar.tokens) this.markNames(token, unit.mask);
    }
    words.forEach((word, at) => {
      if (!mayBeParted(word) || isKnown(units[at])) return;
      this.parted.find(word, (name) => this.mark(name, (1 << at) | WRITTEN_APART));
    });
    if (last !== undefined) this.markLast(last);
    return skipped?.mask ?? 0;
  }

  /** Marks the names that hold a word beside another one that was marked before, by the shorter way. */
  private markLast({ similar, mask }: Unit): void {
    const { marks } = this;
    if (similar.posts < POSTS_PER_NAME * this.touchedCount) {
      for (const token of similar.tokens) this.markAgain(token, mask);
      return;
    }
    for (let at = 0; at < this.touchedCount; at++) {
      const name = this.touched[at] as number;
      if (this.scorer.countOf(name, mask) > 0) marks[name] = (marks[name] as number) | mask;
    }
  }

  private markAgain(token: number, mask: number): void {
    const { posts, postOffset } = this.packed;
    const { marks } = this;
    const end = postOffset[token + 1] as number;
    for (let at = postOffset[token] as number; at < end; at++) {
      const name = posts[at] as number;
      const mark = marks[name] as number;
      if (mark !== 0) marks[name] = mark | mask;
    }
  }

  private markNames(token: number, mask: number): void {
    const { posts, postOffset } = this.packed;
    const { marks } = this;
    const end = postOffset[token + 1] as number;
    for (let at = postOffset[token] as number; at < end; at++) {
      const name = posts[at] as number;
      const mark = marks[name] as number;
      if (mark === 0) this.touch(name);
      marks[name] = mark | mask;
    }
  }

  private mark(name: number, mask: number): void {
    const mark = this.marks[name] as number;
    if (mark === 0) this.touch(name);
    this.marks[name] = mark | mask;
  }

  private touch(name: number): void {
    if (this.touchedCount === this.touched.length)
      this.touched = grown(this.touched, new Uint32Array(this.touched.length * 2));
    this.touched[this.touchedCount++] = name;
  }

  private scoreTouched(
    words: readonly Word[],
    { threshold, kinds, assumed }: Sought & { assumed: number },
  ): void {
    const { marks, packed } = this;
    const { nameTokens, nameTokenOffset, nameEntry, entryTraits } = packed;
    const gate = new MarkGate(words, threshold);
    this.known.forget();
    this.runs.forget();
    for (let at = 0; at < this.touchedCount; at++) {
      const name = this.touched[at] as number;
      const mark = this.withoutRepeats(name, marks[name] as number);
      if (
        !gate.admits(mark | assumed, false) &&
        !this.admitsWithInitial(gate, mark | assumed, name)
      ) {
        continue;
      }
      if (!isOfKinds(entryTraits[nameEntry[name] as number] as number, kinds)) continue;
      const start = nameTokenOffset[name] as number;
      const end = nameTokenOffset[name + 1] as number;
      let score = this.known.scoreOf(nameTokens, start, end);
      if (score < 0) {
        score =
          (mark & WRITTEN_APART) === 0
            ? this.scorer.score(name, threshold)
            : this.scorer.scoreApart(name, mark, this.runs);
        this.known.note(score);
      }
      if (score >= threshold) this.addHit(name, score);
    }
  }

  /** A word that the query repeats counts once for a name that holds it once. */
  private withoutRepeats(name: number, mark: number): number {
    let counted = mark;
    for (const { mask } of this.repeated) {
      if ((mark & mask) === mask && this.scorer.countOf(name, mask) < 2) counted &= ~(mask & -mask);
    }
    return counted;
  }

  private addHit(name: number, score: number): void {
    const at = this.hitCount++;
    if (at === this.hitNames.length) {
      this.hitNames = grown(this.hitNames, new Uint32Array(at * 2));
      this.hitScores = grown(this.hitScores, new Float64Array(at * 2));
    }
    this.hitNames[at] = name;
    this.hitScores[at] = score;
  }

  /** A listed initial may stand for a word that the name seems to lack. */
  private admitsWithInitial(gate: MarkGate, mark: number, name: number): boolean {
    if (!gate.admits(mark, true)) return false;
    return hasInitialInTraits(this.packed.nameTraits[name] as number);
  }

  private reset(): void {
    for (let at = 0; at < this.touchedCount; at++) this.marks[this.touched[at] as number] = 0;
    this.touchedCount = 0;
    this.scorer.release();
  }
}

function grown<Values extends Uint8Array | Uint32Array | Float64Array>(
  old: Values,
  larger: Values,
): Values {
  larger.set(old);
  return larger;
}

/** A word that the list holds in nearly this spelling is not looked for in two halves. */
function isKnown(unit: Unit | undefined): boolean {
  return unit?.similar.similarities.some((similarity) => similarity >= NEARLY_SAME) ?? false;
}

const NEARLY_SAME = 0.9;

/** Words that the query repeats are looked for once, for all their places. */
function withoutRepeats(units: readonly Unit[]): Unit[] {
  const bySimilar = new Map<Unit['similar'], Unit>();
  const joins: Unit[] = [];
  for (const unit of units) {
    const before = bySimilar.get(unit.similar);
    if (unit.isJoin || unit.similar.tokens.length === 0) joins.push(unit);
    else bySimilar.set(unit.similar, before ? { ...unit, mask: unit.mask | before.mask } : unit);
  }
  return [...bySimilar.values(), ...joins];
}
