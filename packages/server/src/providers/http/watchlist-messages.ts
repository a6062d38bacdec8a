import { z } from 'zod';
import { Country, Instant, maybe, Sentence, several, Word } from './protocol-words.ts';

/** Who is looked for on lists, and what the lists say. */
const PartDay = z
  .string()
  .regex(/^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/)
  .describe('A day, or as much of it as is known: `1962-04-07`, `1962-04`, `1962`.');
const KINDS = ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'] as const;
const ENTRY_KINDS = ['person', 'organisation', 'vessel', 'aircraft', 'unknown'] as const;
const Gender = z.enum(['MALE', 'FEMALE']);
const NameParts = { given: maybe(Sentence), middle: maybe(Sentence), family: maybe(Sentence) };

export const WatchlistAskMessage = z.object({
  query: z
    .object({
      names: several(z.object({ full: Sentence, ...NameParts })),
      kind: maybe(z.enum(ENTRY_KINDS)),
      births: maybe(several(PartDay)),
      genders: maybe(several(Gender)),
      countries: maybe(several(Country)).describe(
        'Nationality, and where the person lives or lived.',
      ),
      birthPlaces: maybe(several(Sentence)),
      documents: maybe(
        several(z.object({ number: Sentence, type: maybe(Sentence), country: maybe(Country) })),
      ),
    })
    .describe('Any of the names may be the one that is listed; the rest is evidence.'),
  kinds: several(z.enum(KINDS)).describe('Why parties are listed; others need not be brought.'),
  limit: z.int().describe('The most hits that may come back.'),
});

/** Text that says something. */
const Said = Sentence.regex(/\S/);

const ListName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .describe('By which the list is called for good.');

const Listing = z.object({
  kind: z.enum(KINDS),
  authority: Said.describe('Who lists.'),
  programmes: several(Sentence).default([]),
  reason: maybe(Sentence),
  listedOn: maybe(PartDay),
  delistedOn: maybe(PartDay),
  country: maybe(Country).describe('Of who lists.'),
  level: maybe(Word).describe('Of an office: `1` heads of state and the like … `4` local.'),
  position: maybe(Sentence),
  url: maybe(Sentence),
});

const Entry = z.object({
  reference: Word.describe(
    'The publisher’s own number: the same from one publication to the next.',
  ),
  kind: z.enum(ENTRY_KINDS).default('person'),
  names: z
    .array(
      z.object({
        full: Said,
        ...NameParts,
        quality: z.enum(['primary', 'strong', 'weak']).default('strong'),
        isFormer: maybe(z.boolean()),
      }),
    )
    .min(1)
    .max(1_000)
    .describe('All of them, the primary one first.'),
  births: several(
    z.object({ from: PartDay, to: maybe(PartDay), isApproximate: maybe(z.boolean()) }),
  ).default([]),
  birthPlaces: several(Sentence).default([]),
  genders: several(Gender).default([]),
  countries: several(
    z.object({
      code: maybe(Country),
      name: Said,
      link: z.enum([
        'CITIZENSHIP',
        'NATIONALITY',
        'RESIDENCE',
        'BIRTH',
        'INCORPORATION',
        'OPERATION',
      ]),
    }),
  ).default([]),
  documents: several(
    z.object({
      type: Said,
      number: Said,
      country: maybe(Country),
      issuedOn: maybe(PartDay),
      expiresOn: maybe(PartDay),
      note: maybe(Sentence),
    }),
  ).default([]),
  addresses: several(
    z.object({
      full: Said,
      city: maybe(Sentence),
      postalCode: maybe(Sentence),
      country: maybe(Country),
    }),
  ).default([]),
  listings: z.array(Listing).min(1).max(1_000).describe('Each reason for being listed.'),
  isDeceased: maybe(z.boolean()),
  titles: several(Sentence).default([]),
  relatedParties: several(z.object({ name: Said, relationship: Sentence })).default([]),
  links: several(z.object({ url: Sentence, description: maybe(Sentence) })).default([]),
  remarks: maybe(Sentence),
});

export const WatchlistAnswerMessage = z.object({
  lists: several(
    z.object({
      list: ListName,
      version: Word.describe('Of its content, in your own words.'),
      asOf: maybe(Instant).describe('When its content was last known to be the publisher’s.'),
    }),
  ).describe('Each list that was searched, whole.'),
  silent: several(
    z.object({
      list: ListName,
      because: z.enum(['not-loaded', 'stale', 'failing', 'too-many-hits']),
    }),
  )
    .default([])
    .describe('Each list that could not be searched, or has more hits than may come back.'),
  hits: several(
    z.object({
      list: ListName,
      entry: Entry,
      score: z.number().min(0).max(1).describe('How well it matches, in your own terms.'),
      isMatch: z
        .boolean()
        .describe('Whether you call that a match. What you do not may still be one for Probity.'),
    }),
  ),
});
