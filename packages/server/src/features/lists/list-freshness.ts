import type { ListStatus } from './list-registry.ts';

/** How fresh a list is, as everybody is told; nothing for one that never had a version. */
export function listFreshnessOf(list: ListStatus) {
  const { inService, state } = list;
  if (!inService) return undefined;
  const { version, publishedOn, importedAt, confirmedAt } = inService;
  return {
    name: list.name,
    source: list.source,
    version,
    ...(publishedOn !== null && { publishedOn }),
    importedAt: importedAt.toISOString(),
    confirmedAt: confirmedAt.toISOString(),
    ageHours: hundredths(list.ageHours ?? 0),
    ...(list.publishedAgeHours !== null && {
      publishedAgeHours: hundredths(list.publishedAgeHours),
    }),
    isStale: state === 'stale',
    isLoaded: state !== 'failing' && list.loadedVersion === version,
  };
}

function hundredths(hours: number): number {
  return Math.round(hours * 100) / 100;
}
