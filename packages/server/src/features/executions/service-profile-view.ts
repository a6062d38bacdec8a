import type { ServiceProfile as WireServiceProfile } from '@probity/contract/service-profile';
import type { StoredIndividual } from '../entities/individual.ts';
import { type Subscription, subscriptionView } from '../monitoring/monitoring.ts';
import {
  PROFILE_SCHEMA_VERSION,
  type ServiceProfile,
} from '../service-profiles/service-profile.ts';
import type { ExecutionHead } from './execution.ts';
import { type Assessments, executionSummaryView, type ManualStatuses } from './execution-view.ts';

/** What a profile is shown with. */
export type ProfileSurroundings = {
  readonly individual: StoredIndividual;
  /** Newest first; those of other services are left out. */
  readonly executions: readonly ExecutionHead[];
  readonly statuses: ManualStatuses;
  readonly assessments?: Assessments;
  /** By service. */
  readonly latestAssessmentIds?: ReadonlyMap<string, string>;
  readonly subscriptions?: readonly Subscription[];
};

/** A service profile as answers show it, with the summaries of its newest executions. */
export function serviceProfileView(
  profile: ServiceProfile,
  { individual, executions, statuses, assessments, ...more }: ProfileSurroundings,
): WireServiceProfile {
  const { assignee, reviewer } = profile.officers;
  const optional = {
    entityName: individual.name?.displayName,
    country: individual.addresses?.[0]?.country,
    customerReference: individual.externalReferences?.find(({ type }) => type === 'CUSTOMER')
      ?.value,
    assignee,
    reviewer,
    currentWorkflowId: profile.currentWorkflowId ?? undefined,
    currentWorkflowName: profile.currentWorkflowName ?? undefined,
    latestWorkflowExecutionId: profile.latestWorkflowExecutionId ?? undefined,
    latestRiskAssessmentId: more.latestAssessmentIds?.get(profile.serviceKey),
    createdBy: profile.createdBy ?? undefined,
    updatedBy: profile.updatedBy ?? undefined,
  };
  const view = {
    serviceProfileId: profile.serviceProfileId,
    entityId: profile.entityId,
    entityType: 'INDIVIDUAL',
    schemaVersion: PROFILE_SCHEMA_VERSION,
    serviceName: profile.serviceName,
    state: profile.state,
    createdAt: profile.createdAt.toISOString(),
    createdRequestId: profile.createdRequestId,
    updatedAt: profile.updatedAt.toISOString(),
    updatedRequestId: profile.updatedRequestId,
    workflowSummaries: executions
      .filter(({ serviceKey }) => serviceKey === profile.serviceKey)
      .map((execution) => executionSummaryView(execution, statuses, assessments)),
    subscriptions: (more.subscriptions ?? [])
      .filter(({ serviceKey }) => serviceKey === profile.serviceKey)
      .map((subscription) => ({
        serviceProfileId: profile.serviceProfileId,
        type: subscription.type,
        ...subscriptionView(subscription),
      })),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
  // As in executionView: the values were typed when they were made.
  return view as WireServiceProfile;
}
