import { z } from 'zod';
import { named } from './wire/named.ts';

export const SORT_DIRECTIONS = ['asc', 'desc'] as const;
export const SORT_FIELDS = ['createdAt', 'updatedAt'] as const;
/** Elements on a page when the caller does not say. */
export const DEFAULT_LIMIT = 20;
/** Most elements on one page. */
export const MAX_LIMIT = 100;
/** Keeps the offset of the last page within 32 bits. */
const MAX_PAGE = 10_000_000;

/** The query parameters of every list: which page, how many on it, in which order. */
export const PAGE_QUERY = {
  page: z.int().min(1).max(MAX_PAGE).default(1).describe('Which page, from 1.'),
  limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Elements on a page.'),
  sort: z.enum(SORT_DIRECTIONS).default('desc').describe('Newest first is `desc`.'),
  sortFields: z
    .array(z.enum(SORT_FIELDS))
    .max(SORT_FIELDS.length)
    .default(['createdAt'])
    .describe('What to sort by, first field first.'),
};

export const PageMeta = named(
  'List-Operation-Meta',
  'Which part of a list this is.',
  z.object({
    page: z.int().describe('From 1.'),
    total: z.int().describe('Elements in the whole list.'),
    limit: z.int().describe('Most elements on a page.'),
    count: z.int().describe('Elements on this page.'),
    sort: z.enum(SORT_DIRECTIONS),
    sortFields: z.array(z.enum(SORT_FIELDS)),
  }),
);
export type PageMeta = z.infer<typeof PageMeta>;
