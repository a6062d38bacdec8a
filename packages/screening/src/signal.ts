import type { EntryFacts } from './candidates/entry-record.ts';
import type { ListedName } from './list-entry.ts';
import type { Agreement, Finding } from './match.ts';
import type { Meeting, NameComparison } from './names/name-comparison.ts';
import type { Word } from './names/word.ts';
import type { ScreeningQuery } from './query.ts';

/** Whether a signal speaks about the name itself or about what stands beside it. */
export type SignalKind = 'name' | 'evidence';

/** What an officer is told about one aspect of the score. */
export type SignalDescription = {
  readonly name: string;
  readonly kind: SignalKind;
  /** The most that this signal can move the match, up (positive) or down (negative). */
  readonly weight: number;
  readonly description: string;
};

/** A listed name and how the query's name compares with it. */
export type ComparedName = {
  readonly comparison: NameComparison;
  readonly listed: ListedName;
  /** The listed name is written in another script than the query's. */
  readonly isOtherScript: boolean;
};

/** An aspect of how two names agree. Its share in the score is given by the comparison; it says why. */
export type NameSignal = SignalDescription & {
  /** What was found, or nothing where the aspect does not arise. */
  find(name: ComparedName): Finding | undefined;
};

/** A piece of evidence beside the name. */
export type EvidenceSignal = SignalDescription & {
  /** The most that agreement on it lifts a match. */
  readonly lift: number;
  /** True where the query says something about it. */
  isAsked(query: ScreeningQuery): boolean;
  compare(query: ScreeningQuery, entry: EntryFacts): Finding;
};

/** A finding of a signal, its effect rounded so that it reads well. */
export function finding(
  signal: string,
  agreement: Agreement,
  [effect, because]: readonly [effect: number, because: string],
): Finding {
  return { signal, agreement, effect: Math.round(effect * 1000) / 1000, because };
}

/** How much of a name's identity words carry: their share in the weight of all words of both names. */
export function shareOf(words: readonly Word[], { comparison }: ComparedName): number {
  const { meetings, lacking, surplus } = comparison;
  const met = meetings.flatMap(({ query, candidate }) => [...query, ...candidate]);
  const whole = weightOf([...met, ...lacking, ...surplus]);
  return whole === 0 ? 0 : weightOf(words) / whole;
}

function weightOf(words: readonly Word[]): number {
  return words.reduce((sum, { weight }) => sum + weight, 0);
}

/** The words as written, for quoting in a sentence. */
export function quoted(words: readonly Word[]): string {
  return `“${words.map(({ text, original }) => original ?? text).join(' ')}”`;
}

/** A signal about words that met in one way: what it finds is how much of the name they make up. */
export function meetingSignal(
  description: Omit<SignalDescription, 'kind'>,
  how: Meeting['how'],
  sentence: (met: Meeting) => string,
): NameSignal {
  return {
    ...description,
    kind: 'name',
    find(name) {
      const met = name.comparison.meetings.filter((meeting) => meeting.how === how);
      if (met.length === 0) return undefined;
      const words = met.flatMap(({ query, candidate }) => [...query, ...candidate]);
      const likeness = met.reduce((sum, { similarity }) => sum + similarity, 0) / met.length;
      const because = met.map(sentence).join(' ');
      return finding(description.name, 'agrees', [shareOf(words, name) * likeness, because]);
    },
  };
}
