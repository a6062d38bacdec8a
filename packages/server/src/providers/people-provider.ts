import type { DuplicatesFound } from '../features/duplicates/duplicate.ts';
import type { DuplicateSearch } from '../features/duplicates/find-duplicates.command.ts';

/** Looks among the tenant's own people. */
export type PeopleProvider = {
  readonly name: string;
  findDuplicates(search: DuplicateSearch): Promise<DuplicatesFound>;
};
