import { newUuid } from '../../kernel/id.ts';
import type { HitMember, ScreeningBasis } from './evidence.ts';
import type { ProcessResult } from './process-result.ts';

export const ENTITY = '00000000-0000-4000-8000-00000000e001';

type Given = Partial<Omit<ProcessResult, 'evidence'>> & {
  readonly basis?: Partial<ScreeningBasis>;
  /** What the one entry says that the hit is made of; not where `basis` has members. */
  readonly member?: Partial<HitMember>;
};

/** A stored screening hit, of the list `un` unless it says otherwise. */
export function storedHit({ basis, member, ...given }: Given = {}): ProcessResult {
  const at = given.createdAt ?? new Date('2026-01-01T00:00:00Z');
  return {
    processResultId: newUuid(),
    entityId: ENTITY,
    workflowExecutionId: '01JRUN00000000000000000000',
    serviceKey: 'kyc',
    workflowKey: 'aml-screening',
    requestId: '01JREQ00000000000000000000',
    stepName: 'AML',
    stepType: 'AML',
    objectType: 'INDIVIDUAL',
    objectId: ENTITY,
    groupId: null,
    class: 'AML',
    result: 'HIT',
    state: 'COMPLETED',
    systemStatus: 'VALID',
    manualStatus: null,
    derivedFrom: [],
    createdAt: at,
    updatedAt: at,
    updatedBy: null,
    ...given,
    evidence: {
      basis: {
        provider: 'probity',
        engineVersion: '1.0.0',
        profile: 'balanced',
        threshold: 0.8,
        query: { names: [{ full: 'Ada Quill' }], kind: 'person', births: [] },
        members: [hitMember(member)],
        ...basis,
      },
    },
  };
}

/** A list entry of a stored hit: number 1 of the list `un` unless it says otherwise. */
export function hitMember(member: Partial<HitMember> = {}): HitMember {
  return {
    listId: 'list-un',
    reference: 'un:1',
    listVersion: 1,
    materialHash: 'hash',
    match: 0.9,
    nameScore: 0.9,
    evidenceScore: 0,
    name: { full: 'Ada Quill', quality: 'primary' },
    findings: [],
    ...member,
  };
}
