import { toggleMonitoring as toggleOperation } from '@probity/contract/operations/profiles';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { MONITORED, type MonitoringType, subscriptionView } from './monitoring.ts';
import {
  type Monitoring,
  toggleMonitoring,
  watchingWorkflows,
} from './toggle-monitoring.command.ts';

/** Names of the sources that watching somebody of this tenant asks. */
export type WatchingSources = (asker: {
  readonly tenantId: string;
  readonly isSandbox: boolean;
}) => readonly string[];

/** Watching people: on and off. */
export function monitoringRoutes(
  mounting: Mount<TenantContext>,
  { sources }: { readonly sources: WatchingSources },
): void {
  mount(mounting, toggleOperation, async (ctx, { parameters, query, body }) => {
    const types = query.monitoringTypes?.length ? [...new Set(query.monitoringTypes)] : MONITORED;
    const asked = { entityId: parameters.entityId, isEnabled: query.enabled, types };
    const monitoring = await toggleMonitoring(ctx, { ...asked, comment: body.comment });
    const isSandbox = monitoring.workflows.some((workflow) => workflow.isSandbox);
    const providers = sources({ tenantId: ctx.db.scope.own, isSandbox });
    const view = types.map((type) => [type, typeView(monitoring, type, providers)] as const);
    return {
      status: 200,
      body: { requestId: ctx.requestId, monitoring: Object.fromEntries(view) },
    };
  });
}

function typeView(
  { profiles, subscriptions, workflows }: Monitoring,
  type: MonitoringType,
  providers: readonly string[],
) {
  const ofType = subscriptions.filter((one) => one.type === type);
  return {
    status: ofType.some(({ status }) => status === 'ENABLED') ? 'ENABLED' : 'DISABLED',
    providers: type === 'AML' ? providers : [],
    subscriptions: profiles.flatMap(({ serviceKey, serviceName, serviceProfileId }) => {
      const subscription = ofType.find((one) => one.serviceKey === serviceKey);
      if (!subscription) return [];
      return [
        {
          serviceName,
          serviceProfileId,
          ...subscriptionView(subscription),
          workflows: watchingWorkflows(workflows, serviceKey, type).map(({ definition }) => ({
            workflowName: definition.workflowName,
            workflowId: definition.workflowId,
            lifecyclePhase: definition.lifecyclePhase,
          })),
        },
      ];
    }),
  };
}
