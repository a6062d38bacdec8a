import type { ListEntry } from './list-entry.ts';

/** A listed person with these names and nothing else known, for tests. */
export function listed(
  reference: string,
  names: readonly string[],
  known: Partial<ListEntry> = {},
): ListEntry {
  return {
    reference,
    kind: 'person',
    names: names.map((full, at) => ({ full, quality: at === 0 ? 'primary' : 'strong' })),
    births: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    documents: [],
    addresses: [],
    listings: [],
    titles: [],
    relatedParties: [],
    links: [],
    ...known,
  };
}
