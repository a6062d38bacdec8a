import type { ListEntry, ListedName } from '../list-entry.ts';
import { isComparable } from '../names/name-comparison.ts';
import { scriptOf } from '../names/scripts/script.ts';
import { PART, type Token } from '../names/token.ts';
import { readingsOf } from '../names/tokenise.ts';
import { packEntry } from './entry-record.ts';
import { foldSections } from './fold-sections.ts';
import { GrowingBytes, GrowingWords } from './growing.ts';
import { traitsOf } from './name-traits.ts';
import { type ListIndex, packSections } from './packed-list.ts';
import { postSections } from './post-sections.ts';

/** What stands between a Han reading and its characters in the text of a token. */
export const ORIGINAL_MARK = '|';

/** Collects the names of a list one entry at a time; memory grows with the words, not with the records. */
export class ListBuilder {
  private readonly tokenIds = new Map<string, number>();
  readonly tokenTexts: string[] = [];
  readonly tokenParts: number[] = [];
  private readonly tokenBytes = new GrowingBytes();
  private readonly tokenOffset = new GrowingWords();
  readonly nameTokens = new GrowingWords();
  readonly nameTokenOffset = new GrowingWords();
  private readonly nameEntry = new GrowingWords();
  private readonly nameOrdinal = new GrowingWords();
  private readonly nameTraits = new GrowingBytes();
  private readonly entryBytes = new GrowingBytes();
  private readonly entryOffset = new GrowingWords();
  private entryCount = 0;
  private unreadable = 0;

  constructor() {
    this.nameTokenOffset.push(0);
    this.tokenOffset.push(0);
    this.entryOffset.push(0);
  }

  add(entry: ListEntry): void {
    const isForeign = entry.names.every(({ full }) => scriptOf(full) !== 'latin');
    const mark = isForeign ? PART.foreignOnly : 0;
    entry.names.forEach((name, ordinal) => {
      const readings = readingsOf(name.full, entry.kind).filter(isComparable);
      if (readings.length === 0) this.unreadable++;
      for (const reading of readings) {
        this.addName(name, ordinal, reading);
        this.mark(reading.length, mark);
      }
    });
    this.entryBytes.append(packEntry(entry));
    this.entryOffset.push(this.entryBytes.length);
    this.entryCount++;
  }

  finish(listId: string, version: string): ListIndex {
    const folds = foldSections(this);
    const packed = packSections({
      tokenBytes: this.tokenBytes.view(),
      tokenOffset: this.tokenOffset.view(),
      tokenParts: this.tokenParts,
      ...folds,
      nameTokenOffset: this.nameTokenOffset.view(),
      nameTokens: this.nameTokens.view(),
      nameEntry: this.nameEntry.view(),
      nameOrdinal: this.nameOrdinal.view(),
      nameTraits: this.nameTraits.view(),
      ...postSections(this),
      entryBytes: this.entryBytes.view(),
      entryOffset: this.entryOffset.view(),
    });
    const { entryCount } = this;
    const nameCount = this.nameEntry.length;
    return { listId, version, entryCount, nameCount, unreadableNameCount: this.unreadable, packed };
  }

  private addName(name: ListedName, ordinal: number, tokens: readonly Token[]): void {
    for (const token of tokens) this.nameTokens.push(this.tokenId(token));
    this.nameTokenOffset.push(this.nameTokens.length);
    this.nameEntry.push(this.entryCount);
    this.nameOrdinal.push(ordinal);
    this.nameTraits.push(traitsOf(name, tokens));
  }

  /** Adds a part to the words of the name that was added last. */
  private mark(words: number, part: number): void {
    if (part === 0) return;
    for (let at = this.nameTokens.length - words; at < this.nameTokens.length; at++) {
      const token = this.nameTokens.at(at);
      this.tokenParts[token] = (this.tokenParts[token] ?? 0) | part;
    }
  }

  private tokenId({ text, parts, original }: Token): number {
    const written = original === undefined ? text : `${text}${ORIGINAL_MARK}${original}`;
    const key =
      (parts & (PART.abjad | PART.legalForm | PART.number)) === 0 ? written : `${written} ${parts}`;
    const known = this.tokenIds.get(key);
    if (known !== undefined) return known;
    const id = this.tokenTexts.length;
    this.tokenIds.set(key, id);
    this.tokenTexts.push(text);
    this.tokenParts.push(parts);
    this.tokenBytes.append(ENCODER.encode(written));
    this.tokenOffset.push(this.tokenBytes.length);
    return id;
  }
}

const ENCODER = new TextEncoder();
