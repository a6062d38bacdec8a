import { z } from 'zod';

/** How much of a person comes back: ids alone, everything but file contents, or those as well. */
export const LEVELS = ['id', 'meta', 'base64'] as const;
export type Level = (typeof LEVELS)[number];

const described = 'How much comes back: `meta` everything but file contents, `base64` those too';

/** Where ids alone may be asked for. */
export const Level = z.enum(LEVELS).default('meta').describe(`${described}, \`id\` only ids.`);

/** Where ids alone would not be an answer. */
export const LevelOfContent = z.enum(['meta', 'base64']).default('meta').describe(`${described}.`);
