import { chmod, chown, lstat, readdir, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { type RunAs, runProgram } from './run-program.ts';

/** The user that PostgreSQL runs as when Probity runs as root, which PostgreSQL refuses to. */
export type ServiceAccount = RunAs & { readonly name: string };

/**
 * Null when PostgreSQL runs as ourselves. As root it runs as whoever owns the cluster, and as the
 * existing user `nobody` while there is none: no user is ever created.
 */
export async function chooseServiceAccount(cluster: string): Promise<ServiceAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid, name: await ask('-un', String(owner.uid)) };
  }
  const [uid, gid] = await Promise.all([ask('-u', 'nobody'), ask('-g', 'nobody')]);
  return { uid: Number(uid), gid: Number(gid), name: 'nobody' };
}

/** The name of the user that this process runs as, as PostgreSQL will see it. */
export function ownName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new EmbeddedPostgresFailed(
      'The embedded database needs a user with a name, but this process runs as a number that ' +
        'has none: run as a user of this machine, or set DATABASE_URL.',
      { cause },
    );
  }
}

/** Gives a file or a whole folder to the account; changes nothing where PostgreSQL runs as ourselves. */
export async function handOver(path: string, account: ServiceAccount | null): Promise<void> {
  if (account === null) return;
  const entry = await lstat(path);
  if (entry.isSymbolicLink()) return;
  await chown(path, account.uid, account.gid);
  if (!entry.isDirectory()) return;
  for (const name of await readdir(path)) await handOver(join(path, name), account);
}

/** Takes over a cluster that root has put there, as when a copy is restored. */
export async function adopt(cluster: string, account: ServiceAccount | null): Promise<void> {
  if (account === null || (await stat(cluster)).uid !== 0) return;
  await chmod(cluster, 0o700);
  await handOver(cluster, account);
}

async function ask(what: '-u' | '-g' | '-un', user: string): Promise<string> {
  const { code, output } = await runProgram('id', [what, user], null);
  if (code !== 0) {
    throw new EmbeddedPostgresFailed(
      `PostgreSQL does not run as root, and this machine has no user ${user} to run it as: ` +
        'start Probity as another user, or set DATABASE_URL.',
    );
  }
  return output.trim();
}
