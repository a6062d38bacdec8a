import { createHash, randomBytes } from 'node:crypto';

/** A link to the upload page: for one person, for a while, and for one upload. */
export type HostedLink = {
  readonly hostedLinkId: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly terms: LinkTerms;
};

/** What is sealed of a link. */
export type LinkTerms = {
  /** Whether the person agreed before they got the link: else the page asks. */
  readonly hasConsent: boolean;
  readonly successUrl?: string;
  readonly errorUrl?: string;
  /** What the client calls the occasion. */
  readonly applicationRef?: string;
  readonly channelRef?: string;
  readonly flowId?: string;
};

/** A link that was just made: the only moment at which its token is known. */
export type MadeLink = {
  readonly entityId: string;
  readonly token: string;
  readonly expiresAt: Date;
};

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const DAY_MS = 24 * 60 * 60_000;
/** No link works longer. */
export const LINK_LASTS_MS = 7 * DAY_MS;

/** Nobody guesses one of 2^256. */
export function newLinkToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is kept of a token; undefined for what cannot be one. */
export function tokenHash(token: string): Buffer | undefined {
  return TOKEN.test(token) ? createHash('sha256').update(token).digest() : undefined;
}

export type LinkStanding = 'open' | 'used' | 'expired';

export function standingOfLink({ usedAt, expiresAt }: HostedLink, now: Date): LinkStanding {
  if (usedAt) return 'used';
  return expiresAt.getTime() > now.getTime() ? 'open' : 'expired';
}
