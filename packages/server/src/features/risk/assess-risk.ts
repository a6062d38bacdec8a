import { newUuid } from '../../kernel/id.ts';
import type { RiskFactor, RiskOverride } from './risk.ts';
import {
  MATCHED_LENGTH,
  type RiskFactorRule,
  type RiskHandler,
  type RiskLevel,
  type RiskProfile,
  type ScoreEntry,
} from './risk-profile.ts';

/** What a run saw of one factor: values, possibly none, and what of the person they come from. */
export type RiskObservation = {
  readonly values: readonly string[];
  readonly derivedFrom: readonly string[];
};

/** What is known before: factors that still hold, and the latest assessment's override. */
export type KnownRisk = {
  readonly factors: readonly RiskFactor[];
  readonly override: RiskOverride | null;
};

export type RiskQuestion = {
  readonly profile: RiskProfile;
  /** Undefined where the run could not see the factor: what was known of it before stands. */
  readonly observe: (rule: RiskFactorRule) => RiskObservation | undefined;
  readonly known: KnownRisk;
  readonly run: { readonly workflowExecutionId: string; readonly stepResultId: string };
  readonly at: Date;
};

/** What a run comes to. */
export type RiskDraft = {
  readonly score: number;
  readonly level: RiskLevel;
  /** Carried over from before because no factor has changed. */
  readonly override: RiskOverride | null;
  /** Those that count, in the order of the profile. */
  readonly factors: readonly RiskFactor[];
  /** Ids of known factors that no longer hold. */
  readonly replaced: readonly string[];
};

/** Scores everything that a profile asks about, from what the run saw and what was known before. */
export function assessRisk(question: RiskQuestion): RiskDraft {
  const { profile, known } = question;
  const factors = profile.factors.flatMap((rule) => factorOf(rule, question) ?? []);
  const standing = new Set(factors.map(({ riskFactorId }) => riskFactorId));
  const replaced = known.factors
    .map(({ riskFactorId }) => riskFactorId)
    .filter((id) => !standing.has(id));
  const isUnchanged =
    factors.length === known.factors.length &&
    factors.every((factor) => saysTheSame(factor, profile, known));
  const score = aggregate(
    profile.aggregation,
    factors.map((factor) => factor.score),
  );
  return {
    score,
    level: levelOf(profile, score),
    override: isUnchanged ? known.override : null,
    factors,
    replaced,
  };
}

/** What goes up by itself, with time and with every run: another value of the same score is no news. */
const GOES_UP: ReadonlySet<RiskHandler> = new Set([
  'entity_age',
  'session_count',
  'workflow_attempts',
]);

function saysTheSame(factor: RiskFactor, { factors }: RiskProfile, known: KnownRisk): boolean {
  const before = known.factors.find((one) => one.factor === factor.factor);
  if (before?.riskFactorId === factor.riskFactorId) return true;
  const rule = factors.find((one) => one.factor === factor.factor);
  return rule !== undefined && GOES_UP.has(rule.handler) && before?.score === factor.score;
}

/** The factor as it stands now; the known one where it says the same. */
function factorOf(rule: RiskFactorRule, question: RiskQuestion): RiskFactor | undefined {
  const before = question.known.factors.find(({ factor }) => factor === rule.factor);
  const seen = question.observe(rule) ?? carriedOver(before);
  if (!seen || seen.values.length === 0) return undefined;
  const scored = scoreOf(rule, seen.values);
  const { run, at } = question;
  if (before?.value === scored.value && before.score === scored.score) return before;
  return {
    riskFactorId: newUuid(),
    factor: rule.factor,
    ...scored,
    derivedFrom: [...new Set(seen.derivedFrom)],
    ...run,
    createdAt: at.toISOString(),
    status: 'VALID',
  };
}

function carriedOver(before: RiskFactor | undefined): RiskObservation | undefined {
  return before && { values: before.values, derivedFrom: before.derivedFrom };
}

function scoreOf(rule: RiskFactorRule, values: readonly string[]) {
  const distinct = [...new Set(values)].sort();
  const scores = distinct.map((value) => ({ value, ...scoreOfValue(rule, value) }));
  const score = aggregate(
    rule.aggregate,
    scores.map((one) => one.score),
  );
  const counted = rule.aggregate === 'sum' ? scores : scores.filter((one) => one.score === score);
  const why = counted.map((one) => `${one.value} scores ${one.score} (${one.because})`).join('; ');
  const among = scores.length > 1 ? `, the ${rule.aggregate} of ${scores.length} values` : '';
  return {
    value: distinct.join(', '),
    values: distinct,
    score,
    description: `${rule.title}: ${why}${among}.`,
  };
}

function scoreOfValue(rule: RiskFactorRule, value: string) {
  if (rule.scoreMethod === 'value') {
    const score = Number(value);
    if (Number.isFinite(score)) return { score, because: 'the value is the score' };
    return { score: rule.defaultScore, because: 'not a number, the default' };
  }
  const entry = rule.scores.find((one) => fits(one, value));
  if (!entry) return { score: rule.defaultScore, because: 'the default' };
  return { score: entry.score, because: entryInWords(entry) };
}

/** Values are compared whatever their case. */
function fits(entry: ScoreEntry, value: string): boolean {
  if ('value' in entry) return entry.value.toLowerCase() === value.toLowerCase();
  if ('regex' in entry) return new RegExp(entry.regex, 'iu').test(value.slice(0, MATCHED_LENGTH));
  const { min = -Infinity, max = Infinity } = entry;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return number >= min && number <= max;
}

function entryInWords(entry: ScoreEntry): string {
  if ('value' in entry) return 'listed in the profile';
  if ('regex' in entry) return 'fits a pattern of the profile';
  const { min, max } = entry;
  if (min === undefined) return `up to ${max}`;
  return max === undefined ? `from ${min}` : `from ${min} to ${max}`;
}

function aggregate(how: 'sum' | 'average' | 'max' | 'min', scores: readonly number[]): number {
  if (scores.length === 0) return 0;
  if (how === 'max') return Math.max(...scores);
  if (how === 'min') return Math.min(...scores);
  const sum = scores.reduce((total, score) => total + score, 0);
  return how === 'average' ? rounded(sum / scores.length) : rounded(sum);
}

function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}

/** Below the first level counts as the first. */
function levelOf({ levels }: RiskProfile, score: number): RiskLevel {
  return (levels.findLast(({ from }) => score >= from) ?? levels[0])?.level ?? 'UNKNOWN';
}
