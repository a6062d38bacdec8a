import { NAME_RULES, Pairing } from '../names/pairing.ts';
import { isSubstantive, PART } from '../names/token.ts';
import type { Word } from '../names/word.ts';
import { WEIGHT_STEPS } from './fold-sections.ts';
import type { PackedList } from './packing/packed-list.ts';
import type { RunSimilarities } from './run-similarities.ts';
import type { SimilarWords } from './word-table.ts';

/** A word of the query, or a run of its words read as one, with the words of the list that resemble it. */
export type Unit = {
  readonly mask: number;
  readonly isJoin: boolean;
  /** Whether names are looked for by it: titles and particles find nobody. */
  readonly isWalked: boolean;
  readonly similar: SimilarWords;
};

const NO_SLOT = -1;
const INITIAL_SIMILARITY = 0.6;
const LONGEST_RUN = 3;
const JOIN_LENGTH_SLACK = 3;

/**
 * Scores listed names against one query, reading nothing but packed words: the similarities were found
 * once for the query, so that a name costs a few look-ups.
 */
export class NameScorer {
  private readonly packed: PackedList;
  private readonly pairing = new Pairing();
  /** For each word of the list its row among the similarities, or {@link NO_SLOT}. */
  private readonly slotOf: Int32Array;
  private slotTokens = new Uint32Array(256);
  private slotCount = 0;
  private similarities = new Float64Array(4096);
  private best = new Float64Array(256);
  private masks = new Uint32Array(256);
  private singles = new Uint32Array(256);
  private units: readonly Unit[] = [];
  private words: readonly Word[] = [];
  private hasInitials = false;
  private queryWeight = 0;
  private isSeveral = false;
  /** The words of the query that stand in a run which the list writes as one word. */
  private joins = 0;

  constructor(packed: PackedList) {
    this.packed = packed;
    this.slotOf = new Int32Array(packed.tokenParts.length).fill(NO_SLOT);
  }

  /** Takes a query; {@link release} must be called before the next. */
  prepare(words: readonly Word[], units: readonly Unit[]): void {
    this.words = words;
    this.units = units;
    this.hasInitials = words.some(({ parts }) => (parts & PART.initial) !== 0);
    this.isSeveral = words.filter(({ parts }) => isSubstantive(parts)).length > 1;
    this.joins = units.reduce((mask, unit) => (unit.isJoin ? mask | unit.mask : mask), 0);
    this.queryWeight = words.reduce((sum, { weight }) => sum + weight, 0);
    this.pairing.queryCount = words.length;
    words.forEach(({ weight, parts }, at) => {
      this.pairing.queryWeight[at] = weight;
      this.pairing.queryParts[at] = parts;
    });
    units.forEach((unit, at) => {
      unit.similar.tokens.forEach((token, place) => {
        this.note(token, at, unit.similar.similarities[place] as number);
      });
    });
  }

  release(): void {
    for (let at = 0; at < this.slotCount; at++)
      this.slotOf[this.slotTokens[at] as number] = NO_SLOT;
    this.similarities.fill(0, 0, this.slotCount * this.units.length);
    this.slotCount = 0;
  }

  /** The score of a name, or 0 where it cannot reach the threshold. */
  score(name: number, threshold: number): number {
    const { nameTokenOffset } = this.packed;
    const start = nameTokenOffset[name] as number;
    const end = nameTokenOffset[name + 1] as number;
    if (this.bound(start, end) < threshold) return 0;
    return this.scorePairs(start, end);
  }

  /** The score of a name that writes words of the query in parts: those that the mark names. */
  scoreApart(name: number, mark: number, runs: RunSimilarities): number {
    const { nameTokenOffset } = this.packed;
    const start = nameTokenOffset[name] as number;
    const end = nameTokenOffset[name + 1] as number;
    return this.scorePairs(start, end, () => this.addRunEdges(start, end, { mark, runs }));
  }

  /** How many words of a name resemble one of these words of the query, joins aside. */
  countOf(name: number, mask: number): number {
    const { nameTokens, nameTokenOffset } = this.packed;
    const end = nameTokenOffset[name + 1] as number;
    let count = 0;
    for (let at = nameTokenOffset[name] as number; at < end; at++) {
      const slot = this.slotOf[nameTokens[at] as number] as number;
      if (slot !== NO_SLOT && ((this.singles[slot] as number) & mask) !== 0) count++;
    }
    return count;
  }

  private scorePairs(start: number, end: number, addMore?: () => void): number {
    const { nameTokens } = this.packed;
    const { pairing } = this;
    pairing.edgeCount = 0;
    pairing.candidateCount = end - start;
    for (let at = start; at < end; at++) this.loadWord(at - start, nameTokens[at] as number);
    for (let at = start; at < end; at++) this.addWordEdges(at - start, nameTokens[at] as number);
    const words = pairing.edgeCount;
    for (let at = start; at < end; at++) this.addJoinEdges(at - start, nameTokens[at] as number);
    addMore?.();
    const apart = pairing.score(words);
    return pairing.edgeCount > words ? Math.max(apart, pairing.score(pairing.edgeCount)) : apart;
  }

  private note(token: number, unit: number, similarity: number): void {
    let slot = this.slotOf[token] as number;
    if (slot === NO_SLOT) {
      slot = this.slotCount++;
      this.makeRoom();
      this.slotOf[token] = slot;
      this.slotTokens[slot] = token;
      this.best[slot] = 0;
      this.masks[slot] = 0;
      this.singles[slot] = 0;
    }
    this.similarities[slot * this.units.length + unit] = similarity;
    if (similarity > (this.best[slot] as number)) this.best[slot] = similarity;
    const { mask, isJoin } = this.units[unit] as Unit;
    this.masks[slot] = (this.masks[slot] as number) | mask;
    if (!isJoin) this.singles[slot] = (this.singles[slot] as number) | mask;
  }

  private makeRoom(): void {
    if (this.slotCount > this.best.length) {
      const room = this.best.length * 2;
      this.best = grown(this.best, new Float64Array(room));
      this.slotTokens = grown(this.slotTokens, new Uint32Array(room));
      this.masks = grown(this.masks, new Uint32Array(room));
      this.singles = grown(this.singles, new Uint32Array(room));
    }
    if (this.slotCount * this.units.length > this.similarities.length) {
      const room = Math.max(this.similarities.length * 2, this.slotCount * this.units.length);
      this.similarities = grown(this.similarities, new Float64Array(room));
    }
  }

  /** No pairing of the words of a name gives more than this. */
  private bound(start: number, end: number): number {
    const { nameTokens, tokenWeight, tokenParts } = this.packed;
    let agreed = 0;
    let weight = 0;
    let surplus = 0;
    let hasInitial = this.hasInitials;
    let met = 0;
    let metTokens = 0;
    for (let at = start; at < end; at++) {
      const token = nameTokens[at] as number;
      const own = (tokenWeight[token] as number) / WEIGHT_STEPS;
      const slot = this.slotOf[token] as number;
      if (((tokenParts[token] as number) & PART.initial) !== 0) hasInitial = true;
      else if (slot === NO_SLOT) surplus += own;
      else {
        weight += own;
        agreed += own * (this.best[slot] as number);
        met |= this.masks[slot] as number;
        metTokens += ((this.masks[slot] as number) & this.joins) === 0 ? 1 : 2;
      }
    }
    if (hasInitial) return 1;
    const queryMet = this.weightOf(met);
    const lacking = this.queryWeight - queryMet;
    const whole = (weight + queryMet) / 2;
    const kept = (agreed + queryMet) / 2;
    const { unmatched, contradiction, loneWord } = NAME_RULES;
    const most = metTokens < 2 && this.isSeveral ? loneWord : 1;
    const against = unmatched * (lacking + surplus) + contradiction * Math.min(lacking, surplus);
    return (most * kept) / (whole + against);
  }

  private weightOf(mask: number): number {
    let sum = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      sum += this.pairing.queryWeight[31 - Math.clz32(rest & -rest)] as number;
    }
    return sum;
  }

  private loadWord(place: number, token: number): void {
    const { tokenWeight, tokenParts } = this.packed;
    this.pairing.candidateWeight[place] = (tokenWeight[token] as number) / WEIGHT_STEPS;
    this.pairing.candidateParts[place] = tokenParts[token] as number;
  }

  private addWordEdges(place: number, token: number): void {
    const slot = this.slotOf[token] as number;
    if (slot !== NO_SLOT) this.addSimilar(place, slot, false);
    const isInitial = ((this.packed.tokenParts[token] as number) & PART.initial) !== 0;
    if (isInitial || this.hasInitials) this.addInitials(place, token, isInitial);
  }

  private addJoinEdges(place: number, token: number): void {
    const slot = this.slotOf[token] as number;
    if (slot !== NO_SLOT) this.addSimilar(place, slot, true);
  }

  private addRunEdges(
    start: number,
    end: number,
    { mark, runs }: { mark: number; runs: RunSimilarities },
  ): void {
    this.words.forEach((word, at) => {
      if (((mark >> at) & 1) === 0) return;
      for (let length = 2; length <= LONGEST_RUN; length++) {
        for (let first = start; first + length <= end; first++) {
          if (this.areApart(first, first + length, word)) continue;
          const worth = runs.of(first, first + length, word) * NAME_RULES.joined;
          const places = ((1 << length) - 1) << (first - start);
          if (worth > this.pairing.leastJoin(1 << at, places))
            this.pairing.addEdge(1 << at, places, worth);
        }
      }
    });
  }

  /** True where words of a name are too short or too long together to be the one word. */
  private areApart(start: number, end: number, { text }: Word): boolean {
    const { nameTokens, tokenOffset } = this.packed;
    let length = 0;
    for (let at = start; at < end; at++) {
      const token = nameTokens[at] as number;
      length += (tokenOffset[token + 1] as number) - (tokenOffset[token] as number);
    }
    return Math.abs(length - text.length) > JOIN_LENGTH_SLACK;
  }

  private addSimilar(place: number, slot: number, areJoins: boolean): void {
    const row = slot * this.units.length;
    for (let at = 0; at < this.units.length; at++) {
      const similarity = this.similarities[row + at] as number;
      if (similarity === 0) continue;
      const unit = this.units[at] as Unit;
      if (unit.isJoin !== areJoins) continue;
      const worth = areJoins ? similarity * NAME_RULES.joined : similarity;
      if (!areJoins || worth > this.pairing.leastJoin(unit.mask, 1 << place))
        this.pairing.addEdge(unit.mask, 1 << place, worth);
    }
  }

  private addInitials(place: number, token: number, isInitial: boolean): void {
    const { tokenBytes, tokenOffset, tokenFold, foldOffset, foldCodes } = this.packed;
    const letter = tokenBytes[tokenOffset[token] as number] as number;
    const sound = foldCodes[foldOffset[tokenFold[token] as number] as number] as number;
    this.words.forEach((word, at) => {
      const isMine = word.text.length === 1;
      if (!isInitial && !isMine) return;
      if (isMine && (word.parts & PART.initial) === 0) return;
      const isSame = word.letters.codes[0] === letter || word.sounds.codes[0] === sound;
      if (isMine && isInitial) {
        if (word.letters.codes[0] === letter) this.pairing.addEdge(1 << at, 1 << place, 1);
      } else if (isSame) this.pairing.addEdge(1 << at, 1 << place, INITIAL_SIMILARITY);
    });
  }
}

function grown<Values extends Float64Array | Uint32Array>(old: Values, larger: Values): Values {
  larger.set(old);
  return larger;
}
