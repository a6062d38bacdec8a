import type { IndividualInput, IndividualPatch } from '@probity/contract/individual';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import { changeData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { reviewRows } from '../edits/keep-edit.command.ts';
import { type Entity, insertEntity, putAttachments } from '../entities/entity.store.ts';
import { newIndividual } from '../entities/merge-individual.ts';
import { insertResults } from '../results/result-effects.store.ts';
import { documentsToReview } from '../results/supporting-review.ts';
import { insertServiceProfile } from '../service-profiles/service-profile.store.ts';
import { profileIdOf, type ServiceProfile } from '../service-profiles/service-profile.ts';
import { findWorkflow, listWorkflows } from '../workflow-definitions/workflow-definition.store.ts';
import {
  keyOfService,
  type PublishedWorkflow,
} from '../workflow-definitions/workflow-definition.ts';

type Creating = {
  /** Somebody of whom only a reference is known yet has no name. */
  readonly individual: IndividualInput | IndividualPatch;
  readonly serviceName?: string | undefined;
  readonly workflowName?: string | undefined;
  readonly comment?: CommentInput;
};

/** Keeps a new person, with a profile in the service that was named. Runs nothing. */
export async function createIndividual(ctx: Context, asked: Creating): Promise<Entity> {
  const at = ctx.now();
  const { individual, contents } = newIndividual(asked.individual, at);
  const { entityId } = individual;
  const { vault, wrapped } = ctx.vaults.create(ctx.db.scope.own, entityId);
  const profile = await firstProfile(ctx, entityId, asked);
  const events = [
    auditEventOf(ctx, vault, {
      type: 'ENTITY_CREATE',
      detail: { data: changeData({ added: Object.keys(asked.individual) }) },
      ...(asked.comment?.text && { userComment: asked.comment.text }),
    }),
  ];
  if (profile) {
    const { serviceProfileId, serviceName, state } = profile;
    const about = { serviceProfileId, serviceName, detail: { newState: state } };
    events.push(auditEventOf(ctx, vault, { type: 'SERVICE_PROFILE_CREATE', ...about }));
  }
  await inTransaction(ctx, async (tx) => {
    await insertEntity(tx.db, { vault, individual }, { wrapped, at });
    await putAttachments(tx.db, vault, { contents, at });
    const toReview = documentsToReview({}, individual);
    await insertResults(tx.db, reviewRows(tx, vault, { toReview, revision: 1 }));
    if (profile) await insertServiceProfile(tx.db, vault, profile);
    const about = { objectType: 'INDIVIDUAL', objectId: entityId, comment: asked.comment };
    await insertComment(tx.db, commentRowOf(tx, vault, about));
    await insertAuditEvents(tx.db, events);
  });
  return { vault, individual, revision: 1 };
}

async function firstProfile(
  ctx: Context,
  entityId: string,
  { serviceName, workflowName }: Creating,
): Promise<ServiceProfile | undefined> {
  if (serviceName === undefined) {
    if (workflowName === undefined) return undefined;
    throw refuse('Needs serviceName beside it', 'body.workflowName');
  }
  const workflow = await workflowOf(ctx, serviceName, workflowName);
  const at = ctx.now();
  const { requestId, actor } = ctx;
  const { definition } = workflow;
  return {
    serviceProfileId: profileIdOf(entityId, keyOfService(definition.serviceName)),
    entityId,
    serviceKey: keyOfService(definition.serviceName),
    serviceName: definition.serviceName,
    state: 'INIT',
    currentWorkflowId: workflowName === undefined ? null : definition.workflowId,
    currentWorkflowName: workflowName === undefined ? null : definition.workflowName,
    latestWorkflowExecutionId: null,
    createdAt: at,
    createdRequestId: requestId,
    createdBy: actor.username,
    updatedAt: at,
    updatedRequestId: requestId,
    updatedBy: actor.username,
    officers: {},
  };
}

/** The workflow that was named, or any one of the service when none was: it has to exist. */
async function workflowOf(
  ctx: Context,
  serviceName: string,
  workflowName: string | undefined,
): Promise<PublishedWorkflow> {
  const { own } = ctx.db.scope;
  if (workflowName !== undefined) {
    const workflow = await findWorkflow(ctx.db, own, { serviceName, workflowName });
    if (workflow) return workflow;
    throw refuse('Must be a workflow that is published for the service', 'body.workflowName');
  }
  const [workflow] = await listWorkflows(ctx.db, own, serviceName);
  if (workflow) return workflow;
  throw refuse('Must be a service that has a published workflow', 'body.serviceName');
}

function refuse(issue: string, issueLocation: string): InvalidRequest {
  return new InvalidRequest([{ issue, issueLocation }]);
}
