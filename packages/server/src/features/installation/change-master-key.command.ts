import { DomainError } from '../../kernel/domain-error.ts';
import type { MasterKeys } from '../../kernel/master-keys.ts';
import { SealBroken, seal } from '../../kernel/seal.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { keyPlace } from '../../kernel/vault.ts';
import {
  countServersLacking,
  insertMasterKeyChange,
  listMasterKeyChanges,
} from './master-key.store.ts';
import { placeBefore } from './open-master-keys.command.ts';
import { countKeysToWrap, KEY_TABLES, type WrappedKey, wrapNextKeys } from './wrapped-key.store.ts';

/** No other master key can be put in force now. */
export class MasterKeyNotChanged extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SYS-0409';

  constructor(issue: string) {
    super('The master key stays as it is', [{ issue, issueLocation: 'request' }]);
  }
}

/** How the master key stands. */
export type MasterKeyStanding = {
  /** Of the key in force: tells keys apart, and nothing of them. */
  readonly mark: string;
  /** Of a key that every server could change to, if this one was given another. */
  readonly nextMark: string | null;
  /** Changes so far. */
  readonly generation: number;
  readonly beganAt: Date | null;
  readonly finishedAt: Date | null;
  /** Keys of people, registers and entries that the key in force has not wrapped yet. */
  readonly left: number;
};

/** Servers that were there lately count as there. */
export const SEEN_WITHIN_MS = 60_000;

export async function masterKeyStanding(
  system: SystemDb,
  keys: MasterKeys,
): Promise<MasterKeyStanding> {
  const changes = await listMasterKeyChanges(system);
  const [newest] = changes;
  if (newest) keys.turnTo(newest.mark);
  const next = await nextKey(system, keys);
  return {
    mark: keys.current.mark.toString('hex'),
    nextMark: next?.mark.toString('hex') ?? null,
    generation: newest?.generation ?? 0,
    beganAt: newest?.beganAt ?? null,
    finishedAt: newest?.finishedAt ?? null,
    left: keys.prefix ? await countKeysToWrap(system, keys.prefix) : 0,
  };
}

/**
 * Puts the next master key in force: from now on new keys are wrapped under it, and what is there is wrapped anew
 * while servers run. A change that is under way goes on.
 *
 * @throws {@link MasterKeyNotChanged}
 */
export async function changeMasterKey(system: SystemDb, keys: MasterKeys): Promise<void> {
  const [newest] = await listMasterKeyChanges(system);
  if (newest && newest.finishedAt === null) return;
  const next = await nextKey(system, keys);
  if (!next) throw new MasterKeyNotChanged('Give every server PROBITY_MASTER_KEY_NEXT first');
  const lacking = await countServersLacking(system, next.mark, SEEN_WITHIN_MS);
  if (lacking > 0) {
    throw new MasterKeyNotChanged(`Servers that do not know the next key yet: ${lacking}`);
  }
  const generation = (newest?.generation ?? 0) + 1;
  const before = keys.current.secret;
  await insertMasterKeyChange(system, {
    generation,
    mark: next.mark,
    sealedBefore: seal(next.key.wrapping, placeBefore(generation), before),
  });
}

/** A key that was given and never was in force; going back to one that may have leaked helps nobody. */
async function nextKey(system: SystemDb, keys: MasterKeys) {
  const changes = await listMasterKeyChanges(system);
  const earlier = [keys.origin.wrapping, ...changes.map(({ mark }) => mark)];
  return keys.known.find(
    ({ mark, key }) => !earlier.some((one) => one.equals(mark) || one.equals(key.wrapping)),
  );
}

const AT_ONCE = 200;

export type WrapOptions = {
  /** Looked at between two batches. */
  readonly isStopped: () => boolean;
  readonly onBatch?: (count: number) => void;
  /** Hears of a key that does not open; it counts as left. */
  readonly onBroken?: (key: { readonly tenantId: string; readonly keeperId: string }) => void;
};

/** Wraps every key anew that is not under the key in force; what is done stays done. Returns how many are left. */
export async function wrapAnew(
  system: SystemDb,
  keys: MasterKeys,
  { isStopped, onBatch, onBroken }: WrapOptions,
): Promise<number> {
  const { prefix } = keys;
  if (!prefix) return 0;
  const rewrap = ({ tenantId, keeperId, wrapped }: WrappedKey) => {
    const place = keyPlace(tenantId, keeperId);
    try {
      return keys.wrap(place, keys.unwrap(place, wrapped));
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      onBroken?.({ tenantId, keeperId });
      return wrapped;
    }
  };
  for (const table of KEY_TABLES) {
    let after: WrappedKey | undefined;
    do {
      if (isStopped()) return countKeysToWrap(system, prefix);
      const done = await wrapNextKeys(system, table, { prefix, after, most: AT_ONCE, rewrap });
      if (done) onBatch?.(done.count);
      after = done?.last;
    } while (after);
  }
  return countKeysToWrap(system, prefix);
}
