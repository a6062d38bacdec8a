import { z } from 'zod';
import { DEFAULT_REUSE, ReuseWindow } from '../../features/results/reuse.ts';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';
import { COUNTED, GOVERNMENT_DOCUMENTS, type Ruleset, SHIPPED_RULESETS } from './ruleset.ts';

const SHIPPED_NAMES = [
  'one_plus',
  'two_plus',
  'gov_id_only',
  'one_plus_gov_id',
  'two_plus_gov_id',
  'age',
] as const satisfies readonly (keyof typeof SHIPPED_RULESETS)[];

const NAME_LENGTH = 64;
const OLDEST = 150;
const word = z.string().trim().min(1).max(NAME_LENGTH);
const age = z.int().min(0).max(OLDEST).optional();

const Group = z
  .strictObject({
    attributes: z.array(z.enum(COUNTED)).min(1),
    matches: z.int().min(1).max(20).default(1),
    requiredSources: z.array(word).max(20).default([]),
    documentTypes: z
      .array(word)
      .min(1)
      .default([...GOVERNMENT_DOCUMENTS]),
  })
  .transform(({ attributes, ...group }) => ({ ...group, counted: [...new Set(attributes)] }));

const OwnRuleset = z
  .strictObject({
    name: word,
    /** A shipped ruleset whose groups it takes over. */
    basedOn: z.enum(SHIPPED_NAMES).optional(),
    groups: z.array(Group).min(1).max(10).optional(),
    previousNames: z.boolean().optional(),
    previousAddresses: z.boolean().optional(),
    alternateBirths: z.boolean().optional(),
    minimumAge: age,
    maximumAge: age,
  })
  .refine(({ basedOn, groups }) => (basedOn === undefined) !== (groups === undefined), {
    message: 'must have either groups or basedOn',
  })
  .refine(({ minimumAge = 0, maximumAge = OLDEST }) => minimumAge <= maximumAge, {
    message: 'must not be below minimumAge',
    path: ['maximumAge'],
  })
  .transform(({ basedOn, ...own }): Ruleset => {
    const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    const base = basedOn ? SHIPPED_RULESETS[basedOn] : NOTHING_SPECIAL;
    return { ...base, ...said } as Ruleset;
  });

const NOTHING_SPECIAL = {
  groups: [],
  previousNames: false,
  previousAddresses: false,
  alternateBirths: false,
};

const NamedRuleset = z
  .enum(SHIPPED_NAMES)
  .transform((name): Ruleset => ({ name, ...SHIPPED_RULESETS[name] }));

/** The least strength at which a name is the person's own, so that what else the source has counts. */
const NAME_STRENGTH = 80;

/** How a workflow sets electronic verification. */
export const KycConfiguration = z
  .strictObject({
    /** In order of priority; meeting one is enough. */
    rulesets: z
      .array(z.union([NamedRuleset, OwnRuleset]))
      .min(1)
      .max(20),
    /** In the order in which they are asked; `*` for all that serve the tenant. */
    providers: z.array(word).min(1).max(50).default([ALL_PROVIDERS]),
    /** After so many sources have answered about name, birth date and address, no other is asked. */
    mostSources: z.int().min(1).max(50).optional(),
    /** Consents without which nobody is asked. */
    consents: z.array(word).max(20).default([]),
    /** Consents without which no document is shown to anybody. */
    documentConsents: z.array(word).max(20).default([]),
    leastNameStrength: z.int().min(50).max(100).default(NAME_STRENGTH),
    /** Which earlier evidence is good enough, and how long. */
    reuse: z
      .strictObject({
        KYC: ReuseWindow.default(DEFAULT_REUSE.KYC),
        ID: ReuseWindow.default(DEFAULT_REUSE.ID),
      })
      .prefault({}),
    isMandatory: z.boolean().default(true),
  })
  .refine(({ rulesets }) => new Set(rulesets.map(({ name }) => name)).size === rulesets.length, {
    message: 'must not name one ruleset twice',
    path: ['rulesets'],
  });
export type KycConfiguration = z.output<typeof KycConfiguration>;
