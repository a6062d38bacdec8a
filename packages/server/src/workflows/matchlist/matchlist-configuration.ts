import { z } from 'zod';
import { EVERY_LIST } from '../../features/matchlists/find-matches.command.ts';

/** How a workflow sets a step that looks on the tenant's lists. */
export const MatchlistConfiguration = z.strictObject({
  /** By name, in any case; `*` for all that are in use. */
  lists: z.array(z.string().trim().min(1)).min(1).max(50).default([EVERY_LIST]),
  /** EXACT: the same, whatever the case, accents and spacing. FUZZY: also what is only alike. */
  match: z.enum(['EXACT', 'FUZZY']).default('EXACT'),
  /** With FUZZY: how alike everything that an entry says must be. */
  threshold: z.number().min(0.5).max(1).default(0.85),
  isMandatory: z.boolean().default(true),
});
export type MatchlistConfiguration = z.output<typeof MatchlistConfiguration>;
