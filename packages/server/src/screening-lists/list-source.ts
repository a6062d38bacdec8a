import type { ListEntry } from '@probity/screening';
import { DomainError } from '../kernel/domain-error.ts';

/** One file of a publication, wherever it lies; it can be opened more than once. */
export type ListFile = {
  /** The file's own name, without folders: sources tell the files of a set apart by it. */
  readonly name: string;
  readonly sizeBytes: number;
  open(): AsyncIterable<Buffer>;
};

/** What was found in the files; entries come one by one, so that no list need fit into memory. */
export type ListPublication = {
  /** Rejects with {@link ListUnreadable} at the first thing that is not as it should be. */
  readonly entries: AsyncIterable<ListEntry>;
  /** The calendar day the publisher states, `YYYY-MM-DD`; known once the entries are exhausted. */
  publishedOn(): string | undefined;
};

/** Where a publisher serves its list to anybody, as one file. */
export type OfficialFile = {
  /** HTTPS. */
  readonly url: string;
  /** By which the source tells what the file is. */
  readonly fileName: string;
};

/** A publisher's format: turns the files of one publication into list entries. */
export type ListSource = {
  /** What an operator types: `ofac-sdn`. Part of the API once released. */
  readonly id: string;
  readonly title: string;
  /** Who lists, as shown on a hit. */
  readonly authority: string;
  /** What a sound file looks like; an import refuses less. */
  readonly soundness: {
    readonly minimumEntries: number;
    /** 0 … 1: how many of the people have at least one birth date. */
    readonly minimumShareOfPeopleWithBirth: number;
  };
  /** Absent where there is none that may be fetched without an agreement, or no one publisher. */
  readonly official?: OfficialFile;
  /** Which files it reads, for help texts. */
  readonly expects: string;
  read(files: readonly ListFile[]): ListPublication;
};

/** Where in a publication something is wrong; lines count from 1. */
export type ListPlace = { readonly file: string; readonly line?: number };

/** The files are not a whole, sound publication of this source. Never repeats what they hold. */
export class ListUnreadable extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'LIST-0400';

  constructor(issue: string, place: ListPlace) {
    const where = place.line === undefined ? place.file : `${place.file}, line ${place.line}`;
    super('The list cannot be read', [{ issue, issueLocation: where }]);
  }
}
