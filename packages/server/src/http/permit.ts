import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../kernel/clock.ts';
import type { OperatorContext } from '../kernel/context.ts';
import type { SystemDb } from '../kernel/statement.ts';
import type { Vaults } from '../kernel/vault.ts';
import {
  type Authenticate,
  channelOf,
  claimOf,
  isBackground,
  NotAuthenticated,
  type TenantContext,
  usernameOf,
} from './caller.ts';
import type { Caller } from './mount.ts';

/** What the doors of tenants and of the operator are built from. */
export type Permitting = {
  readonly system: SystemDb;
  readonly vaults: Vaults;
  readonly now: Clock;
  readonly authenticate: Authenticate;
  readonly operatorKey: string;
};

/** Lets a tenant in with its key, to its own data and nothing else. */
export function tenantCaller(permitting: Permitting): Caller<TenantContext> {
  const { system, vaults, now, authenticate } = permitting;
  return async (request) => {
    const { headers } = request;
    const scope = await authenticate(claimOf(headers));
    if (!scope) {
      throw new NotAuthenticated('AUTH-0002', 'The api_key does not fit this customer');
    }
    const channel = channelOf(headers);
    return {
      db: system.forTenant(scope),
      vaults,
      now,
      requestId: request.id,
      actor: { channel, username: usernameOf(headers) },
      isBackground: isBackground(headers),
    };
  };
}

/** Lets the operator in with the operator key, as `Authorization: Bearer …`. */
export function operatorCaller(permitting: Permitting): Caller<OperatorContext> {
  const { system, vaults, now, operatorKey } = permitting;
  const permit = bearerOf([operatorKey], 'operator');
  return async (request) => {
    permit(request);
    return { system, vaults, now, requestId: request.id };
  };
}

/**
 * Lets in who shows one of the keys, as `Authorization: Bearer …`.
 *
 * @throws {@link NotAuthenticated} for anybody else
 */
export function bearerOf(
  keys: readonly string[],
  whose: string,
): (request: FastifyRequest) => void {
  const expected = keys.map(digest);
  return ({ headers }) => {
    const sent = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!sent) throw new NotAuthenticated('AUTH-0401', `The ${whose} key is missing`);
    const shown = digest(sent);
    if (!expected.some((key) => timingSafeEqual(shown, key))) {
      throw new NotAuthenticated('AUTH-0002', `The ${whose} key is not valid`);
    }
  };
}

/** Lets anyone in who reaches the port. */
export const publicCaller: Caller<{ requestId: string }> = async (request: FastifyRequest) => ({
  requestId: request.id,
});

/** Digests have one length, so that comparing them tells nothing about the keys'. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
