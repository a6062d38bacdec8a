import type { Clock } from '../../kernel/clock.ts';
import type { EffectRow } from '../../kernel/effect.ts';
import { newUuid } from '../../kernel/id.ts';
import type {
  Issue,
  StepEnd,
  StepEndWithRows,
  StepResult,
  StepResultValue,
} from './step-result.ts';

/** What a step found, before it is stamped with ids and times. */
export type StepFinding = {
  readonly result: StepResultValue;
  readonly isMandatory?: boolean;
  readonly isRoutedAround?: boolean;
  readonly summary?: object;
  readonly notes?: StepResult['notes'];
  readonly objectType?: string;
  readonly objectId?: string;
  readonly serviceProviders?: StepResult['serviceProviders'];
  readonly errors?: StepResult['errors'];
  readonly processResultIds?: readonly string[];
  readonly restsOn?: readonly string[];
  readonly issues?: readonly Pick<
    Issue,
    'category' | 'issue' | 'severity' | 'processResultIds' | 'isCleared'
  >[];
  readonly facts?: StepEnd['facts'];
  readonly rows?: Readonly<Record<string, readonly EffectRow[]>>;
};

/** Closes a step: stamps ids and times on what it found. */
export function stepEndOf(
  step: { readonly name: string; readonly type: string; readonly startedAt: Date },
  now: Clock,
  found: StepFinding,
): StepEndWithRows {
  const stepResultId = newUuid();
  const endedAt = now().toISOString();
  const { objectType, objectId, summary, notes } = found;
  return {
    end: {
      step: {
        stepResultId,
        stepName: step.name,
        stepType: step.type,
        result: found.result,
        startedAt: step.startedAt.toISOString(),
        endedAt,
        ...(objectType && { objectType }),
        ...(objectId && { objectId }),
        serviceProviders: found.serviceProviders ?? [],
        errors: found.errors ?? [],
        // The contract tells summaries apart by the kind of step, whatever a workflow calls it.
        ...(summary && { summary: { stepName: step.type, ...summary } }),
        ...(notes && { notes }),
        processResultIds: found.processResultIds ?? [],
        restsOn: found.restsOn ?? [],
      },
      isMandatory: found.isMandatory ?? true,
      ...(found.isRoutedAround && { isRoutedAround: true }),
      issues: (found.issues ?? []).map((issue) => ({
        ...issue,
        issueId: newUuid(),
        stepResultId,
        createdAt: endedAt,
      })),
      facts: found.facts ?? {},
    },
    rows: found.rows ?? {},
  };
}
