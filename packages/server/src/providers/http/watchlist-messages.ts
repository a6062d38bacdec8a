import { z } from 'zod';
import { Country, maybe, Sentence, several, Word } from './protocol-words.ts';

/** What is asked about lists of people, and what is answered. */
const PartialDay = z
  .string()
  .regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/)
  .describe('A day, a month or a year: `1962-04-07`, `1962-04`, `1962`.');

export const LISTING_KINDS = ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'] as const;
const Kind = z.enum(LISTING_KINDS);

export const WatchlistAskMessage = z.object({
  query: z.object({
    names: several(
      z.object({
        full: Sentence,
        given: maybe(Sentence),
        middle: maybe(Sentence),
        family: maybe(Sentence),
      }),
    ),
    births: several(PartialDay),
    genders: several(z.enum(['MALE', 'FEMALE'])),
    countries: several(Country),
    birthPlaces: several(Sentence),
    documents: several(z.object({ number: Sentence, type: maybe(Word), country: maybe(Country) })),
  }),
  kinds: several(Kind).describe('Parties that are listed for none of these are not wanted.'),
  threshold: z.number().min(0).max(1).describe('Hits that score less are not wanted.'),
  limit: z.int().min(1).describe('The most hits that are wanted.'),
});

const part = maybe(Sentence);
const Entry = z.object({
  reference: Word.describe('Stays the same: decisions are remembered by it.'),
  names: several(
    z.object({
      full: Sentence.min(1),
      given: part,
      middle: part,
      family: part,
      isFormer: maybe(z.boolean()),
    }),
  ).min(1),
  births: several(PartialDay).default([]),
  genders: several(z.enum(['MALE', 'FEMALE'])).default([]),
  countries: several(
    z.object({
      code: Country,
      link: z.enum(['CITIZENSHIP', 'NATIONALITY', 'RESIDENCE', 'BIRTH']),
    }),
  ).default([]),
  listings: several(
    z.object({
      kind: Kind,
      authority: Word.describe('Who lists.'),
      programmes: several(Word).default([]),
      reason: part,
      listedOn: maybe(PartialDay),
      country: maybe(Country),
      level: maybe(Word).describe('Of a politically exposed person: 1 heads of state … 4 local.'),
      position: part,
      url: part,
    }),
  ).min(1),
  isDeceased: maybe(z.boolean()),
  remarks: part,
});

export const WatchlistAnswerMessage = z.object({
  lists: several(z.object({ name: Word, version: Word }))
    .min(1)
    .describe('Every list that was searched, whether it has hits or not.'),
  hits: several(
    z.object({
      list: Word,
      score: z.number().min(0).max(1),
      because: several(Sentence).default([]).describe('Why it matches, for officers.'),
      entry: Entry,
    }),
  ),
  isComplete: z
    .boolean()
    .describe('False where there is more than is told: the search then counts as not done.'),
});
