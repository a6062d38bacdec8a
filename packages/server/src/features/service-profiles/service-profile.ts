import { createHash } from 'node:crypto';

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

const PASSED: ReadonlySet<string> = new Set(['PASS', 'APPROVED', 'CLEAR', 'COMPLETE']);

/** States that a run does not change: somebody has taken the person out of circulation. */
const SETTLED: ReadonlySet<ProfileState> = new Set(['BLOCKLISTED', 'DELETED', 'DUPLICATE']);

/** Where a person stands after a run, or an override of the latest run, ended with this status. */
export function stateAfter(state: ProfileState, status: string): ProfileState {
  if (SETTLED.has(state)) return state;
  return PASSED.has(status) ? 'ACTIVE' : 'AUTO';
}
