import type { Audit } from '@probity/contract/audit/audit-event';
import { auditView } from '../audit/audit-view.ts';
import type { ReadAuditEvent } from '../audit/read-audit-event.ts';
import type { KeptComment } from '../comments/comment.ts';
import type { Execution } from '../executions/execution.ts';
import type { VersionLabel } from '../lists/screening-list.ts';
import type { ProcessResult } from '../results/process-result.ts';

/** Everything that is kept about one person and what was done about them, as it was read. */
export type Kept = {
  /** Null where the person was deleted: then only events are left. */
  readonly individual: object | null;
  readonly executions: readonly Execution[];
  readonly results: readonly ProcessResult[];
  readonly labels: readonly VersionLabel[];
  readonly comments: readonly KeptComment[];
  readonly events: readonly ReadAuditEvent[];
};

/** What an examiner gets of one person. Instants are ISO strings. */
export type ExaminedRecord = {
  readonly individual?: object;
  readonly executions: readonly object[];
  readonly results: readonly ExaminedResult[];
  readonly comments: readonly ExaminedComment[];
  readonly events: readonly ExaminedEvent[];
};

/** What a source said, what it was asked, and what an officer made of it. */
export type ExaminedResult = {
  readonly processResultId: string;
  readonly workflowExecutionId: string;
  readonly stepName: string;
  readonly class: string;
  readonly foundAt: string;
  readonly result: string;
  readonly systemStatus: string;
  readonly source?: string;
  readonly engineVersion?: string;
  readonly profile?: string;
  readonly threshold?: number;
  /** What was asked, where the source was a list. */
  readonly asked?: object;
  readonly matched: readonly ExaminedMatch[];
  /** How grave it is if it is the person, and why. */
  readonly severity?: object;
  readonly evidence?: object;
  readonly decision?: { readonly status: string; readonly at: string; readonly by: string | null };
};

/** One list entry that fitted, and why. */
export type ExaminedMatch = {
  /** Who found it, where several sources were asked. */
  readonly foundBy?: string;
  readonly list: string;
  readonly listVersion: number | string;
  readonly publishedOn?: string;
  readonly importedAt?: string;
  readonly reference: string;
  readonly name: string;
  readonly match: number;
  readonly because: readonly string[];
};

export type ExaminedComment = {
  readonly commentId: string;
  readonly at: string;
  readonly by: string | null;
  readonly requestId: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly text: string;
};

/** An event with its place in the chain, so that its order and its being whole can be checked. */
export type ExaminedEvent = Audit & { readonly place: number; readonly hash: string };

/** Puts what was read into the words of an examiner. */
export function examinedRecord(kept: Kept): ExaminedRecord {
  return {
    ...(kept.individual && { individual: kept.individual }),
    executions: kept.executions.map(examinedExecution),
    results: kept.results.map((result) => examinedResult(result, kept.labels)),
    comments: kept.comments.map(({ createdAt, createdBy, ...comment }) => ({
      at: createdAt.toISOString(),
      by: createdBy,
      ...comment,
    })),
    events: kept.events.map((event) => ({
      ...auditView(event),
      place: event.chainPlace,
      hash: event.chainHash,
    })),
  };
}

function examinedExecution(execution: Execution): object {
  const { given, report, override, startedAt, endedAt, updatedAt, ...head } = execution;
  const { serviceKey: _service, workflowKey: _workflow, summary: _summary, ...said } = head;
  return {
    ...said,
    startedAt: startedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(override && { override: { ...override, at: override.at.toISOString() } }),
    given: given.individual,
    ...(report && { issues: report.issues, steps: report.stepResults }),
  };
}

function examinedResult(result: ProcessResult, labels: readonly VersionLabel[]): ExaminedResult {
  const { basis, providerResult, supplementaryData } = result.evidence;
  const { manualStatus, updatedAt, updatedBy } = result;
  return {
    processResultId: result.processResultId,
    workflowExecutionId: result.workflowExecutionId,
    stepName: result.stepName,
    class: result.class,
    foundAt: result.createdAt.toISOString(),
    result: result.result,
    systemStatus: result.systemStatus,
    ...(basis && {
      source: basis.provider,
      engineVersion: basis.engineVersion,
      profile: basis.profile,
      threshold: basis.threshold,
      asked: basis.query,
      ...(basis.severity && { severity: basis.severity }),
    }),
    matched: (basis?.members ?? []).map((member) => examinedMatch(member, labels)),
    ...((providerResult ?? supplementaryData) && {
      evidence: { providerResult, supplementaryData },
    }),
    ...(manualStatus && {
      decision: { status: manualStatus, at: updatedAt.toISOString(), by: updatedBy },
    }),
  };
}

type Member = NonNullable<ProcessResult['evidence']['basis']>['members'][number];

function examinedMatch(member: Member, labels: readonly VersionLabel[]): ExaminedMatch {
  const { provider, listId, listVersion, reference, match, name, findings } = member;
  const label = labels.find((one) => one.listId === listId && one.version === listVersion);
  return {
    ...(provider && { foundBy: provider }),
    list: label?.name ?? listId,
    listVersion,
    ...(label?.publishedOn && { publishedOn: label.publishedOn }),
    ...(label && { importedAt: label.importedAt.toISOString() }),
    reference,
    name: name.full,
    match,
    because: findings.map(({ because }) => because),
  };
}
