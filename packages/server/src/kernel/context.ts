import type { Clock } from './clock.ts';
import type { TenantDb } from './statement.ts';

/** Who asks. `username` is what `X-Frankie-Username` said; a person's name, so it is sealed at rest. */
export type Actor = {
  readonly channel: 'API' | 'PORTAL' | 'ONESDK' | 'SYSTEM';
  /** As it was sent, at most 64 characters; may route and feed risk. */
  readonly channelRaw: string;
  readonly username: string | null;
};

/** Everything a command needs to know about the request that it serves. */
export type Context = {
  readonly db: TenantDb;
  readonly actor: Actor;
  /** ULID; on every answer, every record and every log line of the request. */
  readonly requestId: string;
  readonly now: Clock;
};

/** The same request inside one transaction: a change and its audit event commit together. */
export async function inTransaction<C extends Context, T>(
  ctx: C,
  work: (tx: C) => Promise<T>,
): Promise<T> {
  return ctx.db.inTransaction((db) => work({ ...ctx, db }));
}
