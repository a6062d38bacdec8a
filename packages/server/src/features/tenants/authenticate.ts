import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import type { TenantScope } from '../../kernel/statement.ts';
import { hashOfKey } from './api-key.ts';
import { type ClaimedTenant, type KeyOwner, scopeOf } from './tenant.ts';

/** How long a revoked key may still open doors. */
const REMEMBERED_MS = 2_000;
/** More keys than this at once are looked up every time rather than remembered. */
const MOST_REMEMBERED = 10_000;

/** Finds whom a hashed key belongs to. */
export type FindKeyOwner = (
  hash: Buffer,
) => Promise<{ readonly owner: KeyOwner; readonly hash: Buffer } | undefined>;

type Remembered = { readonly owner: KeyOwner; readonly until: number };

/** Checks keys, remembering the good ones for two seconds so that most requests cost no query. */
export function authenticator(
  find: FindKeyOwner,
  now: Clock,
): (claim: ClaimedTenant & { apiKey: string }) => Promise<TenantScope | undefined> {
  const remembered = new Map<string, Remembered>();

  async function ownerOf(apiKey: string): Promise<KeyOwner | undefined> {
    const hash = hashOfKey(apiKey);
    const id = hash.toString('base64');
    const known = remembered.get(id);
    if (known && known.until > now().getTime()) return known.owner;
    remembered.delete(id);
    const found = await find(hash);
    if (!found || !timingSafeEqual(found.hash, hash)) return undefined;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(id, { owner: found.owner, until: now().getTime() + REMEMBERED_MS });
    return found.owner;
  }

  return async (claim) => {
    const owner = await ownerOf(claim.apiKey);
    return owner && scopeOf(owner, claim);
  };
}
