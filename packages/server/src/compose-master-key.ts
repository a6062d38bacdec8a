import type { Logger } from 'pino';
import type { Database } from './database/connect.ts';
import {
  type FollowOptions,
  followMasterKey,
  type MasterKeyFollower,
} from './features/installation/follow-master-key.command.ts';
import { openMasterKeys } from './features/installation/open-master-keys.command.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { newUlid } from './kernel/id.ts';
import type { MasterKeys } from './kernel/master-keys.ts';

/** How the master key may be followed by another. */
export type NextMasterKey = {
  /** 32 bytes that the operator has given besides the master key. */
  readonly given?: Buffer | null;
  /** Where the key is a file of this server's own: makes the next, and puts it in its place at the end. */
  readonly files?: {
    makeNext(): Promise<Buffer>;
    settle(inForce: Buffer): Promise<void>;
  } | null;
  /** Other timings, for tests. */
  readonly timing?: Pick<FollowOptions, 'pollMs' | 'settleMs'>;
};

export type KeptMasterKey = {
  readonly keys: MasterKeys;
  readonly follower: MasterKeyFollower;
  readonly makeNext: (() => Promise<Buffer>) | null;
};

type Keeping = {
  readonly database: Pick<Database, 'system'>;
  readonly masterKey: Buffer;
  readonly nextMasterKey?: NextMasterKey;
  readonly logger: Logger;
  readonly now?: Clock;
};

/** Opens the master keys of the installation, and follows the one in force while the server runs. */
export async function keepMasterKey(keeping: Keeping): Promise<KeptMasterKey> {
  const { database, masterKey, nextMasterKey = {}, logger, now = systemClock } = keeping;
  const { system } = database;
  const { given, files, timing } = nextMasterKey;
  const keys = await openMasterKeys({ system, now }, [masterKey, ...(given ? [given] : [])]);
  const follower = followMasterKey({
    system,
    keys,
    logger,
    serverId: newUlid(),
    ...(files && { onFinished: () => files.settle(keys.current.secret) }),
    ...timing,
  });
  return { keys, follower, makeNext: files ? () => files.makeNext() : null };
}
