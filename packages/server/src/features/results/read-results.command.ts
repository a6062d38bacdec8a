import type { Context } from '../../kernel/context.ts';
import { findEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { listResults } from './process-result.store.ts';
import type { ProcessResult } from './process-result.ts';
import type { ResultFilter } from './result-filter.ts';

/** One page of a person's results. @throws {@link IndividualNotFound} */
export async function readResults(
  ctx: Context,
  entityId: string,
  filter: ResultFilter,
): Promise<{ results: ProcessResult[]; total: number }> {
  const entity = await findEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  return listResults(ctx.db, entity.vault, filter);
}
