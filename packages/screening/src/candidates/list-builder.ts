import type { ListEntry, ListedName } from '../list-entry.ts';
import { isComparable } from '../names/name-comparison.ts';
import { PART, type Token } from '../names/token.ts';
import { readingsOf } from '../names/tokenise.ts';
import { packEntry, unpackEntry } from './entry-record.ts';
import { isForeignOnly, traitsOfEntry } from './entry-traits.ts';
import { foldSections } from './fold-sections.ts';
import { traitsOf } from './name-traits.ts';
import { GrowingBytes, GrowingWords } from './packing/growing.ts';
import { type ListIndex, packSections } from './packing/packed-list.ts';
import { postSections } from './post-sections.ts';
import { WordCollector } from './word-collector.ts';

/** Entries of an earlier version of the list that stand unchanged in the new one: from a place to before another. */
export type KeptEntries = { readonly keptFrom: number; readonly keptTo: number };

/**
 * Collects the names of a list one entry at a time; memory grows with the words, not with the records.
 * Given the index of an earlier version, entries of it are taken over unread: the outcome is the same,
 * byte for byte, as if all entries had been read.
 */
export class ListBuilder {
  private readonly base: ListIndex | undefined;
  private readonly words: WordCollector;
  private readonly nameTokens = new GrowingWords();
  private readonly nameTokenOffset = new GrowingWords();
  private readonly nameEntry = new GrowingWords();
  private readonly nameOrdinal = new GrowingWords();
  private readonly nameTraits = new GrowingBytes();
  private readonly entryTraits = new GrowingBytes();
  private readonly entryBytes = new GrowingBytes();
  private readonly entryOffset = new GrowingWords();
  private readonly isKept: Uint8Array;
  private entryCount = 0;
  private unreadable = 0;

  constructor(base?: ListIndex) {
    this.base = base;
    this.words = new WordCollector(base?.packed);
    this.isKept = new Uint8Array(base?.entryCount ?? 0);
    this.nameTokenOffset.push(0);
    this.entryOffset.push(0);
  }

  add(entry: ListEntry): void {
    const traits = traitsOfEntry(entry);
    entry.names.forEach((name, ordinal) => {
      const readings = readingsOf(name.full, entry.kind).filter(isComparable);
      if (readings.length === 0) this.unreadable++;
      for (const reading of readings) this.addName(name, ordinal, reading);
      if (isForeignOnly(traits)) this.markForeign(readings);
    });
    this.entryTraits.push(traits);
    this.entryBytes.append(packEntry(entry));
    this.entryOffset.push(this.entryBytes.length);
    this.entryCount++;
  }

  /** Takes entries over from the earlier version; each may be taken once. */
  keep({ keptFrom, keptTo }: KeptEntries): void {
    if (this.base === undefined || !(keptFrom < keptTo) || keptTo > this.base.entryCount) {
      throw new RangeError('The earlier version of the list has no such entries.');
    }
    const { nameEntry, entryOffset, entryBytes } = this.base.packed;
    let name = firstNameOf(nameEntry, keptFrom);
    for (let entry = keptFrom; entry < keptTo; entry++) {
      if (this.isKept[entry] === 1) throw new RangeError('An entry is kept twice.');
      this.isKept[entry] = 1;
      for (; nameEntry[name] === entry; name++) this.keepName(name, entry);
      this.keepTraits(entry);
      this.entryCount++;
    }
    const start = entryOffset[keptFrom] as number;
    this.entryBytes.append(entryBytes.subarray(start, entryOffset[keptTo]));
  }

  finish(listId: string, version: string): ListIndex {
    const { words } = this;
    const names = { words, nameTokens: this.nameTokens, nameTokenOffset: this.nameTokenOffset };
    const packed = packSections({
      tokenBytes: words.tokenBytes.view(),
      tokenOffset: words.tokenOffset.view(),
      tokenParts: words.tokenParts.view(),
      ...foldSections(names, this.base?.packed),
      nameTokenOffset: this.nameTokenOffset.view(),
      nameTokens: this.nameTokens.view(),
      nameEntry: this.nameEntry.view(),
      nameOrdinal: this.nameOrdinal.view(),
      nameTraits: this.nameTraits.view(),
      ...postSections(names),
      entryTraits: this.entryTraits.view(),
      entryBytes: this.entryBytes.view(),
      entryOffset: this.entryOffset.view(),
    });
    const { entryCount } = this;
    const nameCount = this.nameEntry.length;
    const unreadableNameCount = this.unreadable + this.unreadableKept();
    return { listId, version, entryCount, nameCount, unreadableNameCount, packed };
  }

  private addName(name: ListedName, ordinal: number, tokens: readonly Token[]): void {
    for (const token of tokens) this.nameTokens.push(this.words.idOf(token));
    this.nameTokenOffset.push(this.nameTokens.length);
    this.nameEntry.push(this.entryCount);
    this.nameOrdinal.push(ordinal);
    this.nameTraits.push(traitsOf(name, tokens));
  }

  private markForeign(readings: readonly (readonly Token[])[]): void {
    for (const reading of readings) {
      for (const token of reading) this.words.mark(this.words.idOf(token), PART.foreignOnly);
    }
  }

  private keepName(name: number, entry: number): void {
    const { nameTokens, nameTokenOffset, nameOrdinal, nameTraits, entryTraits } = (
      this.base as ListIndex
    ).packed;
    const isForeign = isForeignOnly(entryTraits[entry] as number);
    const end = nameTokenOffset[name + 1] as number;
    for (let at = nameTokenOffset[name] as number; at < end; at++) {
      const token = this.words.idOfKept(nameTokens[at] as number);
      this.nameTokens.push(token);
      if (isForeign) this.words.mark(token, PART.foreignOnly);
    }
    this.nameTokenOffset.push(this.nameTokens.length);
    this.nameEntry.push(this.entryCount);
    this.nameOrdinal.push(nameOrdinal[name] as number);
    this.nameTraits.push(nameTraits[name] as number);
  }

  private keepTraits(entry: number): void {
    const { entryTraits, entryOffset } = (this.base as ListIndex).packed;
    const bytes = (entryOffset[entry + 1] as number) - (entryOffset[entry] as number);
    this.entryTraits.push(entryTraits[entry] as number);
    this.entryOffset.push((this.entryOffset.at(this.entryCount) as number) + bytes);
  }

  /** Names that cannot be read, among the entries that were kept: all of the earlier version's but those left out. */
  private unreadableKept(): number {
    if (this.base === undefined) return 0;
    let kept = this.base.unreadableNameCount;
    if (kept === 0) return 0;
    this.isKept.forEach((isKept, entry) => {
      if (isKept === 0) kept -= unreadableNamesOf(this.base as ListIndex, entry);
    });
    return kept;
  }
}

function unreadableNamesOf({ packed }: ListIndex, entry: number): number {
  const { entryBytes, entryOffset, nameEntry, nameOrdinal } = packed;
  const { names } = unpackEntry(entryBytes.slice(entryOffset[entry], entryOffset[entry + 1]));
  const readable = new Set<number>();
  for (let name = firstNameOf(nameEntry, entry); nameEntry[name] === entry; name++) {
    readable.add(nameOrdinal[name] as number);
  }
  return names.length - readable.size;
}

/** The first name of an entry, or of the next that has one: names stand in the order of entries. */
function firstNameOf(nameEntry: Uint32Array, entry: number): number {
  let low = 0;
  let high = nameEntry.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((nameEntry[middle] as number) < entry) low = middle + 1;
    else high = middle;
  }
  return low;
}
