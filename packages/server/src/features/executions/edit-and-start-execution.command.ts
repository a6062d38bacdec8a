import type { IndividualPatch } from '@probity/contract/individual';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { keepEdit } from '../edits/keep-edit.command.ts';
import { type Entity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { mergeIndividual } from '../entities/merge-individual.ts';
import {
  type Asked,
  type Executor,
  executable,
  findStartable,
  newRun,
  type StartedExecution,
  startedOf,
} from './start-execution.command.ts';

type Editing = Asked & {
  readonly entityId: string;
  readonly individual?: IndividualPatch | undefined;
};

/** Changes a person and begins a run on them as they are then: both are committed, or neither. */
export async function editAndStartExecution(
  ctx: Context,
  executor: Executor,
  { individual: patch, ...asked }: Editing,
): Promise<StartedExecution> {
  const { material, request } = await inTransaction(ctx, async (tx) => {
    const kept = await lockEntity(tx, asked.entityId);
    if (!kept) throw new IndividualNotFound();
    const startable = executable(await findStartable(tx, asked));
    const entity = patch ? await edited(tx, kept, patch) : kept;
    const run = newRun(tx, { asked, entity, ...startable, effects: {} });
    await executor.engine.enqueue(tx.db, run.request);
    return run;
  });
  executor.handOver(request.runId, material);
  return startedOf(material, executor.engine.takeUp(request));
}

/** What was said goes with the run, which it led to. */
function edited(tx: Context, entity: Entity, patch: IndividualPatch): Promise<Entity> {
  const merged = mergeIndividual(entity.individual, patch, tx.now());
  const about = { objectType: 'INDIVIDUAL', objectId: entity.individual.entityId };
  return keepEdit(tx, entity, { ...merged, about });
}
