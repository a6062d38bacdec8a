import { createHash } from 'node:crypto';
import { DomainError } from '../../kernel/domain-error.ts';
import type { EntityVault } from '../../kernel/vault.ts';

/** Where a person stands in one service. */
export type ProfileState =
  | 'INIT'
  | 'AUTO'
  | 'ACTIVE'
  | 'ARCHIVED'
  | 'BLOCKLISTED'
  | 'INACTIVE'
  | 'DELETED'
  | 'DUPLICATE';

/** Version of the shape in which a profile is kept. */
export const PROFILE_SCHEMA_VERSION = 1;

/** A person within one service: where they stand, and who looks after them. */
export type ServiceProfile = {
  readonly serviceProfileId: string;
  readonly entityId: string;
  readonly serviceKey: string;
  readonly serviceName: string;
  readonly state: ProfileState;
  readonly currentWorkflowId: string | null;
  readonly currentWorkflowName: string | null;
  readonly latestWorkflowExecutionId: string | null;
  readonly createdAt: Date;
  readonly createdRequestId: string;
  readonly createdBy: string | null;
  readonly updatedAt: Date;
  readonly updatedRequestId: string;
  readonly updatedBy: string | null;
  readonly officers: Officers;
};

/**
 * The id of a person's profile in a service. Derived, so that two requests that create it at once agree.
 *
 * A UUID of version 8 (RFC 9562) over SHA-256.
 */
export function profileIdOf(entityId: string, serviceKey: string): string {
  const bytes = createHash('sha256').update(`${entityId}/${serviceKey}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  return parts.map(([from, to]) => hex.slice(from, to)).join('-');
}

/** Who looks after a profile: who approves, who reviews. */
export type Officers = { readonly assignee?: string; readonly reviewer?: string };

/** What keys of officers are made for: `assignee jo@example.org`. */
export const OFFICER_KEYS = 'officers';

/** By what a profile is found that an officer looks after, as it is kept with it. */
export function officerKeysOf(vault: Pick<EntityVault, 'blindKey'>, officers: Officers): string[] {
  return Object.entries(officers).map(([role, name]) =>
    vault.blindKey(OFFICER_KEYS, `${role} ${name}`),
  );
}

/** An officer has set the profile aside; it comes back when a workflow is executed. */
export function isSetAside(state: ProfileState): boolean {
  return state === 'ARCHIVED' || state === 'INACTIVE';
}

/** The person has been taken out of circulation, which is undone where it was done. */
export function isOutOfCirculation(state: ProfileState): boolean {
  return state === 'BLOCKLISTED' || state === 'DELETED' || state === 'DUPLICATE';
}

const PASSED: ReadonlySet<string> = new Set(['PASS', 'APPROVED', 'CLEAR', 'COMPLETE']);

/**
 * Where a person stands after a run, or an override of the latest run, ended with this status. What somebody
 * has decided about the profile stands.
 */
export function stateAfter(state: ProfileState, status: string): ProfileState {
  if (isOutOfCirculation(state) || isSetAside(state)) return state;
  return PASSED.has(status) ? 'ACTIVE' : 'AUTO';
}

/** The person has no profile in the service. */
export class ProfileNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ENT-1010';

  constructor() {
    super('Service profile not found', [
      {
        issue: 'The individual has no profile in this service',
        issueLocation: 'path.serviceName',
      },
    ]);
  }
}

/** The profile's state says that the person is out of circulation, and is not to be lost. */
export class ProfileNotSetAside extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'VAL-0409';

  constructor(state: ProfileState) {
    super(`A profile in state ${state} cannot be set aside`, [
      {
        issue: `The profile is ${state}; take that back where it was decided`,
        issueLocation: 'body.serviceProfile.state',
      },
    ]);
  }
}
