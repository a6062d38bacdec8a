import { z } from 'zod';

/** How strongly something matched, 0 to 100; 100 is a full match. */
export const MatchStrength = z.int().min(0).max(100);
