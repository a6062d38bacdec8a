import { DomainError } from '../../kernel/domain-error.ts';
import type { RiskLevel } from './risk-profile.ts';

/** Version of the shape in which an assessment is kept. */
export const RISK_SCHEMA_VERSION = 1;

export type RiskFactorStatus = 'VALID' | 'STALE' | 'OVERRIDDEN' | 'DISCARDED';

/** One scored fact about a person within a service. JSON; instants are ISO strings. */
export type RiskFactor = {
  readonly riskFactorId: string;
  readonly factor: string;
  readonly value: string;
  /** The values that it was scored from, of which `value` is the list. */
  readonly values: readonly string[];
  readonly score: number;
  /** Why it has this score, for a person to read. */
  readonly description: string;
  /** Ids and field names of what it was derived from: editing one of them makes it STALE. */
  readonly derivedFrom: readonly string[];
  readonly workflowExecutionId: string;
  readonly stepResultId: string;
  readonly createdAt: string;
  readonly status: RiskFactorStatus;
};

/** An officer's level in place of the calculated one; holds until a factor changes. */
export type RiskOverride = {
  readonly level: RiskLevel;
  readonly at: string;
  readonly requestId: string;
  readonly by: string | null;
};

/** The risk of a person as it stood at the end of one run. */
export type RiskAssessment = {
  readonly riskAssessmentId: string;
  readonly serviceKey: string;
  readonly serviceProfileId: string;
  readonly workflowId: string;
  readonly workflowExecutionId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly isOutdated: boolean;
  readonly override: RiskOverride | null;
  readonly score: number;
  /** As it was calculated; the override stands beside it. */
  readonly level: RiskLevel;
  readonly factors: readonly RiskFactor[];
};

/** What counts: the override, or what was calculated. */
export function standingLevel({ level, override }: Pick<RiskAssessment, 'level' | 'override'>) {
  return override?.level ?? level;
}

/** There is no assessment to override, or the next one is under way. */
export class RiskNotOverridable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'VAL-0409';

  constructor(issue: string) {
    super('The risk level cannot be overridden', [{ issue, issueLocation: 'path.serviceName' }]);
  }
}
