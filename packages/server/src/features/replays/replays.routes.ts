import { replayScreening as replayOperation } from '@probity/contract/operations/admin-screening';
import { ENGINE_VERSION } from '@probity/screening';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import { type ReplayTools, replayScreening } from './replay-screening.command.ts';

/** Proof, for whoever asks, that a screening can be run again and says the same. */
export function replayRoutes(
  mounting: Mount<OperatorContext>,
  tools: Omit<ReplayTools, 'db'>,
): void {
  mount(mounting, replayOperation, async ({ system, requestId }, { body }) => {
    const { processResultId } = body;
    const replay = await replayScreening({ ...tools, db: system }, processResultId);
    return {
      status: 200,
      body: { requestId, processResultId, engineVersion: ENGINE_VERSION, ...replay },
    };
  });
}
