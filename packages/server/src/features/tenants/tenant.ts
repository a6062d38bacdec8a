import { DomainError } from '../../kernel/domain-error.ts';
import type { TenantScope } from '../../kernel/statement.ts';

/**
 * Who owns data: a customer, or a customer child, which is a tenant with a parent.
 *
 * `tenantId` is what the wire calls customer id, or customer child id where there is a parent.
 */
export type Tenant = {
  readonly tenantId: string;
  readonly parentTenantId: string | null;
  readonly name: string;
  readonly isSandbox: boolean;
  readonly createdAt: Date;
};

/** What a live key opens: its tenant, and for a customer the tenants of its children. */
export type KeyOwner = {
  readonly tenantId: string;
  readonly parentTenantId: string | null;
  readonly childTenantIds: readonly string[];
};

/** Whom a request says it is for. */
export type ClaimedTenant = {
  readonly customerId: string;
  readonly customerChildId: string | undefined;
};

/**
 * What a key may do for the tenant that a request names.
 *
 * A child's key opens that child alone. A customer's key opens the customer and reads its children;
 * with a child named it acts as that child. Siblings never meet. Undefined when the key does not fit.
 */
export function scopeOf(owner: KeyOwner, claimed: ClaimedTenant): TenantScope | undefined {
  const { customerId, customerChildId } = claimed;
  if (owner.parentTenantId !== null) {
    const isOwn = customerId === owner.parentTenantId;
    const isThisChild = customerChildId === undefined || customerChildId === owner.tenantId;
    return isOwn && isThisChild ? only(owner.tenantId) : undefined;
  }
  if (customerId !== owner.tenantId) return undefined;
  if (customerChildId === undefined) {
    return { own: owner.tenantId, readable: [owner.tenantId, ...owner.childTenantIds] };
  }
  return owner.childTenantIds.includes(customerChildId) ? only(customerChildId) : undefined;
}

function only(tenantId: string): TenantScope {
  return { own: tenantId, readable: [tenantId] };
}

export class TenantNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ADMIN-1010';

  constructor(issueLocation: string) {
    super('Tenant not found', [{ issue: 'There is no such tenant', issueLocation }]);
  }
}

/** Children of children do not exist in the contract: a customer has children, and that is all. */
export class TenantIsChild extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ADMIN-0400';

  constructor() {
    super('A customer child cannot be a parent', [
      {
        issue: 'Must name a customer, not a customer child',
        issueLocation: 'body.parentCustomerId',
      },
    ]);
  }
}

export class ApiKeyNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ADMIN-1010';

  constructor() {
    super('API key not found', [{ issue: 'There is no such key', issueLocation: 'path.keyId' }]);
  }
}
