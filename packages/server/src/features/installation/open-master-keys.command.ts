import type { Clock } from '../../kernel/clock.ts';
import { MasterKeys, markOf } from '../../kernel/master-keys.ts';
import { masterKeyFrom, unseal } from '../../kernel/seal.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { listMasterKeyChanges, type MasterKeyChange } from './master-key.store.ts';
import { recogniseMasterKey } from './recognise-master-key.command.ts';

/** What was given does not open this database. */
export class MasterKeyRefused extends Error {
  /** Whether the key that is in force has followed another. */
  readonly hasChanged: boolean;

  constructor(hasChanged: boolean) {
    super('The master key is not the key of this database.');
    this.hasChanged = hasChanged;
  }
}

/**
 * The master keys of this installation from what the operator gave, the key in force among it. A new database
 * takes the first as its own.
 *
 * @throws {@link MasterKeyRefused}
 */
export async function openMasterKeys(
  { system, now }: { readonly system: SystemDb; readonly now: Clock },
  given: readonly Buffer[],
): Promise<MasterKeys> {
  const changes = await listMasterKeyChanges(system);
  const [newest] = changes;
  const inForce = newest
    ? given.find((secret) => isMarked(secret, newest.mark))
    : await firstRecognised({ system, now }, given);
  if (!inForce) throw new MasterKeyRefused(newest !== undefined);
  const chain = earlierKeys(inForce, changes);
  const keys = new MasterKeys(chain.at(-1) ?? inForce);
  for (const secret of [...chain, ...given]) keys.learn(secret);
  if (newest) keys.turnTo(newest.mark);
  return keys;
}

/** The place that a master key's predecessor is sealed for. */
export function placeBefore(generation: number): string {
  return `master_key/${generation}`;
}

/** From the key in force back to that of the first start: each is sealed with the one that followed it. */
function earlierKeys(inForce: Buffer, changes: readonly MasterKeyChange[]): Buffer[] {
  const chain = [inForce];
  let secret = inForce;
  for (const { generation, sealedBefore } of changes) {
    secret = unseal(masterKeyFrom(secret).wrapping, placeBefore(generation), sealedBefore);
    chain.push(secret);
  }
  return chain;
}

/** One after the other: a new database takes the first, and must not be asked about the second meanwhile. */
async function firstRecognised(
  tools: Parameters<typeof recogniseMasterKey>[0],
  given: readonly Buffer[],
): Promise<Buffer | undefined> {
  for (const secret of given) {
    if (await recogniseMasterKey(tools, secret)) return secret;
  }
  return undefined;
}

function isMarked(secret: Buffer, mark: Buffer): boolean {
  return markOf(masterKeyFrom(secret)).equals(mark);
}
