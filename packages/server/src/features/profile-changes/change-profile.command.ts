import type { ServiceProfilePatch } from '@probity/contract/service-profile';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { type AuditFact, auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { findOwnEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { updateServiceProfile } from '../service-profiles/profile-change.store.ts';
import { lockServiceProfile } from '../service-profiles/service-profile.store.ts';
import {
  isOutOfCirculation,
  type Officers,
  ProfileNotFound,
  ProfileNotSetAside,
  type ServiceProfile,
} from '../service-profiles/service-profile.ts';
import { findWorkflow } from '../workflow-definitions/workflow-definition.store.ts';
import { keyOfService } from '../workflow-definitions/workflow-definition.ts';

type Changing = {
  readonly entityId: string;
  readonly serviceName: string;
  readonly patch: ServiceProfilePatch;
  readonly comment: CommentInput;
};

/**
 * Changes who looks after a profile, which workflow is its current one, or sets it aside. What is so already
 * stays as it is, and only a comment is kept.
 */
export async function changeProfile(
  ctx: Context,
  { entityId, serviceName, patch, comment }: Changing,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const entity = await findOwnEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault } = entity;
    const before = await lockServiceProfile(tx.db, vault, keyOfService(serviceName));
    if (!before) throw new ProfileNotFound();
    const after = await changed(tx, before, patch);
    const fields = changedFields(before, after);
    if (fields.length > 0) {
      await updateServiceProfile(tx.db, vault, {
        ...after,
        updatedAt: tx.now(),
        updatedRequestId: tx.requestId,
        updatedBy: tx.actor.username,
      });
    }
    const { serviceProfileId } = before;
    const about = { objectType: 'SERVICE_PROFILE', objectId: serviceProfileId };
    await insertComment(tx.db, commentRowOf(tx, vault, { ...about, comment }));
    const events = factsOf({ before, after, fields, comment }).map((fact) =>
      auditEventOf(tx, vault, { ...fact, ...about, serviceProfileId }),
    );
    if (events.length > 0) await insertAuditEvents(tx.db, events);
  });
}

type Changed = {
  readonly before: ServiceProfile;
  readonly after: ServiceProfile;
  readonly fields: readonly Field[];
  readonly comment: CommentInput;
};

/** What there is to tell of a change: names of fields, never officers' names. */
function factsOf({ before, after, fields, comment }: Changed): AuditFact[] {
  const others = fields.filter((field) => field !== 'state');
  const said = comment?.text ? { userComment: comment.text } : {};
  const updated: AuditFact = {
    type: 'SERVICE_PROFILE_UPDATE',
    detail: {
      fieldsAdded: others.filter((field) => !fieldOf(before, field)),
      fieldsUpdated: others.filter((field) => fieldOf(before, field)),
    },
    ...said,
  };
  const moved: AuditFact = {
    type: 'SERVICE_PROFILE_STATE_CHANGE',
    detail: { previousState: before.state, newState: after.state },
    ...said,
  };
  const isOnlyComment = fields.length === 0 && comment?.text;
  return [
    ...(others.length > 0 || isOnlyComment ? [updated] : []),
    ...(before.state === after.state ? [] : [moved]),
  ];
}

async function changed(
  tx: Context,
  before: ServiceProfile,
  { assignee, reviewer, currentWorkflowName, state }: ServiceProfilePatch,
): Promise<ServiceProfile> {
  if (state && state !== before.state && isOutOfCirculation(before.state)) {
    throw new ProfileNotSetAside(before.state);
  }
  return {
    ...before,
    ...(state && { state }),
    ...(currentWorkflowName && (await currentWorkflow(tx, before, currentWorkflowName))),
    officers: officersOf({ ...before.officers, ...given({ assignee, reviewer }) }),
  };
}

const given = (officers: { [Role in keyof Officers]: string | undefined }) =>
  Object.fromEntries(Object.entries(officers).filter(([, name]) => name !== undefined));

/** Without those who are nobody. */
function officersOf(named: Officers): Officers {
  return Object.fromEntries(
    Object.entries(named).flatMap(([role, name]) => (name.trim() ? [[role, name.trim()]] : [])),
  );
}

async function currentWorkflow(
  { db }: Context,
  { serviceName }: ServiceProfile,
  workflowName: string,
): Promise<Pick<ServiceProfile, 'currentWorkflowId' | 'currentWorkflowName'>> {
  const workflow = await findWorkflow(db, db.scope.own, { serviceName, workflowName });
  if (!workflow) {
    const issueLocation = 'body.serviceProfile.currentWorkflowName';
    const issue = 'Must be a workflow that is published for the service';
    throw new InvalidRequest([{ issue, issueLocation }]);
  }
  const { definition } = workflow;
  return {
    currentWorkflowId: definition.workflowId,
    currentWorkflowName: definition.workflowName,
  };
}

const FIELDS = ['state', 'currentWorkflowName', 'assignee', 'reviewer'] as const;
type Field = (typeof FIELDS)[number];

function fieldOf(profile: ServiceProfile, field: Field): string | null | undefined {
  return field === 'assignee' || field === 'reviewer' ? profile.officers[field] : profile[field];
}

function changedFields(before: ServiceProfile, after: ServiceProfile): Field[] {
  return FIELDS.filter((field) => fieldOf(before, field) !== fieldOf(after, field));
}
