import { setTimeout as sleep } from 'node:timers/promises';
import { nameOf } from '../../kernel/error-name.ts';
import type { MasterKeys } from '../../kernel/master-keys.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { SEEN_WITHIN_MS, wrapAnew } from './change-master-key.command.ts';
import {
  finishMasterKeyChange,
  listMasterKeyChanges,
  removeServer,
  tellServer,
} from './master-key.store.ts';

export type FollowOptions = {
  readonly system: SystemDb;
  readonly keys: MasterKeys;
  readonly serverId: string;
  readonly logger: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  /** The key in force has wrapped everything. */
  readonly onFinished?: () => Promise<void>;
  /** Between two looks at what is in force. */
  readonly pollMs?: number;
  /** Longer than anything that was wrapped can take to be written. */
  readonly settleMs?: number;
};

export type MasterKeyFollower = {
  /** Looks once, and from then on every few seconds. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Keeps this server with the master key that is in force, and while one follows another wraps keys anew, beside
 * whatever other servers wrap. A change whose server dies goes on with the next server that looks.
 */
export function followMasterKey(options: FollowOptions): MasterKeyFollower {
  const { system, keys, serverId, logger } = options;
  const { pollMs = 5_000, settleMs = SEEN_WITHIN_MS } = options;
  const stopping = new AbortController();
  let following: Promise<void> = Promise.resolve();
  let isLacking = false;
  let hasSettled = false;

  async function look(): Promise<void> {
    const [newest] = await listMasterKeyChanges(system);
    const follows = !newest || keys.turnTo(newest.mark);
    await tell();
    if (!follows) return lacks(newest.mark);
    if (!newest) return;
    if (newest.finishedAt === null) await goOn(newest.generation);
    else if (!hasSettled) await settle();
  }

  /** Also where this server lags behind: the change does not end before it is gone. */
  function tell(): Promise<void> {
    const marks = keys.known.map(({ mark }) => mark);
    return tellServer(system, { serverId, marks, wrapsWith: keys.current.mark });
  }

  async function goOn(generation: number): Promise<void> {
    hasSettled = false;
    const left = await wrapAnew(system, keys, {
      isStopped: () => stopping.signal.aborted,
      onBatch: (count) => logger.info({ generation, count }, 'keys were wrapped anew'),
      onBroken: (ids) => logger.error(ids, 'a wrapped key is damaged and was left as it is'),
    });
    if (left > 0 || stopping.signal.aborted) return;
    if (!(await finishMasterKeyChange(system, generation, settleMs))) return;
    logger.info({ generation }, 'the master key has changed: the key before is no longer needed');
    await settle();
  }

  async function settle(): Promise<void> {
    await options.onFinished?.();
    hasSettled = true;
  }

  /** Said once: people whom other servers wrap under it cannot be read here. */
  function lacks(mark: Buffer): void {
    if (isLacking) return;
    isLacking = true;
    logger.error(
      { mark: mark.toString('hex') },
      'this server was not given the master key in force',
    );
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await look().catch((error: unknown) =>
        logger.error({ error: nameOf(error) }, 'the master key in force could not be looked up'),
      );
    }
  }

  return {
    async start() {
      await tell();
      following = follow();
    },
    async stop() {
      stopping.abort();
      await following;
      await removeServer(system, serverId).catch(() => undefined);
    },
  };
}
