import {
  getMasterKey,
  rotateMasterKey,
} from '@probity/contract/operations/installation/admin-master-key';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import type { MasterKeys } from '../../kernel/master-keys.ts';
import {
  changeMasterKey,
  type MasterKeyStanding,
  masterKeyStanding,
} from './change-master-key.command.ts';

export type MasterKeyTools = {
  readonly keys: MasterKeys;
  /** Where the key is a file of this server's own, makes the next; null where the operator gives it. */
  readonly makeNext: (() => Promise<Buffer>) | null;
};

/** The operator's doors to the master key. The key itself goes through none of them. */
export function masterKeyRoutes(
  mounting: Mount<OperatorContext>,
  { keys, makeNext }: MasterKeyTools,
): void {
  mount(mounting, getMasterKey, async ({ system, requestId }) => {
    const masterKey = toWire(await masterKeyStanding(system, keys));
    return { status: 200, body: { requestId, masterKey } };
  });

  mount(mounting, rotateMasterKey, async ({ system, requestId }) => {
    const { nextMark, finishedAt, beganAt } = await masterKeyStanding(system, keys);
    const isUnderWay = beganAt !== null && finishedAt === null;
    if (nextMark === null && !isUnderWay && makeNext) keys.learn(await makeNext());
    await changeMasterKey(system, keys);
    const masterKey = toWire(await masterKeyStanding(system, keys));
    return { status: 202, body: { requestId, masterKey } };
  });
}

function toWire({ beganAt, finishedAt, ...standing }: MasterKeyStanding) {
  return {
    ...standing,
    beganAt: beganAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
