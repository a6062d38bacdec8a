import type { ManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';

const PHOTOGRAPHIC = ['DRIVERS_LICENSE', 'PASSPORT'] as const;
const FIRST_RANK = ['BIRTH_CERT', 'CITIZENSHIP'] as const;
const SECOND_RANK = [
  'VISA',
  'IMMIGRATION',
  'NATIONAL_HEALTH_ID',
  'NAME_CHANGE',
  'MARRIAGE_CERT',
] as const;

/** What is enough where a tenant has settled nothing else. */
export const SHIPPED_POLICY: ManualKycPolicy = {
  combinations: [
    [{ types: [...PHOTOGRAPHIC], count: 1 }],
    [{ types: [...FIRST_RANK], count: 2 }],
    [
      { types: [...FIRST_RANK], count: 1 },
      { types: [...SECOND_RANK], count: 1 },
    ],
  ],
  acceptsExpired: true,
};

/** A policy in force: the tenant's own version, or 0 where it is the shipped one. */
export type PublishedPolicy = {
  readonly policy: ManualKycPolicy;
  readonly version: number;
  readonly publishedAt: Date | null;
};

type Group = ManualKycPolicy['combinations'][number][number];

/** Whether documents of these types, one each, meet a combination; no document counts twice. */
export function isEnough(types: readonly string[], { combinations }: ManualKycPolicy): boolean {
  return combinations.some((groups) => canFill(placesOf(groups), types));
}

/** One place for each document that is wanted, with the types that may take it. */
function placesOf(groups: readonly Group[]): (readonly string[])[] {
  return groups.flatMap(({ types, count }) => Array.from({ length: count }, () => types));
}

/** Puts documents to places, moving one that stands where another has nowhere else to go. */
function canFill(places: readonly (readonly string[])[], types: readonly string[]): boolean {
  const holder = new Map<number, number>();
  const seat = (place: number, tried: Set<number>): boolean =>
    types.some((type, document) => {
      if (tried.has(document) || !places[place]?.includes(type)) return false;
      tried.add(document);
      const standing = [...holder].find(([, held]) => held === document)?.[0];
      if (standing !== undefined && !seat(standing, tried)) return false;
      holder.set(place, document);
      return true;
    });
  return places.every((_, place) => seat(place, new Set()));
}

/** A policy in a sentence, for whoever sent too little. */
export function policyInWords({ combinations, acceptsExpired }: ManualKycPolicy): string {
  const ways = combinations.map((groups) =>
    groups.map(({ types, count }) => `${count} of ${types.join(', ')}`).join(' and '),
  );
  const validity = acceptsExpired ? '' : '; none of them expired';
  return `Must hold ${ways.join('; or ')}${validity}`;
}
