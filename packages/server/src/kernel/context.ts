import type { Clock } from './clock.ts';
import type { EffectRow } from './effect.ts';
import type { SystemDb, TenantDb } from './statement.ts';
import type { Vaults } from './vault.ts';

/** Where a request came in. */
export type Channel = 'API' | 'PORTAL' | 'ONESDK' | 'SYSTEM';

/** Who asks. `username` is what `X-Frankie-Username` said; a person's name, so it is sealed at rest. */
export type Actor = {
  readonly channel: Channel;
  readonly username: string | null;
};

/** Everything a command needs to know about the request that it serves. */
export type Context = {
  readonly db: TenantDb;
  readonly vaults: Vaults;
  readonly actor: Actor;
  /** ULID; on every answer, every record and every log line of the request. */
  readonly requestId: string;
  readonly now: Clock;
  /**
   * Where the request names itself: the row that says it has been carried out, for changes that commit elsewhere than
   * in `db`. Transactions of `db` write it by themselves.
   */
  readonly requestKey?: EffectRow;
};

/** The same request inside one transaction: a change and its audit event commit together. */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: Context) => Promise<T>,
): Promise<T> {
  return ctx.db.inTransaction((db) => work({ ...ctx, db }));
}

/** The operator at work: everything of the installation; a person's data for proof and for examiners only. */
export type OperatorContext = {
  readonly system: SystemDb;
  readonly vaults: Vaults;
  readonly requestId: string;
  readonly now: Clock;
};
