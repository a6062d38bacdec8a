import type { Channel, Context } from '../kernel/context.ts';
import { DomainError, InvalidRequest } from '../kernel/domain-error.ts';
import { isUuid } from '../kernel/id.ts';
import type { TenantScope } from '../kernel/statement.ts';

/** The headers of a request, lower-cased by Node; a repeated one arrives as a list. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a tenant's request says about who sends it. */
export type CallerClaim = {
  readonly apiKey: string;
  readonly customerId: string;
  readonly customerChildId: string | undefined;
};

/** Finds the tenants that a claim opens, or undefined when the key does not fit. */
export type Authenticate = (claim: CallerClaim) => Promise<TenantScope | undefined>;

/** What handlers of tenants' operations get. */
export type TenantContext = Context & {
  /** True when `X-Frankie-Background: 1` asks for an answer before the work is done. */
  readonly isBackground: boolean;
};

export class NotAuthenticated extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code: string;

  constructor(code: 'AUTH-0401' | 'AUTH-0002', issue: string) {
    super('Not authorised', [{ issue, issueLocation: 'request' }]);
    this.code = code;
  }
}

/** @throws {@link NotAuthenticated} without a key, {@link InvalidRequest} for ids that are none. */
export function claimOf(headers: Headers): CallerClaim {
  const apiKey = one(headers.api_key ?? headers['api-key']);
  if (!apiKey) throw new NotAuthenticated('AUTH-0401', 'The api_key header is missing');
  const customerId = one(headers['x-frankie-customerid']);
  const customerChildId = one(headers['x-frankie-customerchildid']) || undefined;
  const problems = [
    ...(customerId && isUuid(customerId) ? [] : [badId('X-Frankie-CustomerID')]),
    ...(!customerChildId || isUuid(customerChildId) ? [] : [badId('X-Frankie-CustomerChildID')]),
  ];
  if (!customerId || problems.length > 0) throw new InvalidRequest(problems);
  return {
    apiKey,
    customerId: customerId.toLowerCase(),
    customerChildId: customerChildId?.toLowerCase(),
  };
}

const MAX_USERNAME = 255;
const CHANNELS: ReadonlySet<string> = new Set<Channel>(['API', 'PORTAL', 'ONESDK', 'SYSTEM']);

/** The audit knows four channels; any other name that a caller chose is the API's. */
export function channelOf(headers: Headers): Channel {
  const channel = (one(headers['x-frankie-channel']) ?? '').toUpperCase();
  return isChannel(channel) ? channel : 'API';
}

export function usernameOf(headers: Headers): string | null {
  return one(headers['x-frankie-username'])?.slice(0, MAX_USERNAME) || null;
}

/** @throws {@link InvalidRequest} for anything but 0 and 1. */
export function isBackground(headers: Headers): boolean {
  const value = one(headers['x-frankie-background']) ?? '0';
  if (value === '0' || value === '1') return value === '1';
  const issueLocation = 'header.X-Frankie-Background';
  throw new InvalidRequest([{ issue: 'Must be 0 or 1', issueLocation }]);
}

function isChannel(name: string): name is Channel {
  return CHANNELS.has(name);
}

function badId(header: string) {
  return { issue: 'Must be a UUID', issueLocation: `header.${header}` };
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'object' ? header[0] : header?.trim();
}
