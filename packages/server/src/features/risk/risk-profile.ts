import { RISK_LEVELS } from '@probity/contract/risk';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { DomainError, type FailureDetail } from '../../kernel/domain-error.ts';

/** What can be looked at for a factor; each handler yields values, or nothing where it cannot know. */
export const RISK_HANDLERS = [
  'entity_type',
  'entity_age',
  'address_country',
  'birth_country',
  'nationality_country',
  'document_country',
  'document_type',
  'custom_attribute',
  'is_pep',
  'has_sanctions',
  'on_watchlist',
  'has_adverse_media',
  'pep_count',
  'sanction_count',
  'watchlist_count',
  'media_count',
  'pep_level',
  'pep_country',
  'sanction_country',
  'media_country',
  'idv_document',
  'idv_face',
  'idv_liveness',
  'idv_ocr',
  'duplicates_unresolved',
  'duplicates_confirmed',
  'matchlist_action',
  'matchlist_score',
  'fraud_email_address',
  'fraud_phone_number',
  'fraud_device',
  'fraud_ip_address',
  'session_count',
  'workflow_attempts',
  'kyc_result',
] as const;
export type RiskHandler = (typeof RISK_HANDLERS)[number];

export const ASSESSED_LEVELS = RISK_LEVELS.filter((level) => level !== 'UNKNOWN');
export type AssessedLevel = (typeof ASSESSED_LEVELS)[number];
export type RiskLevel = (typeof RISK_LEVELS)[number];

const Score = z.number().min(-1_000).max(1_000);

/** Values are matched up to so many characters. */
export const MATCHED_LENGTH = 200;
const MOST_REPETITIONS = 3;

/** Groups are not repeated and repetitions are few, so that no value takes long to be matched. */
const Pattern = z
  .string()
  .min(1)
  .max(200)
  .superRefine((pattern, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    try {
      new RegExp(pattern, 'u');
    } catch {
      return refuse('Must be a regular expression');
    }
    const plain = pattern.replaceAll(/\\[^1-9]/g, '_').replaceAll(/\[[^\]]*\]/g, '_');
    const repetitions = plain.match(/[*+]|\{\d+,?\d*\}/g) ?? [];
    if (/\)[*+{]|\\[1-9]/.test(plain) || repetitions.length > MOST_REPETITIONS) {
      refuse(
        `Must repeat no group, refer back to none, and repeat ${MOST_REPETITIONS} times at most`,
      );
    }
  });

const ScoreEntry = z.union([
  z.strictObject({ value: z.string().max(200), score: Score }),
  z.strictObject({ regex: Pattern, score: Score }),
  z
    .strictObject({ min: z.number().optional(), max: z.number().optional(), score: Score })
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'Must have min or max')
    .refine(({ min = -Infinity, max = Infinity }) => min <= max, 'min must not be above max'),
]);
export type ScoreEntry = z.output<typeof ScoreEntry>;

const Factor = z.strictObject({
  factor: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'Must be in lower case, as entity_age'),
  /** For sentences: `Age of the person`. */
  title: z.string().min(1).max(200),
  handler: z.enum(RISK_HANDLERS),
  /** Which custom attribute, where the handler reads one. */
  attribute: z.string().min(1).max(200).optional(),
  /** How the scores of several values become one. */
  aggregate: z.enum(['max', 'min', 'sum']).default('max'),
  /** `value`: the value is the score. */
  scoreMethod: z.enum(['lookup', 'value']).default('lookup'),
  /** The first entry that fits gives the score. */
  scores: z.array(ScoreEntry).max(1_000).default([]),
  /** Of a value that no entry fits. */
  defaultScore: Score.default(0),
});
export type RiskFactorRule = z.output<typeof Factor>;

const RiskProfileShape = z
  .strictObject({
    profileName: z.string().trim().min(1).max(100),
    description: z.string().max(1_000).default(''),
    aggregation: z.enum(['sum', 'average', 'max']).default('sum'),
    /** From the lowest; each begins at its score and ends where the next begins. */
    levels: z
      .array(z.strictObject({ level: z.enum(ASSESSED_LEVELS), from: Score }))
      .min(1)
      .max(ASSESSED_LEVELS.length),
    factors: z.array(Factor).min(1).max(200),
  })
  .superRefine(({ levels, factors }, context) => {
    for (const [at, { level, from }] of levels.entries()) {
      const before = levels[at - 1];
      if (!before) continue;
      const isHigher =
        ASSESSED_LEVELS.indexOf(level) > ASSESSED_LEVELS.indexOf(before.level) &&
        from > before.from;
      const message = 'Must be a higher level, from a higher score, than the one before';
      if (!isHigher) context.addIssue({ code: 'custom', path: ['levels', at], message });
    }
    const names = factors.map(({ factor }) => factor);
    for (const [at, { factor, handler, attribute }] of factors.entries()) {
      const path = ['factors', at, 'factor'];
      if (names.indexOf(factor) < at)
        context.addIssue({ code: 'custom', path, message: 'Two factors have this name' });
      if ((handler === 'custom_attribute') !== (attribute !== undefined)) {
        const message = 'attribute goes with the handler custom_attribute, and with no other';
        context.addIssue({ code: 'custom', path: ['factors', at, 'attribute'], message });
      }
    }
  });

/** How risk is scored, as data. */
export type RiskProfile = z.output<typeof RiskProfileShape>;

/** A profile in force: its own version, or 0 where it is the one that is shipped. */
export type PublishedRiskProfile = {
  readonly profile: RiskProfile;
  readonly version: number;
  readonly publishedAt: Date | null;
};

export class RiskProfileRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'RISK-0400';

  constructor(problems: readonly FailureDetail[]) {
    super('The risk profile is not valid', problems);
  }
}

export class RiskProfileNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'API-1010';

  constructor() {
    super('Risk profile not found', [
      { issue: 'The tenant has no risk profile of this name', issueLocation: 'query.profileName' },
    ]);
  }
}

/** Reads a profile written in YAML or JSON. @throws {@link RiskProfileRefused} naming every problem */
export function readRiskProfile(text: string): RiskProfile {
  const shaped = RiskProfileShape.safeParse(parsed(text));
  if (shaped.success) return shaped.data;
  throw new RiskProfileRefused(
    shaped.error.issues.map(({ message, path }) => ({
      issue: message,
      issueLocation: path.length === 0 ? 'profile' : path.map(String).join('.'),
    })),
  );
}

const DEEPEST = 100;

function parsed(text: string): unknown {
  const issueLocation = 'profile';
  if (text.split('\n').some((line) => line.search(/[^\s?-]|$/) > DEEPEST) || /[[{]{20}/.test(text))
    throw new RiskProfileRefused([{ issue: 'Must not be nested so deeply', issueLocation }]);
  try {
    return parseYaml(text, { maxAliasCount: 20, logLevel: 'error' });
  } catch {
    throw new RiskProfileRefused([{ issue: 'Must be readable YAML or JSON', issueLocation }]);
  }
}
