import type { MatchlistEntryState, MatchlistState } from '@probity/contract/lists/matchlist';
import type { MatchlistAction } from '@probity/contract/step-summary';
import { DomainError } from '../../kernel/domain-error.ts';
import type { EntryAttribute } from './entry-attribute.ts';

/** A list that a tenant keeps of people who are blocked, watched or let through. */
export type Matchlist = {
  readonly matchlistId: string;
  readonly name: string;
  readonly description: string;
  readonly action: MatchlistAction;
  readonly riskScore: number;
  readonly state: MatchlistState;
  readonly isDefault: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** The list that every tenant begins with, and that is always in use. */
export const DEFAULT_MATCHLIST = {
  name: 'Blocklist',
  description: 'People who are not taken on',
  action: 'BLOCK',
  riskScore: 100,
} as const;

/** The sealed part of an entry: everything that it says. */
export type EntryDetail = {
  readonly attributes: readonly EntryAttribute[];
  readonly entityType?: 'INDIVIDUAL' | 'ORGANIZATION' | 'UNKNOWN' | undefined;
  readonly reference?: string | undefined;
  readonly reasons?: readonly string[] | undefined;
  readonly batchName?: string | undefined;
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
};

/** Somebody on a list. Attributes never change: results may refer to them. */
export type MatchlistEntry = {
  readonly entryId: string;
  readonly matchlistId: string;
  readonly state: MatchlistEntryState;
  /** The person it was made from, or speaks of. */
  readonly entityId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly detail: EntryDetail;
};

/** An entry that a search found. */
export type FoundEntry = {
  readonly entry: MatchlistEntry;
  readonly attributes: readonly {
    readonly attribute: EntryAttribute;
    readonly confidence: number;
  }[];
  /** 0 to 1: how much of what was asked for agrees. */
  readonly confidence: number;
};

export class MatchlistNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'API-1010';

  constructor(issueLocation = 'path.matchlistName') {
    super('Matchlist not found', [{ issue: 'There is no such matchlist', issueLocation }]);
  }
}

export class EntryNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'API-1010';

  constructor(issueLocation = 'path.entryId') {
    super('Matchlist entry not found', [
      { issue: 'There is no such entry on this matchlist', issueLocation },
    ]);
  }
}

const ON_LIST =
  'An entry about this entity, or with exactly these attributes, is on the list already';

/** Some entries of a request are on the list already; none of them was added. */
export class EntriesOnList extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  /** @param positions places in the list that was sent, from 0 */
  constructor(positions: readonly number[]) {
    super(
      'Entries are on the matchlist already',
      positions.map((at) => ({ issue: ON_LIST, issueLocation: `body.entries[${at}]` })),
    );
  }
}

export class EntityOnList extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'VAL-0409';

  constructor() {
    super('The entity is on the matchlist already', [
      { issue: ON_LIST, issueLocation: 'body.entityId' },
    ]);
  }
}

/** What is out of use takes no entries. */
export class MatchlistArchived extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('The matchlist is archived', [
      { issue: 'Must be a matchlist in state ACTIVE', issueLocation: 'path.matchlistName' },
    ]);
  }
}

/** Deletion cannot be undone. */
export class EntryDeleted extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('The matchlist entry is deleted', [
      { issue: 'A deleted entry does not change any more', issueLocation: 'path.entryId' },
    ]);
  }
}

/** Nothing is on record by which somebody else could be told to be the person. */
export class EntityHasNothing extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('The entity cannot be put on a matchlist', [
      { issue: 'Must be an individual with a name', issueLocation: 'body.entityId' },
    ]);
  }
}

export class EntityIsNone extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ENT-1010';

  constructor() {
    super('Entity not found', [
      { issue: 'There is no individual with this id', issueLocation: 'body.entityId' },
    ]);
  }
}

/** The search names a list that there is not. */
export class SearchListUnknown extends DomainError {
  readonly kind = 'not-executable';
  readonly code = 'VAL-0422';

  constructor(positions: readonly number[]) {
    super(
      'The search names matchlists that cannot be searched',
      positions.map((at) => ({
        issue: 'Must be the id of a matchlist in state ACTIVE',
        issueLocation: `body.filter.searchLists[${at}]`,
      })),
    );
  }
}

export class MatchlistExists extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'ADMIN-0409';

  constructor() {
    super('The tenant has a matchlist of this name', [
      { issue: 'Must not be the name of another matchlist', issueLocation: 'body.name' },
    ]);
  }
}

export class DefaultMatchlistStays extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ADMIN-0400';

  constructor() {
    super('The default matchlist is always in use', [
      { issue: 'The default matchlist cannot be archived', issueLocation: 'body.state' },
    ]);
  }
}
