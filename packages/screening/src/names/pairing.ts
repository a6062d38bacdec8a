import { isSubstantive, PART } from './token.ts';
import { MOST_TOKENS } from './tokenise.ts';

/** The most edges that one comparison of two names considers. */
const MOST_EDGES = 512;

/** What agreement and disagreement of the words cost the whole name. */
export const NAME_RULES = {
  /** Cost of a word that the other name lacks. */
  unmatched: 0.21,
  /** Cost of words on both sides that no word of the other answers. */
  contradiction: 1.55,
  /** Weight of unmatched words that a middle name or two explain; beyond it each costs more. */
  explained: 1.8,
  /** Further cost of unmatched words beyond what is explained. */
  unexplained: 0.2,
  /** Share of the slips beside the worst one that counts once more: typing errors come alone. */
  manySlips: 0.7,
  /** Share of the score that is left where only one word of several agrees. */
  loneWord: 0.74,
  /** As {@link NAME_RULES.loneWord}, where an initial agrees beside the one word. */
  wordAndInitial: 0.895,
  /** Words written together in one name and apart in the other. */
  joined: 0.97,
  /** Joined words that agree less are chance: two words make one of about the same length too easily. */
  leastJoin: 0.92,
  /** As {@link NAME_RULES.leastJoin}, where nothing else stands in either name. */
  leastWholeJoin: 0.88,
  /** As {@link NAME_RULES.leastJoin}, where one side is written without vowels. */
  leastReadJoin: 0.8,
} as const;

/**
 * The workspace in which the words of two names are paired. One side is the query, the other the
 * candidate; a set of words on a side is a mask of bits by place.
 */
export class Pairing {
  queryCount = 0;
  candidateCount = 0;
  readonly queryWeight = new Float64Array(MOST_TOKENS);
  readonly candidateWeight = new Float64Array(MOST_TOKENS);
  readonly queryParts = new Int32Array(MOST_TOKENS);
  readonly candidateParts = new Int32Array(MOST_TOKENS);
  edgeCount = 0;
  readonly edgeQuery = new Int32Array(MOST_EDGES);
  readonly edgeCandidate = new Int32Array(MOST_EDGES);
  readonly edgeSimilarity = new Float64Array(MOST_EDGES);
  readonly edgeGain = new Float64Array(MOST_EDGES);
  /** The edges that the last scoring chose. */
  chosenCount = 0;
  readonly chosen = new Int32Array(MOST_TOKENS);

  /** Says that some words of the query are some words of the candidate. */
  addEdge(query: number, candidate: number, similarity: number): void {
    if (this.edgeCount >= MOST_EDGES) return;
    const edge = this.edgeCount++;
    this.edgeQuery[edge] = query;
    this.edgeCandidate[edge] = candidate;
    this.edgeSimilarity[edge] = similarity;
    const weight = sumOf(this.queryWeight, query) + sumOf(this.candidateWeight, candidate);
    const isJoin = (query & (query - 1)) !== 0 || (candidate & (candidate - 1)) !== 0;
    this.edgeGain[edge] = similarity * weight + (isJoin ? 0.05 : 0);
  }

  /** The score of the best pairing found among the first `edges` edges, 0 to 1. */
  score(edges: number): number {
    const tally: Tally = { query: 0, candidate: 0, agreed: 0, weight: 0, met: 0, off: 0, worst: 0 };
    this.chosenCount = 0;
    for (let edge = this.bestFree(edges, tally); edge >= 0; edge = this.bestFree(edges, tally)) {
      this.take(edge, tally);
    }
    return this.rate(tally);
  }

  private bestFree(edges: number, { query, candidate }: Tally): number {
    let best = -1;
    let gain = 0;
    for (let edge = 0; edge < edges; edge++) {
      if ((this.edgeGain[edge] as number) <= gain) continue;
      if (((this.edgeQuery[edge] as number) & query) !== 0) continue;
      if (((this.edgeCandidate[edge] as number) & candidate) !== 0) continue;
      best = edge;
      gain = this.edgeGain[edge] as number;
    }
    return best;
  }

  private take(edge: number, tally: Tally): void {
    const query = this.edgeQuery[edge] as number;
    const candidate = this.edgeCandidate[edge] as number;
    const weight = this.edgeWeight(query, candidate);
    tally.query |= query;
    tally.candidate |= candidate;
    tally.agreed += weight * (this.edgeSimilarity[edge] as number);
    tally.weight += weight;
    if (!this.isReading(query, candidate)) {
      const off = weight * (1 - (this.edgeSimilarity[edge] as number));
      tally.off += off;
      tally.worst = Math.max(tally.worst, off);
    }
    tally.met += this.wordsMet(query, candidate);
    if (this.chosenCount < MOST_TOKENS) this.chosen[this.chosenCount++] = edge;
  }

  /** How well words written together must agree to be taken for the same. */
  leastJoin(query: number, candidate: number): number {
    if (this.isReading(query, candidate)) return NAME_RULES.leastReadJoin;
    const isWhole =
      query === (1 << this.queryCount) - 1 && candidate === (1 << this.candidateCount) - 1;
    return isWhole ? NAME_RULES.leastWholeJoin : NAME_RULES.leastJoin;
  }

  /** Readings of another script differ in every word, and not because anybody slipped. */
  private isReading(query: number, candidate: number): boolean {
    const parts = partsAt(this.queryParts, query) | partsAt(this.candidateParts, candidate);
    return (parts & (PART.abjad | PART.ideograph)) !== 0;
  }

  private edgeWeight(query: number, candidate: number): number {
    const mine = sumOf(this.queryWeight, query);
    const theirs = sumOf(this.candidateWeight, candidate);
    const size = bitCount(query);
    const otherSize = bitCount(candidate);
    if (size !== otherSize) return Math.max(mine, theirs);
    if (size > 1) return (mine + theirs) / 2;
    const parts = partsAt(this.queryParts, query);
    const otherParts = partsAt(this.candidateParts, candidate);
    const isOneInitial = ((parts ^ otherParts) & PART.initial) !== 0;
    if (isOneInitial) return Math.min(mine, theirs) + 0.25 * Math.abs(mine - theirs);
    return (mine + theirs) / 2;
  }

  /** How many words of substance an edge brings together; an initial is half a word. */
  private wordsMet(query: number, candidate: number): number {
    const size = Math.max(bitCount(query), bitCount(candidate));
    if (size > 1) return size;
    const parts = partsAt(this.queryParts, query) | partsAt(this.candidateParts, candidate);
    if (isSubstantive(parts)) return 1;
    return (parts & PART.initial) === 0 ? 0 : 0.5;
  }

  private rate({ off, worst, query, candidate, agreed, weight, met }: Tally): number {
    const lacking = restOf(this.queryWeight, this.queryCount, query);
    const surplus = restOf(this.candidateWeight, this.candidateCount, candidate);
    const { unmatched, contradiction, loneWord, wordAndInitial } = NAME_RULES;
    const { explained, unexplained, manySlips } = NAME_RULES;
    const against =
      unmatched * (lacking + surplus) +
      unexplained * Math.max(0, lacking + surplus - explained) +
      contradiction * Math.min(lacking, surplus);
    const kept = Math.max(0, agreed - manySlips * (off - worst));
    const score = weight + against > 0 ? kept / (weight + against) : 0;
    if (met >= 2 || !this.hasSeveralWords()) return score;
    return score * (met >= 1.5 ? wordAndInitial : loneWord);
  }

  private hasSeveralWords(): boolean {
    return (
      substantiveCount(this.queryParts, this.queryCount) > 1 ||
      substantiveCount(this.candidateParts, this.candidateCount) > 1
    );
  }
}

type Tally = {
  query: number;
  candidate: number;
  agreed: number;
  weight: number;
  met: number;
  off: number;
  worst: number;
};

function sumOf(weights: Float64Array, mask: number): number {
  let sum = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1)
    sum += weights[31 - Math.clz32(rest & -rest)] as number;
  return sum;
}

function restOf(weights: Float64Array, count: number, taken: number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) if (((taken >> at) & 1) === 0) sum += weights[at] as number;
  return sum;
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function partsAt(parts: Int32Array, mask: number): number {
  return parts[31 - Math.clz32(mask)] as number;
}

function substantiveCount(parts: Int32Array, count: number): number {
  let substantive = 0;
  for (let at = 0; at < count; at++) if (isSubstantive(parts[at] as number)) substantive++;
  return substantive;
}
