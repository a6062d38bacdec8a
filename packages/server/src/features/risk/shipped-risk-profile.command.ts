import { readFile } from 'node:fs/promises';
import type { Context } from '../../kernel/context.ts';
import { findRiskProfile } from './risk-profile.store.ts';
import { type PublishedRiskProfile, readRiskProfile } from './risk-profile.ts';

const SHIPPED = new URL('../../../risk/default.yaml', import.meta.url);

let shipped: Promise<PublishedRiskProfile> | undefined;

/** The profile of every tenant that has published none of this name. Throws when it does not hold. */
export function shippedRiskProfile(): Promise<PublishedRiskProfile> {
  shipped ??= readFile(SHIPPED, 'utf8').then((text) => ({
    profile: readRiskProfile(text),
    version: 0,
    publishedAt: null,
  }));
  return shipped;
}

/** The profile that is in force for a tenant under a name; undefined where there is none. */
export async function riskProfileInForce(
  ctx: Pick<Context, 'db'>,
  profileName: string,
): Promise<PublishedRiskProfile | undefined> {
  const published = await findRiskProfile(ctx.db, profileName);
  if (published) return published;
  const own = await shippedRiskProfile();
  return own.profile.profileName === profileName.trim().toLowerCase() ? own : undefined;
}
