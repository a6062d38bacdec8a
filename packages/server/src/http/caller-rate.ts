import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../kernel/domain-error.ts';
import type { TenantContext } from './caller.ts';

/** Nothing was done: it may be asked again in a moment. */
export class TooManyRequests extends DomainError {
  readonly kind = 'too-many';
  readonly code = 'API-0429';
  override readonly retryAfterSeconds: number;

  constructor(perSecond: number, afterMs: number) {
    super('Too many requests', [
      {
        issue: `At most ${perSecond} executions a second can be asked for`,
        issueLocation: 'request',
      },
    ]);
    this.retryAfterSeconds = Math.max(1, Math.ceil(afterMs / 1_000));
  }
}

/**
 * Lets each tenant, customers and their children apart, ask so often in a second and no more; 0 sets no limit.
 *
 * Counted by each node for itself: nothing is shared, so that a limit costs no statement.
 */
export function callerRate(perSecond: number): (ctx: TenantContext) => Promise<void> {
  if (perSecond === 0) return async () => undefined;
  const limiter = new RateLimiterMemory({ points: perSecond, duration: 1 });
  return async ({ db }) => {
    try {
      await limiter.consume(db.scope.own);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new TooManyRequests(perSecond, refused.msBeforeNext);
    }
  };
}
