import { type ListingKind, type ScreeningProfileName, SHIPPED_THRESHOLD } from '@probity/screening';
import { z } from 'zod';

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

/** How a workflow sets a screening step: `fuzziness` runs from 0 (exact) to 60 (very loose). */
export const AmlConfiguration = z.strictObject({
  /** By source or name, as `probity list status` shows them; `*` for all that are in service. */
  lists: z.array(z.string().trim().min(1)).min(1).max(50),
  kinds: z
    .array(z.enum(LISTING_KINDS))
    .min(1)
    .default([...LISTING_KINDS]),
  /** How names and evidence are weighed: see the signals that the operator's API lists. */
  profile: z.enum(SCREENING_PROFILES).default('balanced'),
  fuzziness: z.number().min(0).max(60).default(SHIPPED_FUZZINESS),
  isMandatory: z.boolean().default(true),
});
export type AmlConfiguration = z.output<typeof AmlConfiguration>;
