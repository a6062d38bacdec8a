import { z } from 'zod';
import { FRAUD_KINDS } from '../http/check-messages.ts';

/** What a provider may be asked for, as settings name it. */
export const CAPABILITIES = [
  'identity',
  'documents',
  'idv',
  'watchlist',
  'fraud',
  'visa',
  'lookup',
] as const;
export type CapabilityName = (typeof CAPABILITIES)[number];

/** Names that sources of this installation have by themselves. */
const OWN_NAMES = /^(?:probity|sandbox|local|reference)/;

const Name = z
  .string('must be a name')
  .regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 small letters, digits and hyphens')
  .refine(
    (name) => !OWN_NAMES.test(name),
    'must not begin as the names of built-in sources do: probity, sandbox, local, reference',
  );

/** Personal data goes out: in the clear to nobody but this machine. */
const Url = z
  .string('must be a URL')
  .max(2_000, 'must be at most 2000 characters')
  .refine(
    isSafeUrl,
    'must be an https:// URL without user, query or fragment; http:// to this machine only',
  )
  .transform((url) => url.replace(/\/+$/, ''));

const MOST_TIMEOUT_MS = 60_000;
const TimeoutMs = z
  .int('must be a whole number of milliseconds')
  .min(100, 'must be at least 100')
  .max(MOST_TIMEOUT_MS, `must be at most ${MOST_TIMEOUT_MS}`)
  .default(7_000);

const PLACE =
  'must say where the secret is, never the secret: {env: NAME} (not PROBITY_…) or {file: /path}';

/** Where a secret is: never the secret. */
const SecretPlace = z.union(
  [
    z.strictObject({ env: z.string(PLACE).regex(/^(?!PROBITY_)[A-Z][A-Z0-9_]{0,99}$/, PLACE) }),
    z.strictObject({ file: z.string(PLACE).min(1, PLACE).max(1_000, PLACE) }),
  ],
  PLACE,
);
export type SecretPlace = z.output<typeof SecretPlace>;

const COMMON = {
  name: Name,
  url: Url,
  timeoutMs: TimeoutMs,
  /** Whether it is asked about the invented people of sandboxes, too. */
  asksForSandboxes: z.boolean('must be true or false').default(false),
};

const several = <const T extends readonly string[]>(words: T) =>
  z
    .array(z.enum(words, `must be one of ${words.join(', ')}`), 'must be a list')
    .min(1, 'must name at least one')
    .refine((list) => new Set(list).size === list.length, 'must not repeat itself');

const Http = z.strictObject({
  kind: z.literal('http'),
  ...COMMON,
  capabilities: several(CAPABILITIES),
  secret: SecretPlace,
  fraudKinds: several(FRAUD_KINDS).default([...FRAUD_KINDS]),
});

const Veriff = z.strictObject({
  kind: z.literal('veriff'),
  ...COMMON,
  apiKey: SecretPlace,
  secret: SecretPlace,
});

const SCORE = 'must be a number from 0 to 1';
const score = (byDefault: number) => z.number(SCORE).min(0, SCORE).max(1, SCORE).default(byDefault);

/** Of a vendor that scores what it finds: from which score on it is a match, and from which it is looked at. */
const scores = (threshold: number, cutoff: number) => ({
  threshold: score(threshold),
  cutoff: score(cutoff),
});
const CUTOFF = {
  path: ['cutoff'],
  message: 'must not be above threshold',
};
const hasSaneScores = ({ threshold, cutoff }: { threshold: number; cutoff: number }) =>
  cutoff <= threshold;

const Dataset = z
  .string('must be the name of a dataset')
  .regex(/^[a-z][a-z0-9_]{0,99}$/, 'must be a name such as us_ofac or default');

/** The API's own defaults. */
const Yente = z
  .strictObject({
    kind: z.literal('yente'),
    ...COMMON,
    dataset: Dataset.default('default'),
    algorithm: z.exactOptional(
      z.string('must be a name').regex(/^[a-z0-9-]{1,60}$/, 'must be a name such as logic-v1'),
    ),
    ...scores(0.7, 0.5),
    apiKey: z.exactOptional(SecretPlace),
  })
  .refine(hasSaneScores, CUTOFF);

const Watchman = z
  .strictObject({
    kind: z.literal('watchman'),
    ...COMMON,
    /** That must be loaded there. */
    lists: z.array(Dataset, 'must be a list').max(100, 'must be at most 100').default([]),
    ...scores(0.75, 0.6),
  })
  .refine(hasSaneScores, CUTOFF);

const KINDS = 'must be one of http, veriff, watchman, yente';

/** One provider as the operator's file has it. */
export const ProviderSettings = z.discriminatedUnion(
  'kind',
  [Http, Veriff, Watchman, Yente],
  KINDS,
);
export type ProviderSettings = z.output<typeof ProviderSettings>;
export type HttpSettings = Extract<ProviderSettings, { kind: 'http' }>;

/** The operator's file: providers in the order in which they are asked. */
export const ProvidersFile = z.strictObject({
  providers: z
    .array(ProviderSettings, 'must be a list of providers')
    .max(100, 'must be at most 100 providers'),
});

/** What a provider can be asked for; the kind says it where the file does not. */
export function capabilitiesOf(settings: ProviderSettings): readonly CapabilityName[] {
  switch (settings.kind) {
    case 'http':
      return settings.capabilities;
    case 'veriff':
      return ['idv'];
    case 'watchman':
    case 'yente':
      return ['watchlist'];
  }
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = !url.username && !url.password && !url.search && !url.hash;
  const isHere = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  return isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && isHere));
}
