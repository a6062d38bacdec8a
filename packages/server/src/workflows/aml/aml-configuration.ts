import { type ListingKind, type ScreeningProfileName, SHIPPED_THRESHOLD } from '@probity/screening';
import { z } from 'zod';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';
import { LOCAL_LISTS } from '../../providers/watchlist-provider.ts';

export const LISTING_KINDS = [
  'SANCTION',
  'PEP',
  'WATCHLIST',
  'MEDIA',
] as const satisfies ListingKind[];

const SCREENING_PROFILES = [
  'balanced',
  'strict',
  'ofac-tool',
] as const satisfies ScreeningProfileName[];

/** The looseness that the shipped threshold stands for. */
const SHIPPED_FUZZINESS = Math.round((1 - SHIPPED_THRESHOLD) * 100);

const names = z.array(z.string().trim().min(1)).min(1).max(50);

/** How a workflow sets a screening step: `fuzziness` runs from 0 (exact) to 60 (very loose). */
export const AmlConfiguration = z
  .strictObject({
    /** Who is asked: `probity` for the lists of this installation, vendors by name; `*` for everybody. */
    providers: names.default([ALL_PROVIDERS]),
    /**
     * Which lists of this installation, by source or name, as `probity list status` shows them; `*` for all
     * that are in service. Left out only where this installation's lists are not asked.
     */
    lists: names.optional(),
    kinds: z
      .array(z.enum(LISTING_KINDS))
      .min(1)
      .default([...LISTING_KINDS]),
    /** How names and evidence are weighed: see the signals that the operator's API lists. */
    profile: z.enum(SCREENING_PROFILES).default('balanced'),
    fuzziness: z.number().min(0).max(60).default(SHIPPED_FUZZINESS),
    isMandatory: z.boolean().default(true),
  })
  .refine(({ providers, lists }) => lists !== undefined || !asksOwnLists(providers), {
    path: ['lists'],
    message: 'must name lists, or * for all',
  });
export type AmlConfiguration = z.output<typeof AmlConfiguration>;

/** Whether the lists of this installation are among those who are asked. */
export function asksOwnLists(providers: readonly string[]): boolean {
  return providers.some((name) => name === ALL_PROVIDERS || name === LOCAL_LISTS);
}
