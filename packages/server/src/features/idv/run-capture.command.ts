import type { EffectRow } from '../../kernel/effect.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import { type Entity, readAgain } from '../entities/entity.store.ts';
import type { RunContext } from '../executions/run-context.ts';
import type { RunMaterial } from '../executions/start-execution.command.ts';
import { toProcessResultRow } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import type { WholeCapture } from './capture.ts';
import { imagesOf } from './hand-over.command.ts';
import { listChecks } from './idv-check.store.ts';
import type { IdvCheck } from './idv-check.ts';
import type { IdvImage } from './idv-session.ts';
import { keepCheck, keepSubmitted } from './keep-check.command.ts';

/** What a run may know and keep of its person's captures: they go on after it began. */
export type CaptureRecords = {
  /** The person as they are now, and their checks with the newest first. */
  now(): Promise<{
    readonly person: Pick<Entity, 'individual' | 'revision'>;
    readonly checks: readonly IdvCheck[];
  }>;
  /** Undefined where the content of one is not kept. */
  images(capture: WholeCapture): Promise<readonly IdvImage[] | undefined>;
  /** Kept at once, since a provider may call before the step ends; doing it twice keeps it once. */
  keepBegun(check: IdvCheck): Promise<void>;
  keepSubmitted(check: IdvCheck, capture: WholeCapture): Promise<void>;
  /** A result that rests on the person as they were when they were read. */
  resultRow(result: ProcessResult, revision: number): EffectRow;
};

export function captureRecords(
  ctx: RunContext & { readonly db: TenantDb },
  { entity, execution }: RunMaterial,
): CaptureRecords {
  const { vault } = entity;
  const { workflowExecutionId } = execution;
  const acting = { ...ctx, workflowExecutionId };
  return {
    async now() {
      const person = await readAgain(ctx.db, vault);
      if (!person) throw new Error('The person of a run is gone.');
      return { person, checks: await listChecks(ctx.db, vault) };
    },
    images: (capture) => imagesOf(ctx.db, vault, capture),
    keepBegun: (check) => keepCheck(acting, vault, check),
    keepSubmitted: (check, capture) => keepSubmitted(acting, vault, { check, capture }),
    resultRow: (result, revision) => toProcessResultRow(vault, result, revision),
  };
}
