import { dispositionOf } from '../../features/results/disposition.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { newUlid } from '../../kernel/id.ts';
import type { FraudFinding } from '../../providers/fraud-provider.ts';
import type { StepInput } from '../step-type.ts';
import { ofThisStep, processResultOf } from '../steps/process-result-of.ts';
import {
  FRAUD_LEVELS,
  type FraudConfiguration,
  type FraudKind,
  type FraudLevel,
} from './fraud-configuration.ts';
import type { SeenSubject } from './fraud-subjects.ts';

/** A finding as it stands: with its result, new or stored, and what an officer has said of it. */
export type StandingFinding = {
  readonly kind: FraudKind;
  readonly riskLevel: FraudLevel;
  readonly result: ProcessResult;
};

/** What one source found of one subject. */
export type SourcedFinding = FraudFinding & {
  readonly provider: string;
  readonly seen: SeenSubject;
};

type Merged = {
  readonly standing: readonly StandingFinding[];
  readonly opened: readonly ProcessResult[];
  readonly outdated: readonly ProcessResult[];
};

/**
 * Lays findings over what is stored: one that says the same keeps the officer's word on it; one that says
 * something else is new, and nobody has decided it yet. Stored findings of sources that fell silent stay.
 */
export function mergeFindings(
  input: StepInput<FraudConfiguration>,
  findings: readonly SourcedFinding[],
  { stored, silent }: { stored: readonly ProcessResult[]; silent: ReadonlySet<string> },
): Merged {
  const opened: ProcessResult[] = [];
  const own = ofThisStep(stored, input);
  const standing = findings.map((finding): StandingFinding => {
    const fresh = resultOf(input, finding);
    const known = own.find((result) => saysTheSame(result, fresh));
    if (!known) opened.push(fresh);
    return { kind: finding.kind, riskLevel: finding.riskLevel, result: known ?? fresh };
  });
  const kept = new Set(standing.map(({ result }) => result.processResultId));
  const outdated = own.filter(
    (result) => !kept.has(result.processResultId) && !silent.has(providerOf(result)),
  );
  return { standing, opened, outdated };
}

function providerOf({ evidence }: ProcessResult): string {
  return String((evidence.providerResult as { name?: unknown } | undefined)?.name);
}

function saysTheSame(one: ProcessResult, other: ProcessResult): boolean {
  return (
    one.objectType === other.objectType &&
    one.objectId === other.objectId &&
    one.result === other.result &&
    providerOf(one) === providerOf(other) &&
    JSON.stringify(said(one)) === JSON.stringify(said(other))
  );
}

function said({ evidence }: ProcessResult): unknown {
  const { riskLevel, indicators = [] } = evidence.supplementaryData as {
    riskLevel?: string;
    indicators?: { name: string; value: string }[];
  };
  return [riskLevel, indicators.map(({ name, value }) => [name, value])];
}

const ID_KEY: Readonly<Record<FraudKind, string | undefined>> = {
  EMAIL_ADDRESS: 'emailAddressId',
  PHONE_NUMBER: 'phoneNumberId',
  DEVICE: undefined,
  IP_ADDRESS: 'deviceId',
};

function resultOf(
  input: StepInput<FraudConfiguration>,
  { provider, kind, riskLevel, objectId, indicators, reference, seen }: SourcedFinding,
): ProcessResult {
  const isHit =
    FRAUD_LEVELS.indexOf(riskLevel) >= FRAUD_LEVELS.indexOf(input.configuration.hitFrom);
  const idKey = ID_KEY[kind];
  return processResultOf(input, {
    class: 'FRAUD',
    result: isHit ? 'HIT' : 'CLEAR',
    objectType: kind,
    objectId,
    derivedFrom: [seen.derivedFrom],
    evidence: {
      providerResult: { name: provider, source: provider, ...(reference && { reference }) },
      supplementaryData: {
        type: `FRAUD_${kind}`,
        riskLevel,
        ...(reference && { reference: { type: 'REFERENCE', reference } }),
        indicators: indicators.map(({ name, value }) => ({
          indicatorId: newUlid(),
          name,
          value,
        })),
        ...(idKey && { [idKey]: objectId }),
        ...(seen.subject.kind === 'DEVICE' && { device: { deviceId: objectId } }),
      },
      notes: Object.fromEntries(
        indicators.map(({ name, because }) => [name, { type: 'indicator', value: because }]),
      ),
      riskFactors: [{ factor: `fraud_${kind.toLowerCase()}`, value: riskLevel }],
    },
  });
}

/** Where a hit stands; undefined for what is no hit. */
export function standingOf({ result }: StandingFinding) {
  return result.result === 'HIT' ? dispositionOf(result.manualStatus) : undefined;
}

/** An officer who says that a finding is false says that it is no risk. */
export function countsForRisk({ result }: StandingFinding): boolean {
  return !result.manualStatus?.startsWith('FALSE_POSITIVE');
}
