import { packEntry, unpackEntry } from './candidates/entry-record.ts';
import { matchOf, weighEvidence } from './evidence.ts';
import type { ListEntry, ListedName } from './list-entry.ts';
import type { Finding, ScreeningMatch } from './match.ts';
import { compareNames, type NameComparison } from './names/name-comparison.ts';
import { ofacScore } from './names/ofac-score.ts';
import { wordsOf } from './names/score-names.ts';
import { type Script, scriptOf } from './names/scripts/script.ts';
import type { Word } from './names/word.ts';
import type { ScreeningProfile } from './profile.ts';
import type { ScreeningQuery } from './query.ts';
import { WEAK_ALIAS_CEILING } from './signals/weak-alias.ts';
import { NAME_SIGNALS } from './signals.ts';

/** One of the query's names in one way of reading it. */
type Reading = {
  readonly full: string;
  readonly script: Script;
  readonly words: readonly Word[];
};

/** Says how well entries match that somebody else has found. */
export class Judge {
  readonly #query: ScreeningQuery;
  readonly #profile: ScreeningProfile;
  readonly #readings: readonly Reading[];

  constructor(query: ScreeningQuery, profile: ScreeningProfile) {
    this.#query = query;
    this.#profile = profile;
    this.#readings = query.names.flatMap(({ full }) =>
      wordsOf({ full, kind: query.kind ?? 'unknown' }).map((words) => ({
        full,
        script: scriptOf(full),
        words,
      })),
    );
  }

  /** False where no name holds anything that can be compared: then there is nothing to judge. */
  get canCompare(): boolean {
    return this.#readings.length > 0;
  }

  /** The entry's match, however low: by the rules of a search, with the words' weights outside any list. */
  match(entry: ListEntry): Omit<ScreeningMatch, 'listId'> {
    const facts = unpackEntry(packEntry(entry));
    const evidence = weighEvidence(this.#query, facts);
    const best = this.#bestName(entry);
    const nameScore =
      this.#profile.scoresAsOfac && best.full !== undefined
        ? ofacScore(best.full, best.name.full)
        : best.score;
    return {
      reference: entry.reference,
      match: rounded(matchOf(nameScore, evidence, this.#profile)),
      nameScore: rounded(nameScore),
      evidenceScore: rounded(evidence.score),
      name: best.name,
      findings: [...best.findings, ...evidence.findings],
    };
  }

  /** The listed name that agrees best; the first where none agrees at all. */
  #bestName({ names, kind }: ListEntry): BestName {
    const listed = names.map((name) => ({ name, readings: wordsOf({ full: name.full, kind }) }));
    const found = this.#readings.flatMap((reading) =>
      countedOf(reading, comparedWith(reading, listed), this.#profile),
    );
    const best = found.reduce<Counted | undefined>(
      (before, one) => (one.score > (before?.score ?? 0) ? one : before),
      undefined,
    );
    if (!best) return { name: names[0] ?? NO_NAME, score: 0, findings: [] };
    const { reading, name, score, comparison, isOtherScript } = best;
    const findings = NAME_SIGNALS.flatMap(
      (signal) => signal.find({ comparison, listed: name, isOtherScript }) ?? [],
    );
    return { full: reading.full, name, score, findings };
  }
}

type Compared = {
  readonly name: ListedName;
  readonly comparison: NameComparison;
  readonly isOtherScript: boolean;
};
type Counted = Compared & { readonly reading: Reading; readonly score: number };
type Listed = { readonly name: ListedName; readonly readings: readonly (readonly Word[])[] };

function comparedWith({ words, script }: Reading, listed: readonly Listed[]): Compared[] {
  return listed.flatMap(({ name, readings }) =>
    readings.map((listedWords) => ({
      name,
      comparison: compareNames(words, listedWords),
      isOtherScript: scriptOf(name.full) !== script,
    })),
  );
}

/** Weak aliases have their ceiling, and so have names in other scripts where there is one in the query's own. */
function countedOf(
  reading: Reading,
  compared: readonly Compared[],
  { trustsWeakAliases }: ScreeningProfile,
): Counted[] {
  const inScript = compared.filter(({ isOtherScript }) => !isOtherScript);
  const best = Math.max(...inScript.map(({ comparison }) => comparison.score));
  const ceiling = inScript.length > 0 ? best : 1;
  return compared.map((one) => {
    const isWeak = one.name.quality === 'weak' && !trustsWeakAliases;
    const trusted = isWeak ? WEAK_ALIAS_CEILING : 1;
    const score = Math.min(one.comparison.score, trusted, one.isOtherScript ? ceiling : 1);
    return { ...one, reading, score };
  });
}

type BestName = {
  /** The query's name that it was compared with; absent where none agrees at all. */
  readonly full?: string;
  readonly name: ListedName;
  readonly score: number;
  readonly findings: readonly Finding[];
};

const NO_NAME: ListedName = { full: '', quality: 'weak' };

/** As a search gives them: finer differences mean nothing. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
