import { joinedSimilarity } from '../names/name-comparison.ts';
import type { Word } from '../names/word.ts';
import type { PackedList } from './packing/packed-list.ts';
import type { WordTable } from './word-table.ts';

/** How far neighbouring words of the list, written together, are one word of the query; each run is compared once. */
export class RunSimilarities {
  private readonly packed: PackedList;
  private readonly table: WordTable;
  private readonly known = new Map<string, number>();

  constructor(packed: PackedList, table: WordTable) {
    this.packed = packed;
    this.table = table;
  }

  /** Begins another search. */
  forget(): void {
    if (this.known.size > 0) this.known.clear();
  }

  /** Of the words of a name from one place to before another. */
  of(start: number, end: number, word: Word): number {
    const tokens = this.packed.nameTokens.subarray(start, end);
    const key = `${word.text} ${tokens.join(' ')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const run = Array.from(tokens, (token) => this.table.word(token));
    const similarity = joinedSimilarity(run, word);
    this.known.set(key, similarity);
    return similarity;
  }
}
