import { z } from 'zod';
import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepEnd, StepEndWithRows } from '../../features/executions/step-result.ts';
import { assessRisk, type KnownRisk, type RiskDraft } from '../../features/risk/assess-risk.ts';
import type { RiskProfile } from '../../features/risk/risk-profile.ts';
import { newUuid } from '../../kernel/id.ts';
import type { RunRecords, StepInput, StepType } from '../step-type.ts';
import { observeRisk } from './risk-observations.ts';

const RiskConfiguration = z.strictObject({
  /** The profile that scores, as `probity risk show` names it. */
  profile: z.string().trim().min(1).max(100).default('default'),
  isMandatory: z.boolean().default(true),
});
type RiskConfiguration = z.output<typeof RiskConfiguration>;
type Input = StepInput<RiskConfiguration>;

/** Scores the person's risk from what is known of them and what the steps so far have found. */
export const riskStep: StepType<RiskConfiguration> = {
  type: 'RISK',
  description: 'Scores every factor of a risk profile and says which level they come to.',
  timeoutMs: 15_000,
  maxAttempts: 3,
  configuration: RiskConfiguration,

  explain({ profile, isMandatory }) {
    return [
      `Scores the person by the risk profile “${profile}”, from the steps before it and what earlier runs left.`,
      'HIGH asks for a review, UNACCEPTABLE fails the person, where the decision table says nothing else.',
      isMandatory
        ? 'Where there is no such profile the step is ERROR and the run a REVIEW.'
        : 'The step is optional: without it the level is UNKNOWN.',
    ];
  },

  async run(input) {
    const { records, configuration } = input;
    const found = await records?.riskProfile(configuration.profile);
    if (!records || !found) return noProfile(input);
    const known = await knownBefore(input, records);
    const stepResultId = newUuid();
    const attempts = await records.attempts();
    const { individual, earlier: ends, now } = input;
    const draft = assessRisk({
      profile: found.profile,
      observe: (rule) => observeRisk({ individual, ends, attempts, at: now() }, rule),
      known,
      run: { workflowExecutionId: input.run.workflowExecutionId, stepResultId },
      at: now(),
    });
    return assessed(input, { draft, known, profile: found.profile, stepResultId });
  },
};

type Known = KnownRisk & { readonly previousLevel: string | null };

/** What an earlier step of this run came to, or what earlier runs left. */
async function knownBefore({ earlier }: Input, records: RunRecords): Promise<Known> {
  const risk = earlier.findLast((end) => end.risk)?.risk;
  return risk ? { ...risk.draft, previousLevel: risk.previousLevel } : records.knownRisk();
}

type Assessed = {
  readonly draft: RiskDraft;
  readonly known: Known;
  readonly profile: RiskProfile;
  readonly stepResultId: string;
};

function assessed(input: Input, of: Assessed): StepEndWithRows {
  const { draft, known, profile, stepResultId } = of;
  const level = draft.override?.level ?? draft.level;
  const { end, rows } = stepEndOf({ ...input.step, startedAt: input.now() }, input.now, {
    result: 'COMPLETE',
    isMandatory: input.configuration.isMandatory,
    objectType: 'INDIVIDUAL',
    objectId: input.run.entityId,
    restsOn: [...new Set(draft.factors.flatMap(({ derivedFrom }) => derivedFrom))],
    notes: {
      profile: { type: 'risk', value: profile.profileName },
      ...(draft.override && {
        override: { type: 'risk', value: `An officer's ${level} stands, no factor has changed` },
      }),
    },
    facts: { level, score: draft.score, calculatedLevel: draft.level },
  });
  const isNew = (id: string) => !known.factors.some(({ riskFactorId }) => riskFactorId === id);
  const added = draft.factors.filter(({ riskFactorId }) => isNew(riskFactorId));
  const risk: NonNullable<StepEnd['step']['risk']> = {
    level,
    contributedScore: Math.round(added.reduce((sum, { score }) => sum + score, 0)),
    overallScore: Math.round(draft.score),
    factors: draft.factors.map(({ factor, score, value }) => ({
      factor,
      score: Math.round(score),
      value,
    })),
  };
  const step = { ...end.step, stepResultId, risk };
  return { end: { ...end, step, risk: { draft, previousLevel: known.previousLevel } }, rows };
}

function noProfile(input: Input): StepEndWithRows {
  return stepEndOf({ ...input.step, startedAt: input.now() }, input.now, {
    result: 'ERROR',
    isMandatory: input.configuration.isMandatory,
    errors: [
      {
        code: 'CHECK-0422',
        description: 'The risk profile of the step is not published',
        location: input.step.name,
      },
    ],
    issues: [
      {
        category: 'SYSTEM',
        issue: 'SERVICE_ERROR',
        severity: 'ERROR',
        processResultIds: [],
        isCleared: false,
      },
    ],
  });
}
