import type { ListEntry, ListingKind } from '../list-entry.ts';
import { scriptOf } from '../names/scripts/script.ts';

const KINDS: readonly ListingKind[] = ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'];
const FOREIGN_ONLY = 1 << KINDS.length;

/** What the search must know of an entry before reading it, as one byte. */
export function traitsOfEntry({ listings, names }: ListEntry): number {
  const isForeign = names.every(({ full }) => scriptOf(full) !== 'latin');
  return bitsOfKinds(listings.map(({ kind }) => kind)) | (isForeign ? FOREIGN_ONLY : 0);
}

/** The kinds of listing as bits, for comparing with the traits of an entry. */
export function bitsOfKinds(kinds: readonly ListingKind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << KINDS.indexOf(kind)), 0);
}

/** In place of kinds: entries of every kind, and those that name none. */
export const ALL_ENTRIES = -1;

/** True where the entry is listed for one of the kinds. */
export function isOfKinds(traits: number, kinds: number): boolean {
  return kinds === ALL_ENTRIES || (traits & kinds) !== 0;
}

/** True where the entry has no name in Latin letters. */
export function isForeignOnly(traits: number): boolean {
  return (traits & FOREIGN_ONLY) !== 0;
}
