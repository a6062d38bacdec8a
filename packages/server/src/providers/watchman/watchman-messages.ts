import { z } from 'zod';

/** What the public API of Watchman answers, as far as it is used; what is null counts as absent. */
const Word = z.string().min(1).max(500);
const text = z.exactOptional(z.string().max(5_000));
const texts = z.array(z.string().max(2_000)).default([]);

const GovernmentId = z.object({ type: text, name: text, country: text, identifier: text });
const FormerFact = z.object({ type: text, value: text });

/** A person, a business, an organisation, an aircraft or a vessel: each has some of these. */
const Body = z.object({
  name: text,
  altNames: texts,
  gender: text,
  birthDate: text,
  placeOfBirth: text,
  deathDate: text,
  titles: texts,
  governmentIDs: z.array(GovernmentId).default([]),
  imoNumber: text,
  mmsi: text,
  callSign: text,
  serialNumber: text,
  flag: text,
});

const Address = z.object({
  line1: text,
  line2: text,
  city: text,
  postalCode: text,
  state: text,
  country: text,
});

const Entity = z.object({
  name: Word,
  entityType: z.enum(['person', 'business', 'organization', 'aircraft', 'vessel']),
  sourceList: Word,
  sourceID: Word,
  person: z.exactOptional(Body),
  business: z.exactOptional(Body),
  organization: z.exactOptional(Body),
  aircraft: z.exactOptional(Body),
  vessel: z.exactOptional(Body),
  addresses: z.array(Address).default([]),
  sanctionsInfo: z.exactOptional(z.object({ programs: texts, description: text })),
  historicalInfo: z.array(FormerFact).default([]),
  match: z.number().min(0).max(1),
});
export type WatchmanEntity = z.output<typeof Entity>;

export const WatchmanSearch = z.object({
  entities: z.exactOptional(z.array(Entity).max(1_000)),
});

export const WatchmanLists = z.object({
  /** Entries by list. */
  lists: z.record(Word, z.int().min(0)),
  listHashes: z.record(Word, z.string().max(500)).default({}),
  /** When the lists were last fetched from their publishers. */
  endedAt: text,
});
export type WatchmanListInfo = z.output<typeof WatchmanLists>;
