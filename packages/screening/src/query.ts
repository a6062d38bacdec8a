import type { EntryKind, Gender, PartialDate } from './list-entry.ts';

/** One name of the person or thing that is looked for. `full` alone is enough. */
export type QueryName = {
  readonly full: string;
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
};

export type QueryDocument = {
  readonly number: string;
  readonly type?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
};

/** Who is looked for. Everything beside the names is evidence and may be absent. */
export type ScreeningQuery = {
  /** At least one; all of them are tried, the best counts. */
  readonly names: readonly QueryName[];
  readonly kind?: EntryKind;
  readonly births?: readonly PartialDate[];
  readonly genders?: readonly Gender[];
  /** ISO 3166-1 alpha-3: nationality and countries of residence. */
  readonly countries?: readonly string[];
  readonly birthPlaces?: readonly string[];
  readonly documents?: readonly QueryDocument[];
};
