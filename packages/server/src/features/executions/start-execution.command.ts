import type { IndividualInput } from '@probity/contract/individual';
import type { Engine, StartedRun, StartRequest } from '../../engine/engine.ts';
import type { Context } from '../../kernel/context.ts';
import type { Effects } from '../../kernel/effect.ts';
import { newUlidAfter } from '../../kernel/id.ts';
import { changeData } from '../audit/audit-data.ts';
import { toAuditEventRow } from '../audit/audit-event.store.ts';
import { type AuditFact, auditEventOf } from '../audit/audit-event.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import {
  type Entity,
  findOwnEntity,
  toAttachmentRow,
  toEntityKeyRow,
  toIndividualRow,
} from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { newIndividual } from '../entities/merge-individual.ts';
import { toProcessResultRow } from '../results/process-result.store.ts';
import { documentsToReview, openReviewOf } from '../results/supporting-review.ts';
import {
  findProfileState,
  type KnownState,
  toServiceProfileRow,
} from '../service-profiles/service-profile.store.ts';
import {
  isSetAside,
  type ProfileState,
  profileIdOf,
  type ServiceProfile,
} from '../service-profiles/service-profile.ts';
import { findWorkflow } from '../workflow-definitions/workflow-definition.store.ts';
import {
  keyOfName,
  keyOfService,
  type PublishedWorkflow,
  WorkflowNotFound,
} from '../workflow-definitions/workflow-definition.ts';
import { aboutRun } from './audit/about-run.ts';
import { toExecutionRow } from './execution.store.ts';
import {
  type Execution,
  IndividualIsDuplicate,
  laneOf,
  ProfileNotExecutable,
} from './execution.ts';

/** What kind of run the engine is asked for; the app knows how to load its program. */
export const WORKFLOW_RUN = 'workflow';

/** What a run works on, handed to the engine's loader so that it need not be read back. */
export type RunMaterial = {
  readonly entity: Entity;
  readonly execution: Execution;
  readonly workflow: PublishedWorkflow;
};

/** Starts runs, and passes on what was at hand when they started. */
export type Executor = {
  readonly engine: Pick<Engine, 'start' | 'enqueue' | 'takeUp'>;
  readonly handOver: (runId: string, material: RunMaterial) => void;
};

/** Which workflow, as the path names it, and what was said along with it. */
export type Asked = {
  readonly serviceName: string;
  readonly workflowName: string;
  readonly comment?: CommentInput;
};

export type StartedExecution = StartedRun & RunMaterial;

/** Begins a run on a person who is known. */
export async function startExecution(
  ctx: Context,
  executor: Executor,
  asked: Asked & { readonly entityId: string },
): Promise<StartedExecution> {
  const [entity, startable] = await Promise.all([
    findOwnEntity(ctx, asked.entityId),
    findStartable(ctx, asked),
  ]);
  if (!entity) throw new IndividualNotFound();
  const { workflow, ...standing } = executable(startable);
  try {
    return await start(ctx, executor, {
      asked,
      entity,
      workflow,
      ...standing,
      effects: {},
    });
  } catch (error) {
    // Where somebody deleted the person meanwhile, nothing more can be kept about them.
    if (await findOwnEntity(ctx, asked.entityId)) throw error;
    throw new IndividualNotFound();
  }
}

type Startable = {
  readonly workflow: PublishedWorkflow | undefined;
  readonly standing: KnownState;
};

/** What is there to start with; whether it may be started, {@link executable} says. */
export async function findStartable(
  ctx: Context,
  asked: Pick<Asked, 'serviceName' | 'workflowName'> & { readonly entityId: string },
): Promise<Startable> {
  const [workflow, standing] = await Promise.all([
    findWorkflow(ctx.db, ctx.db.scope.own, asked),
    findProfileState(ctx.db, asked.entityId, keyOfService(asked.serviceName)),
  ]);
  return { workflow, standing };
}

/** @throws {@link WorkflowNotFound}, {@link IndividualIsDuplicate}, {@link ProfileNotExecutable} */
export function executable({ workflow, standing }: Startable) {
  const { state: known, latestStatus, latestExecutionId, survivorId, firstState } = standing;
  if (!workflow) throw new WorkflowNotFound();
  if (survivorId !== null) throw new IndividualIsDuplicate(survivorId);
  if (known && NOT_EXECUTABLE.has(known)) throw new ProfileNotExecutable(known);
  return { workflow, known, latestStatus, latestExecutionId, firstState };
}

/** Nothing runs for somebody who is the duplicate of another, or was deleted. */
const NOT_EXECUTABLE: ReadonlySet<string> = new Set(['DUPLICATE', 'DELETED']);

/** Keeps a new person and begins a run on them: both are committed, or neither. */
export async function createAndStartExecution(
  ctx: Context,
  executor: Executor,
  asked: Asked & { readonly individual: IndividualInput },
): Promise<StartedExecution> {
  const workflow = await findWorkflow(ctx.db, ctx.db.scope.own, asked);
  if (!workflow) throw new WorkflowNotFound();
  const at = ctx.now();
  const { individual, contents } = newIndividual(asked.individual, at);
  const { vault, wrapped } = ctx.vaults.create(ctx.db.scope.own, individual.entityId);
  const created = auditEventOf(ctx, vault, {
    type: 'ENTITY_CREATE',
    detail: { data: changeData({ added: Object.keys(asked.individual) }) },
  });
  const opened = { entityId: individual.entityId, requestId: ctx.requestId, at };
  const reviews = documentsToReview({}, individual).map((one) => openReviewOf(one, opened));
  const effects: Effects = {
    individual: [toIndividualRow(vault, individual)],
    entity_key: [toEntityKeyRow(individual.entityId, wrapped)],
    attachment: contents.map((content) => toAttachmentRow(vault, content, at)),
    opened_result: reviews.map((review) => toProcessResultRow(vault, review, 1)),
    audit_event: [toAuditEventRow(created)],
  };
  const entity = { vault, individual, revision: 1 };
  return start(ctx, executor, {
    asked,
    entity,
    workflow,
    known: undefined,
    latestStatus: null,
    latestExecutionId: null,
    firstState: 'INIT',
    effects,
  });
}

type Start = {
  readonly asked: Asked;
  readonly entity: Entity;
  readonly workflow: PublishedWorkflow;
  /** Where the profile stands; undefined before there is one. */
  readonly known: ProfileState | undefined;
  /** How the latest run in the service ended; null before there is one. */
  readonly latestStatus: string | null;
  /** The run before this one, in the same service: what is later is told by ids. */
  readonly latestExecutionId: string | null;
  /** Where it begins where there is none. */
  readonly firstState: ProfileState;
  readonly effects: Effects;
};

async function start(ctx: Context, executor: Executor, to: Start): Promise<StartedExecution> {
  const { material, request } = newRun(ctx, to);
  executor.handOver(request.runId, material);
  const run = await executor.engine.start(request);
  return startedOf(material, run);
}

/** A run to be started, and what it works on. */
export function newRun(
  ctx: Context,
  to: Start,
): { readonly material: RunMaterial; readonly request: StartRequest } {
  const { entity, workflow, known, firstState } = to;
  const execution = newExecution(ctx, to);
  const profile = profileFor(ctx, execution, known ?? firstState);
  const request = {
    tenantId: entity.vault.tenantId,
    runId: execution.workflowExecutionId,
    lane: laneOf(execution.entityId, execution.serviceKey),
    kind: WORKFLOW_RUN,
    effects: {
      ...startEffects(ctx, to, { execution, profile }),
      ...(ctx.requestKey && { request_key: [{ ...ctx.requestKey, ...idsOf(execution) }] }),
    },
  };
  return { material: { entity, execution, workflow }, request };
}

const idsOf = ({ entityId, workflowExecutionId }: Execution) => ({
  entity_id: entityId,
  workflow_execution_id: workflowExecutionId,
});

export function startedOf(material: RunMaterial, run: StartedRun): StartedExecution {
  return {
    ...material,
    // Asked for only by who waits: a promise that nobody holds would end the process if it failed.
    get whenEnded() {
      return run.whenEnded;
    },
  };
}

function newExecution(ctx: Context, to: Start): Execution {
  const { entity, workflow, known, firstState, latestStatus, latestExecutionId } = to;
  const { definition, version } = workflow;
  const at = ctx.now();
  return {
    workflowExecutionId: newUlidAfter(latestExecutionId),
    entityId: entity.individual.entityId,
    serviceProfileId: profileIdOf(entity.individual.entityId, keyOfService(definition.serviceName)),
    serviceKey: keyOfService(definition.serviceName),
    workflowKey: keyOfName(definition.workflowName),
    serviceName: definition.serviceName,
    workflowName: definition.workflowName,
    workflowId: definition.workflowId,
    workflowVersion: version,
    endWorkflow: null,
    lifecyclePhase: definition.lifecyclePhase,
    monitoringTypes: definition.monitoringTypes,
    requestId: ctx.requestId,
    channel: ctx.actor.channel,
    isManual: ctx.actor.channel === 'PORTAL',
    state: 'IN_PROGRESS',
    result: 'IN_PROGRESS',
    status: 'IN_PROGRESS',
    startedAt: at,
    endedAt: null,
    updatedAt: at,
    updatedBy: null,
    startedBy: ctx.actor.username,
    override: null,
    processResultIds: [],
    individualRevision: entity.revision,
    given: {
      individual: entity.individual,
      workflowType: definition.type,
      isSandbox: workflow.isSandbox,
      before: { status: latestStatus, profileState: known ?? firstState },
    },
    summary: null,
    report: null,
  };
}

function profileFor(ctx: Context, execution: Execution, state: ProfileState): ServiceProfile {
  return {
    serviceProfileId: execution.serviceProfileId,
    entityId: execution.entityId,
    serviceKey: execution.serviceKey,
    serviceName: execution.serviceName,
    state,
    currentWorkflowId: execution.workflowId,
    currentWorkflowName: execution.workflowName,
    latestWorkflowExecutionId: execution.workflowExecutionId,
    createdAt: execution.startedAt,
    createdRequestId: ctx.requestId,
    createdBy: ctx.actor.username,
    updatedAt: execution.startedAt,
    updatedRequestId: ctx.requestId,
    updatedBy: ctx.actor.username,
    officers: {},
  };
}

function startEffects(
  ctx: Context,
  { asked, entity, known, effects }: Start,
  { execution, profile }: { execution: Execution; profile: ServiceProfile },
): Effects {
  const { vault } = entity;
  const { workflowExecutionId, serviceProfileId, serviceName } = execution;
  const comment = commentRowOf(ctx, vault, {
    objectType: 'RESULT_WORKFLOW',
    objectId: workflowExecutionId,
    comment: asked.comment,
  });
  const profiled = profileFacts(known).map((fact) =>
    auditEventOf(ctx, vault, { ...fact, serviceProfileId, serviceName }),
  );
  const began = auditEventOf(ctx, vault, {
    type: 'WORKFLOW_EVENT',
    eventStatus: 'INFO',
    ...aboutRun(execution),
    status: execution.status,
    objectType: 'RESULT_WORKFLOW',
    objectId: workflowExecutionId,
    detail: { description: 'The workflow began.' },
    ...(asked.comment?.text && { userComment: asked.comment.text }),
  });
  return {
    ...effects,
    service_profile: [toServiceProfileRow(vault, profile)],
    workflow_execution: [toExecutionRow(vault, execution)],
    audit_event: [...(effects.audit_event ?? []), ...[...profiled, began].map(toAuditEventRow)],
    ...(comment && { comment: [comment] }),
  };
}

/** A profile that is new, or that was set aside and comes back. */
function profileFacts(known: ProfileState | undefined): AuditFact[] {
  if (!known) return [{ type: 'SERVICE_PROFILE_CREATE' }];
  if (!isSetAside(known)) return [];
  const detail = { previousState: known, newState: 'AUTO' };
  return [{ type: 'SERVICE_PROFILE_STATE_CHANGE', detail }];
}
