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

/** A profile as far as starting a run must know it. */
export type ProfileStanding = Pick<ServiceProfile, 'serviceProfileId' | 'state'>;

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
