import { type Context, inTransaction } from '../../kernel/context.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { listServiceProfiles } from '../service-profiles/service-profile.store.ts';
import type { ServiceProfile } from '../service-profiles/service-profile.ts';
import { listWorkflows } from '../workflow-definitions/workflow-definition.store.ts';
import {
  keyOfService,
  type PublishedWorkflow,
} from '../workflow-definitions/workflow-definition.ts';
import { listSubscriptions, switchMonitoring } from './monitoring.store.ts';
import type { MonitoringType, Subscription } from './monitoring.ts';

type Toggling = {
  readonly entityId: string;
  readonly isEnabled: boolean;
  readonly types: readonly MonitoringType[];
  readonly comment: CommentInput;
};

/** How a person is watched now, in each of their services, and by which workflows. */
export type Monitoring = {
  readonly profiles: readonly ServiceProfile[];
  readonly subscriptions: readonly Subscription[];
  readonly workflows: readonly PublishedWorkflow[];
};

/**
 * Begins or ends watching a person in all of their services. What is so already stays as it is, and
 * nothing is said about it in the audit.
 */
export async function toggleMonitoring(
  ctx: Context,
  { entityId, isEnabled, types, comment }: Toggling,
): Promise<Monitoring> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault } = entity;
    const profiles = await listServiceProfiles(tx.db, vault);
    const status = isEnabled ? 'ENABLED' : 'DISABLED';
    const said = { status, at: tx.now(), requestId: tx.requestId, by: tx.actor.username } as const;
    const switches = profiles.flatMap(({ serviceKey }) =>
      types.map((type) => ({ serviceKey, type, ...said })),
    );
    const switched = await switchMonitoring(tx.db, vault, switches);
    const about = { objectType: 'INDIVIDUAL', objectId: entityId, comment };
    await insertComment(tx.db, commentRowOf(tx, vault, about));
    const events = switched.map(({ serviceKey, type }) => {
      const profile = profiles.find((one) => one.serviceKey === serviceKey);
      return auditEventOf(tx, vault, {
        type: 'SERVICE_PROFILE_UPDATE',
        ...(profile && {
          serviceProfileId: profile.serviceProfileId,
          serviceName: profile.serviceName,
        }),
        detail: { monitoringType: type, monitoringStatus: status },
        ...(comment?.text && { userComment: comment.text }),
      });
    });
    // Where nothing changes, what was said about it is in the audit all the same.
    if (events.length === 0 && comment?.text) {
      const said = { monitoringTypes: types, monitoringStatus: status };
      events.push(
        auditEventOf(tx, vault, {
          type: 'SERVICE_PROFILE_UPDATE',
          eventStatus: 'INFO',
          detail: { description: 'Monitoring stayed as it was.', ...said },
          userComment: comment.text,
        }),
      );
    }
    if (events.length > 0) await insertAuditEvents(tx.db, events);
    return {
      profiles,
      subscriptions: await listSubscriptions(tx.db, vault),
      workflows: await listWorkflows(tx.db, tx.db.scope.own),
    };
  });
}

/** The workflows of a service that watching for something would run. */
export function watchingWorkflows(
  workflows: readonly PublishedWorkflow[],
  serviceKey: string,
  type: MonitoringType,
): readonly PublishedWorkflow[] {
  return workflows.filter(({ definition }) => {
    const { lifecyclePhase, monitoringTypes, serviceName } = definition;
    const isMeant = monitoringTypes.length === 0 || monitoringTypes.includes(type);
    return keyOfService(serviceName) === serviceKey && lifecyclePhase === 'MONITORING' && isMeant;
  });
}
