import { BestNames } from './candidates/best-names.ts';
import { type EntryFacts, unpackEntry } from './candidates/entry-record.ts';
import { NameSearch } from './candidates/name-search.ts';
import { isWeakInTraits, scriptInTraits, scriptNumberOf } from './candidates/name-traits.ts';
import type { ListIndex } from './candidates/packing/packed-list.ts';
import { asksEvidence, type Evidence, matchOf, weighEvidence } from './evidence.ts';
import type { ListedName } from './list-entry.ts';
import type { Finding, ScreeningMatch } from './match.ts';
import { compareNames } from './names/name-comparison.ts';
import { ofacScore } from './names/ofac-score.ts';
import type { Token } from './names/token.ts';
import type { Word } from './names/word.ts';
import type { ScreeningProfile } from './profile.ts';
import type { ScreeningQuery } from './query.ts';
import { WEAK_ALIAS_CEILING } from './signals/weak-alias.ts';
import { NAME_SIGNALS } from './signals.ts';

/** One way in which one of the query's names is read. */
export type Reading = { readonly full: string; readonly tokens: readonly Token[] };

/** What a search asks of every list. */
export type Asked = {
  readonly query: ScreeningQuery;
  readonly readings: readonly Reading[];
  /** Names below this are not looked for: no evidence could lift them over the threshold. */
  readonly leastName: number;
  readonly threshold: number;
  readonly limit: number;
  /** Kinds of listing as bits, or {@link ALL_ENTRIES}. */
  readonly kinds: number;
  readonly profile: ScreeningProfile;
};

/** A listed name that was found for a reading of the query. */
type NameFound = { readonly reading: number; readonly name: number; readonly score: number };

type EntryFound = {
  readonly found: NameFound;
  readonly entry: EntryFacts;
  readonly evidence: Evidence;
  readonly match: number;
};

/** Entries are judged roughly first; this many times the limit are then judged exactly, or more until it is reached. */
const JUDGED_EXACTLY = 1.25;

/**
 * Searches one list. Equal matches beyond the limit are cut off in the order of the list. Holds scratch memory, and so serves one
 * search at a time in its own thread.
 */
export class ListSearch {
  private readonly index: ListIndex;
  private readonly names: NameSearch;
  private readonly best: BestNames;
  private readonly compared = new Map<string, Compared>();
  private words: Array<readonly Word[]> = [];

  constructor(index: ListIndex) {
    this.index = index;
    this.names = new NameSearch(index);
    this.best = new BestNames(index.entryCount);
  }

  /**
   * The entries that match well enough, in no order, with everything that was found. Where there are more
   * than the limit, some of them are left out, but never so many that the limit is not exceeded.
   */
  search(asked: Asked): ScreeningMatch[] {
    this.compared.clear();
    this.best.clear();
    this.findEntries(asked);
    const namesDecide = !asksEvidence(asked.query) && !asked.profile.scoresAsOfac;
    const most = Math.ceil(asked.limit * JUDGED_EXACTLY);
    const judged = namesDecide ? this.byName(asked, most) : this.byMatch(asked);
    const matches: ScreeningMatch[] = [];
    let count = 0;
    for (const one of judged) {
      if (count++ >= most && matches.length > asked.limit) break;
      const match = this.judge(one, asked);
      if (match.match >= asked.threshold) matches.push(match);
    }
    return matches;
  }

  /** Where nothing but names decides, entries beyond the limit need not be read at all. */
  private *byName(asked: Asked, most: number): Generator<EntryFound> {
    for (const entry of this.best.inOrder(most)) {
      const read = this.read(entry, asked);
      if (read !== undefined) yield read;
    }
  }

  private byMatch(asked: Asked): EntryFound[] {
    const judged: EntryFound[] = [];
    for (const entry of this.best.entries()) {
      const read = this.read(entry, asked);
      if (read !== undefined) judged.push(read);
    }
    return judged.sort(
      (one, other) => other.match - one.match || other.evidence.score - one.evidence.score,
    );
  }

  /** The entry with its evidence, unless they fall short even roughly. */
  private read(entryNumber: number, { query, threshold, profile }: Asked): EntryFound | undefined {
    const found = this.best.of(entryNumber);
    const entry = this.entryAt(entryNumber);
    const evidence = weighEvidence(query, entry);
    const match = matchOf(found.score, evidence, profile);
    const least = profile.scoresAsOfac ? 0 : threshold - ROUGHLY;
    return match >= least ? { found, entry, evidence, match } : undefined;
  }

  /** Notes the best name of each entry that may match. */
  private findEntries({ readings, leastName, kinds, profile }: Asked): void {
    const { nameEntry } = this.index.packed;
    const { names, best } = this;
    this.words = readings.map(({ tokens }) => names.weigh(tokens));
    readings.forEach(({ full }, reading) => {
      const script = scriptNumberOf(full);
      const count = names.search(this.words[reading] ?? [], { threshold: leastName, kinds });
      for (let at = 0; at < count; at++) {
        const name = names.hitNames[at] as number;
        const score = names.hitScores[at] as number;
        const entry = nameEntry[name] as number;
        if (score <= best.scoreOf(entry)) continue;
        const counted = this.counted({ reading, name, score }, script, profile);
        if (counted >= leastName) best.note(entry, { reading, name, score: counted });
      }
    });
  }

  /** The score as far as it counts: weak aliases and names in other scripts have their ceilings. */
  private counted(
    { reading, name, score }: NameFound,
    script: number,
    profile: ScreeningProfile,
  ): number {
    const traits = this.index.packed.nameTraits[name] as number;
    const isWeak = isWeakInTraits(traits) && !profile.trustsWeakAliases;
    const counted = isWeak ? Math.min(score, WEAK_ALIAS_CEILING) : score;
    if (scriptInTraits(traits) === script) return counted;
    return Math.min(counted, this.bestInScript(this.words[reading] ?? [], name, script));
  }

  /** The best that any name of the same entry in a script scores; 1 where it has none in it. */
  private bestInScript(words: readonly Word[], name: number, script: number): number {
    const { nameEntry, nameTraits } = this.index.packed;
    const entry = nameEntry[name];
    let best = -1;
    let first = name;
    while (first > 0 && nameEntry[first - 1] === entry) first--;
    for (let at = first; at < nameEntry.length && nameEntry[at] === entry; at++) {
      if (scriptInTraits(nameTraits[at] as number) !== script) continue;
      best = Math.max(best, compareNames(words, this.names.wordsOf(at)).score);
    }
    return best < 0 ? 1 : best;
  }

  private judge({ found, entry, evidence }: EntryFound, asked: Asked): ScreeningMatch {
    const { packed, listId } = this.index;
    const { full } = asked.readings[found.reading] ?? { full: '' };
    const listed = entry.names[packed.nameOrdinal[found.name] as number] ?? NO_NAME;
    const { score, findings } = this.compare(found, listed, scriptNumberOf(full));
    const nameScore = asked.profile.scoresAsOfac
      ? ofacScore(full, listed.full)
      : this.counted({ ...found, score }, scriptNumberOf(full), asked.profile);
    return {
      listId,
      reference: entry.reference,
      match: rounded(matchOf(nameScore, evidence, asked.profile)),
      nameScore: rounded(nameScore),
      evidenceScore: rounded(evidence.score),
      name: listed,
      findings: [...findings, ...evidence.findings],
    };
  }

  /** Compares the names word by word; a name that many entries bear is compared once a search. */
  private compare(found: NameFound, listed: ListedName, script: number): Compared {
    const { nameTokens, nameTokenOffset, nameTraits } = this.index.packed;
    const tokens = nameTokens.subarray(
      nameTokenOffset[found.name],
      nameTokenOffset[found.name + 1],
    );
    const isOtherScript = scriptInTraits(nameTraits[found.name] as number) !== script;
    const key = `${found.reading}|${listed.quality}|${isOtherScript}|${tokens.join(' ')}`;
    const known = this.compared.get(key);
    if (known !== undefined) return known;
    const comparison = compareNames(
      this.words[found.reading] ?? [],
      this.names.wordsOf(found.name),
    );
    const findings = NAME_SIGNALS.flatMap(
      (signal) => signal.find({ comparison, listed, isOtherScript }) ?? [],
    );
    const compared = { score: comparison.score, findings };
    this.compared.set(key, compared);
    return compared;
  }

  private entryAt(entry: number): EntryFacts {
    const { entryBytes, entryOffset } = this.index.packed;
    return unpackEntry(entryBytes.slice(entryOffset[entry], entryOffset[entry + 1]));
  }
}

/** The rough score may differ from the exact one by so much. */
const ROUGHLY = 0.005;
const NO_NAME = { full: '', quality: 'weak' } as const;

/** The exact score of a name, and why. */
type Compared = { readonly score: number; readonly findings: readonly Finding[] };

/** Scores are given to a ten-thousandth: finer differences mean nothing. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
