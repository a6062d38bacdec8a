import type { ListEntry } from './list-entry.ts';

/**
 * The canonical text of everything in an entry whose change may change a decision about a person:
 * names and aliases, births, nationalities, genders, documents and the kinds of listing.
 *
 * Two publications of the same party have the same text exactly when nothing of that changed, in
 * whatever order the publisher writes it. The caller hashes it.
 */
export function fingerprintOf(entry: ListEntry): string {
  const nationalities = entry.countries.filter(
    ({ link }) => link === 'NATIONALITY' || link === 'CITIZENSHIP',
  );
  return JSON.stringify([
    canonical(entry.names.map(({ full, quality }) => [full, quality])),
    canonical(entry.births.map((born) => [born.from, born.to ?? '', born.isApproximate === true])),
    canonical(nationalities.map(({ code, name }) => [code ?? name])),
    canonical(entry.genders.map((gender) => [gender])),
    canonical(entry.documents.map(({ type, number, country }) => [type, number, country ?? ''])),
    canonical(entry.listings.map(({ kind }) => [kind])),
  ]);
}

/** Sorted, each once, white space and Unicode composition made one. */
function canonical(rows: ReadonlyArray<ReadonlyArray<string | boolean>>): string[] {
  const texts = rows.map((row) =>
    JSON.stringify(
      row.map((cell) =>
        typeof cell === 'string' ? cell.normalize('NFC').replace(/\s+/gu, ' ').trim() : cell,
      ),
    ),
  );
  return [...new Set(texts)].sort();
}
