import { newUuid } from '../../kernel/id.ts';
import type { ScreeningBasis } from './evidence.ts';
import type { ProcessResult } from './process-result.ts';

export const ENTITY = '00000000-0000-4000-8000-00000000e001';

type Given = Partial<Omit<ProcessResult, 'evidence'>> & {
  readonly basis?: Partial<ScreeningBasis>;
};

/** A stored screening hit, of the list `un` unless it says otherwise. */
export function storedHit({ basis, ...given }: Given = {}): ProcessResult {
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
        listId: 'list-un',
        listVersion: 1,
        engineVersion: '1.0.0',
        profile: 'balanced',
        threshold: 0.8,
        match: 0.9,
        reference: 'un:1',
        materialHash: 'hash',
        query: { names: [{ full: 'Ada Quill' }], kind: 'person', births: [] },
        findings: [],
        ...basis,
      },
    },
  };
}
