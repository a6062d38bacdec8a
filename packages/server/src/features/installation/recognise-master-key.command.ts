import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid } from '../../kernel/id.ts';
import { blindHash, masterKeyFrom } from '../../kernel/seal.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { findInstallation, insertInstallation } from './installation.store.ts';

/**
 * Whether the master key is the one that this database was first used with; a new database takes
 * the key as its own. Of two servers that start together on a new one, the first decides.
 *
 * Without it, a server with another key would seal new people so that no other server could read
 * them, and would fail on every person who is there.
 */
export async function recogniseMasterKey(
  { system, now }: { readonly system: SystemDb; readonly now: Clock },
  masterKey: Buffer,
): Promise<boolean> {
  const master = masterKeyFrom(masterKey);
  const checkOf = (installationId: string) => blindHash(master, 'installation', installationId);
  const known = await findInstallation(system);
  if (!known) {
    const installationId = newUuid();
    const masterKeyCheck = checkOf(installationId);
    await insertInstallation(system, { installationId, masterKeyCheck }, now());
  }
  const kept = known ?? (await findInstallation(system));
  if (!kept) throw new Error('The installation was not written down.');
  return timingSafeEqual(kept.masterKeyCheck, checkOf(kept.installationId));
}
