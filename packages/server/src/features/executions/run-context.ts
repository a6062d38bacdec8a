import type { Context } from '../../kernel/context.ts';

/** Who a run acts for: whoever started it. */
export type RunContext = Pick<Context, 'actor' | 'requestId' | 'now'>;
