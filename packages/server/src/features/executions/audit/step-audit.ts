import type { AuditData } from '@probity/contract/audit/audit-data';
import type { AuditFact, AuditSubject } from '../../audit/audit-event.ts';
import type { ProviderVisit, StepEnd } from '../step-result.ts';

/** How the run before it ended, and which earlier results the step put out of use. */
type Before = { readonly status: string | null; readonly outdated: readonly string[] };

/** The facts that the audit keeps of a step: what it came to, and each source that it turned to. */
export function stepFacts(end: StepEnd, before: Before): readonly AuditFact[] {
  const { step } = end;
  const { stepName, stepType, stepResultId, result } = step;
  const { outcome } = end.facts;
  const about: AuditSubject = { stepName, stepResultId };
  const risk = end.risk?.draft;
  return [
    {
      type: 'WORKFLOW_EVENT',
      level: 2,
      eventStatus: result === 'ERROR' ? 'ERROR' : 'SUCCESS',
      ...about,
      objectType: 'RESULT_STEP',
      objectId: stepResultId,
      elapsedMs: elapsed(step),
      ...(stepType === 'DECISION' && typeof outcome === 'string' && { status: outcome }),
      ...(risk && { riskLevel: risk.override?.level ?? risk.level }),
      detail: {
        description: `Step ${stepName} ended: ${result}.`,
        functionName: stepType,
        result,
        ...(versionsOf(step).length > 0 && {
          versions: versionsOf(step).map(({ value }) => value),
        }),
        errors: step.errors.map(({ code, description }) => `${code} ${description}`),
        ...(before.outdated.length > 0 && { resultsOutdated: before.outdated }),
        ...(risk && { riskScore: risk.score }),
        ...withData(stepData(end, before)),
      },
    },
    ...step.serviceProviders.map((visit) => visitFact(end, visit, about)),
  ];
}

function visitFact({ step }: StepEnd, visit: ProviderVisit, about: AuditSubject): AuditFact {
  const { provider, result } = visit;
  return {
    type: 'WORKFLOW_EVENT',
    level: 3,
    eventStatus: result === 'ERROR' ? 'ERROR' : 'SUCCESS',
    ...about,
    elapsedMs: elapsed(visit),
    detail: {
      description: `Step ${step.stepName} asked ${provider}: ${result}.`,
      functionName: `${step.stepType}_CONNECTOR`,
      provider,
      result,
      ...withData(visitData(step, visit)),
    },
  };
}

function withData(data: AuditData | undefined): { readonly data?: AuditData } {
  return data ? { data } : {};
}

function elapsed(span: { readonly startedAt: string; readonly endedAt: string }): number {
  return Math.max(0, Date.parse(span.endedAt) - Date.parse(span.startedAt));
}

/** In the contract's shape, where it has one for this type of step. */
function stepData(end: StepEnd, before: Before): AuditData | undefined {
  const { step } = end;
  const { result, processResultIds } = step;
  const summary: Readonly<Record<string, unknown>> = { ...step.summary };
  switch (step.stepType) {
    case 'AML':
      return { type: 'AML', result, ...amlCounts(summary) };
    case 'KYC':
      return { type: 'KYC', requirements: ruleNames(summary), result };
    case 'DECISION':
      return {
        type: 'DECISION',
        previous: before.status === null ? {} : { workflowStatus: before.status },
      };
    case 'DUPLICATE': {
      const duplicates = processResultIds.map((processResultId) => ({ processResultId }));
      return { type: 'DUPLICATE', result, duplicates };
    }
    case 'FRAUD': {
      const details = processResultIds.map((processResultId) => ({ processResultId }));
      return { type: 'FRAUD', result, details };
    }
    case 'IDV':
      return { type: 'IDV', result };
    case 'BLOCKLIST':
      return { type: 'MATCHLIST_RESULT', totalMatches: countOf(summary.totalMatches) };
    case 'RISK':
      return riskData(end);
    default:
      return undefined;
  }
}

function riskData({ risk }: StepEnd): AuditData | undefined {
  if (!risk) return undefined;
  const { draft, previousLevel } = risk;
  const level = draft.override?.level ?? draft.level;
  return {
    type: 'RISK_ASSESSMENT',
    ...(previousLevel !== null && {
      previousRisk: { riskLevel: previousLevel as typeof draft.level },
    }),
    risk: { level, overallScore: Math.round(draft.score) },
  };
}

function visitData(step: StepEnd['step'], { provider }: ProviderVisit): AuditData | undefined {
  const connectorName = provider;
  // Where several were asked, what the step rests on as a whole is told of the step alone.
  const isOnly = step.serviceProviders.length === 1;
  const connectorConfiguration = isOnly ? versionsOf(step) : [];
  switch (step.stepType) {
    case 'AML':
      return {
        type: 'AML_CONNECTOR',
        connectorName,
        connectorConfiguration,
        ...providerCounts(step, provider),
      };
    case 'KYC':
    case 'ID':
    case 'VISA':
      return { type: 'KYC_CONNECTOR', connectorName, connectorConfiguration };
    case 'IDV':
      return { type: 'IDV_CONNECTOR', connectorName, connectorConfiguration };
    default:
      return undefined;
  }
}

/** The totals of a screening; a step that was silent has none. */
function amlCounts(summary: Readonly<Record<string, unknown>>) {
  return {
    numHits: countOf(summary.totalHits),
    numFalsePositives: countOf(summary.totalFalsePositives),
    numTruePositives: countOf(summary.totalTruePositives),
    numUnknown: countOf(summary.totalUnknown),
    numUnresolved: countOf(summary.totalUnresolved),
    numUnresolvedPEP: countOf(summary.numUnresolvedPEP),
    numUnresolvedSanction: countOf(summary.numUnresolvedSanction),
    numUnresolvedWatchlist: countOf(summary.numUnresolvedWatchlist),
    numUnresolvedAdverseMedia: countOf(summary.numUnresolvedAdverseMedia),
  };
}

/** What one of the sources of a screening found. */
function providerCounts({ summary }: StepEnd['step'], provider: string) {
  const { providerSummaries }: Readonly<Record<string, unknown>> = { ...summary };
  const all: readonly unknown[] = Array.isArray(providerSummaries) ? providerSummaries : [];
  const own = all.map(Object).find(({ name }) => name === provider) ?? {};
  return {
    ...amlCounts(own),
    numHits: countOf(own.numHits),
    numFalsePositives: countOf(own.numFalsePositives),
    numTruePositives: countOf(own.numTruePositives),
    numUnknown: countOf(own.numUnknown),
    numUnresolved: countOf(own.numUnresolved),
  };
}

/** Of lists and engines that a step rests on. */
function versionsOf({ notes }: StepEnd['step']) {
  return Object.entries(notes ?? {})
    .filter(([, { type }]) => type === 'version')
    .map(([configurationKey, { value }]) => ({ configurationKey, value }));
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The rulesets that were asked about, those that hold first. */
function ruleNames({ matchedRules, unmatchedRules }: Readonly<Record<string, unknown>>): string {
  const rules = [matchedRules, unmatchedRules].flatMap((all) => (Array.isArray(all) ? all : []));
  return rules.map(({ ruleName }) => String(ruleName)).join(', ');
}
