import { describe, expect, it } from 'vitest';
import { listFreshnessOf } from './list-freshness.ts';
import type { ListStatus } from './list-registry.ts';
import type { ListVersion } from './screening-list.ts';

const inService = {
  version: 3,
  publishedOn: '2026-08-01',
  importedAt: new Date('2026-08-02T00:00:00Z'),
  confirmedAt: new Date('2026-08-09T00:00:00Z'),
} as ListVersion;
const status = (given: Partial<ListStatus>): ListStatus => ({
  listId: 'list-un',
  name: 'un',
  source: 'un-consolidated',
  owner: null,
  state: 'ready',
  loadedVersion: 3,
  inService,
  ageHours: 48.126,
  publishedAgeHours: 240,
  retiredAt: null,
  ...given,
});

describe('listFreshnessOf', () => {
  it('tells the age since it was confirmed, and since it was published', () => {
    expect(listFreshnessOf(status({}))).toEqual({
      name: 'un',
      source: 'un-consolidated',
      version: 3,
      publishedOn: '2026-08-01',
      importedAt: '2026-08-02T00:00:00.000Z',
      confirmedAt: '2026-08-09T00:00:00.000Z',
      ageHours: 48.13,
      publishedAgeHours: 240,
      isStale: false,
      isLoaded: true,
    });
  });

  it('says nothing of a publication that the publisher does not state', () => {
    const unstated = { inService: { ...inService, publishedOn: null }, publishedAgeHours: null };
    const keys = Object.keys(listFreshnessOf(status(unstated)) ?? {});
    expect(keys).not.toEqual(expect.arrayContaining(['publishedOn']));
    expect(keys).not.toEqual(expect.arrayContaining(['publishedAgeHours']));
  });

  it.each([
    { what: 'stale', given: { state: 'stale' as const }, isLoaded: true, isStale: true },
    { what: 'failing', given: { state: 'failing' as const }, isLoaded: false, isStale: false },
    { what: 'older than in service', given: { loadedVersion: 2 }, isLoaded: false, isStale: false },
  ])('tells what is $what', ({ given, isLoaded, isStale }) => {
    expect(listFreshnessOf(status(given))).toMatchObject({ isLoaded, isStale });
  });

  it('is nothing without a version', () => {
    expect(listFreshnessOf(status({ inService: null }))).toBeUndefined();
  });
});
