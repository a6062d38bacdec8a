import type { Individual } from '@probity/contract/individual';
import type { ServiceProfile } from '@probity/contract/service-profile';
import type { WorkflowResult } from '@probity/contract/workflow-result';
import type { Context } from '../../kernel/context.ts';
import { type Entity, listAttachmentContents } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { individualView, type Level } from '../entities/individual-view.ts';
import type { Execution } from './execution.ts';
import { executionView } from './execution-view.ts';
import { type ReadExecution, readExecutionOf, readProfiles } from './read-execution.command.ts';
import { serviceProfileView } from './service-profile-view.ts';

/** An execution and its person, as answers show them. */
export async function showExecution(
  ctx: Context,
  { entity, execution, results, assessments }: ReadExecution,
  level: Level,
): Promise<{ workflowResult: WorkflowResult; individual: Individual }> {
  return {
    workflowResult: executionView(execution, results, assessments),
    individual: await showIndividual(ctx, entity, level),
  };
}

type Ended =
  | { entityId: string; workflowExecutionId: string; status: string }
  | { workflowResult: WorkflowResult; serviceProfile: ServiceProfile; individual: Individual };

/** What the caller who waited for a run gets: its result, the profile, and the person it ran on. */
export async function showEnded(
  ctx: Context,
  { entity, execution: started }: { entity: Entity; execution: Execution },
  level: Level,
): Promise<Ended> {
  const { entityId, workflowExecutionId, serviceKey } = started;
  const [{ execution, results, assessments }, profiles] = await Promise.all([
    readExecutionOf(ctx, entity, started),
    readProfiles(ctx, entity),
  ]);
  if (level === 'id') return { entityId, workflowExecutionId, status: execution.status };
  const profile = profiles.profiles.find((known) => known.serviceKey === serviceKey);
  // A profile goes with its person only: they were forgotten between the two reads.
  if (!profile) throw new IndividualNotFound();
  const { individual } = entity;
  return {
    workflowResult: executionView(execution, results, assessments),
    serviceProfile: serviceProfileView(profile, { individual, ...profiles }),
    individual: await showIndividual(ctx, entity, level),
  };
}

async function showIndividual(ctx: Context, entity: Entity, level: Level): Promise<Individual> {
  const contents =
    level === 'base64' ? await listAttachmentContents(ctx.db, entity.vault) : undefined;
  return individualView(entity.individual, level, contents);
}
