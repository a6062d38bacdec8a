import { z } from 'zod';

/** What the public API of yente answers, as far as it is used. */
const Word = z.string().min(1).max(500);
const text = z.exactOptional(z.string().max(500));

/** One entity that may be the one looked for. */
const ScoredEntity = z.object({
  id: Word,
  caption: z.string().max(2_000),
  schema: Word,
  properties: z.record(z.string(), z.array(z.unknown())),
  datasets: z.array(Word).default([]),
  /** Ids that the entity has or had elsewhere. */
  referents: z.array(z.string().max(500)).default([]),
  target: z.exactOptional(z.boolean()),
  score: z.number().min(0).max(1),
  /** Whether the score reaches the threshold that was asked for. */
  match: z.boolean(),
});
export type ScoredEntity = z.output<typeof ScoredEntity>;

/** The one query of a request. */
export const QUERY = 'person';

export const YenteMatches = z.object({
  responses: z.object({
    [QUERY]: z.object({
      status: z.int().default(200),
      results: z.array(ScoredEntity).max(1_000),
    }),
  }),
});

export const YenteCatalog = z.object({
  datasets: z.array(
    z.object({
      name: Word,
      version: text,
      /** Of what is searched, where the data are indexed apart from being published. */
      index_version: text,
      updated_at: text,
      last_export: text,
    }),
  ),
});
export type YenteDataset = z.output<typeof YenteCatalog>['datasets'][number];
