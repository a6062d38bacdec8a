import { NAME_RULES, Pairing } from './pairing.ts';
import { withResemblance } from './resemblance.ts';
import { isSubstantive, PART } from './token.ts';
import { type Word, wordOf } from './word.ts';
import { compareWords, type WordAgreement, type WordSimilarity } from './word-similarity.ts';

/** Words of the query and words of the candidate that were found to be the same, and how. */
export type Meeting = {
  readonly query: readonly Word[];
  readonly candidate: readonly Word[];
  readonly how: WordAgreement | 'joined';
  readonly similarity: number;
};

/** How two names compare, word by word. */
export type NameComparison = {
  /** 0 to 1; the same whichever of the two names is asked for. */
  readonly score: number;
  readonly meetings: readonly Meeting[];
  /** Words of the query that the candidate lacks. */
  readonly lacking: readonly Word[];
  /** Words of the candidate that the query lacks. */
  readonly surplus: readonly Word[];
};

const SHORTEST_JOIN = 5;
const SHORTEST_JOINED_TO = 4;
const LONGEST_JOIN = 3;
const JOIN_LENGTH_SLACK = 3;

const pairing = new Pairing();
let edgeHow: Array<WordAgreement | 'joined'> = [];

/** Compares two names word by word, in any order of the words. */
export function compareNames(query: readonly Word[], candidate: readonly Word[]): NameComparison {
  if (isInOrder(query, candidate)) return compareInOrder(query, candidate);
  const turned = compareInOrder(candidate, query);
  return {
    score: turned.score,
    meetings: turned.meetings.map((met) => ({
      ...met,
      query: met.candidate,
      candidate: met.query,
    })),
    lacking: turned.surplus,
    surplus: turned.lacking,
  };
}

/** Equal choices fall the same way whichever name is asked for, because one order is always used. */
function isInOrder(query: readonly Word[], candidate: readonly Word[]): boolean {
  return textOf(query) <= textOf(candidate);
}

function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

function compareInOrder(query: readonly Word[], candidate: readonly Word[]): NameComparison {
  load(query, candidate);
  addWordEdges(query, candidate);
  const words = pairing.edgeCount;
  const apart = pairing.score(words);
  const read = readPairing(query, candidate);
  if (read.lacking.length + read.surplus.length === 0) return { ...read, score: apart };
  addJoinEdges(query, candidate, new Set([...read.lacking, ...read.surplus]));
  const joined = pairing.edgeCount > words ? pairing.score(pairing.edgeCount) : -1;
  if (joined > apart) return { ...readPairing(query, candidate), score: joined };
  return { ...read, score: withResemblance(apart, read.lacking, read.surplus) };
}

function load(query: readonly Word[], candidate: readonly Word[]): void {
  pairing.edgeCount = 0;
  edgeHow = [];
  pairing.queryCount = query.length;
  pairing.candidateCount = candidate.length;
  query.forEach(({ weight, parts }, at) => {
    pairing.queryWeight[at] = weight;
    pairing.queryParts[at] = parts;
  });
  candidate.forEach(({ weight, parts }, at) => {
    pairing.candidateWeight[at] = weight;
    pairing.candidateParts[at] = parts;
  });
}

function addWordEdges(query: readonly Word[], candidate: readonly Word[]): void {
  query.forEach((mine, at) => {
    candidate.forEach((theirs, place) => {
      const { how, similarity } = compareWords(mine, theirs);
      if (similarity === 0) return;
      pairing.addEdge(1 << at, 1 << place, similarity);
      edgeHow.push(how);
    });
  });
}

/** Joins are tried where a word of theirs found no answer by itself. */
function addJoinEdges(
  query: readonly Word[],
  candidate: readonly Word[],
  unmet: ReadonlySet<Word>,
): void {
  for (const { mask, run } of runsOf(query)) {
    if (!run.some((word) => unmet.has(word))) continue;
    eachJoined(run, candidate, (place, compared) => addJoinEdge(mask, 1 << place, compared));
  }
  for (const { mask, run } of runsOf(candidate)) {
    if (!run.some((word) => unmet.has(word))) continue;
    eachJoined(run, query, (at, compared) => addJoinEdge(1 << at, mask, compared));
  }
}

function addJoinEdge(query: number, candidate: number, { similarity }: WordSimilarity): void {
  const joined = similarity * NAME_RULES.joined;
  if (joined <= pairing.leastJoin(query, candidate)) return;
  pairing.addEdge(query, candidate, joined);
  edgeHow.push('joined');
}

/** A run of neighbouring words as the one word they make when written together. */
export type Join = { readonly mask: number; readonly word: Word };

/** Every run of two or three neighbouring words that could have been written as one. */
export function joinsOf(words: readonly Word[]): Join[] {
  return runsOf(words).map(({ mask, run }) => ({ mask, word: joinOf(run) }));
}

type RunOfWords = { readonly mask: number; readonly run: readonly Word[] };

function runsOf(words: readonly Word[]): RunOfWords[] {
  const runs: RunOfWords[] = [];
  for (let length = 2; length <= LONGEST_JOIN; length++) {
    for (let start = 0; start + length <= words.length; start++) {
      const run = words.slice(start, start + length);
      if (!isJoinable(run)) continue;
      runs.push({ mask: ((1 << length) - 1) << start, run });
    }
  }
  return runs;
}

function isJoinable(run: readonly Word[]): boolean {
  const length = lengthOf(run);
  const areInitials = run.every(({ text }) => text.length === 1);
  return (
    (length >= SHORTEST_JOIN || areInitials) && run.every(({ original }) => original === undefined)
  );
}

function joinOf(run: readonly Word[]): Word {
  const text = run.map((word) => word.text).join('');
  const abjad = run.reduce((parts, word) => parts & word.parts, PART.abjad as number);
  const weight = run.reduce((sum, word) => sum + word.weight, 0);
  return wordOf({ text, parts: abjad }, weight);
}

/** Compares a run of words, written as one, with every word that is about as long. */
function eachJoined(
  run: readonly Word[],
  singles: readonly Word[],
  visit: (place: number, compared: WordSimilarity) => void,
): void {
  const length = lengthOf(run);
  let join: Word | undefined;
  singles.forEach((single, place) => {
    if (Math.abs(length - single.text.length) > JOIN_LENGTH_SLACK) return;
    join ??= joinOf(run);
    const isShort = Math.min(length, single.text.length) < SHORTEST_JOINED_TO;
    if (isShort && join.text !== single.text) return;
    visit(place, compareWords(join, single));
  });
}

/** How far neighbouring words, written together, are one word; 0 where they could not be. */
export function joinedSimilarity(run: readonly Word[], single: Word): number {
  let found = 0;
  if (!isJoinable(run)) return found;
  eachJoined(run, [single], (_, { similarity }) => {
    found = similarity;
  });
  return found;
}

function lengthOf(run: readonly Word[]): number {
  let length = 0;
  for (const { text } of run) length += text.length;
  return length;
}

function readPairing(
  query: readonly Word[],
  candidate: readonly Word[],
): Omit<NameComparison, 'score'> {
  const meetings: Meeting[] = [];
  let queryMet = 0;
  let candidateMet = 0;
  for (const edge of pairing.chosen.subarray(0, pairing.chosenCount)) {
    const mine = pairing.edgeQuery[edge] ?? 0;
    const theirs = pairing.edgeCandidate[edge] ?? 0;
    queryMet |= mine;
    candidateMet |= theirs;
    meetings.push({
      query: picked(query, mine),
      candidate: picked(candidate, theirs),
      how: edgeHow[edge] ?? 'similar',
      similarity: pairing.edgeSimilarity[edge] ?? 0,
    });
  }
  return { meetings, lacking: picked(query, ~queryMet), surplus: picked(candidate, ~candidateMet) };
}

function picked(words: readonly Word[], mask: number): Word[] {
  return words.filter((_, at) => ((mask >> at) & 1) === 1);
}

/** True where a name holds a word that can carry a match. */
export function isComparable(words: readonly { readonly parts: number }[]): boolean {
  return words.some(({ parts }) => isSubstantive(parts));
}
