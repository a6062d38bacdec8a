import type { Individual } from '@probity/contract/individual';
import { newUuid } from '../../kernel/id.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { resultOfNoRun } from '../results/result-of-no-run.ts';
import { MANUAL } from '../results/reuse.ts';

type Approval = {
  readonly individual: Individual;
  readonly documentIds: readonly string[];
  readonly approvedBy: string;
  readonly requestId: string;
  readonly at: Date;
};

/** What an officer has verified: name, birth date and address, and each document that it rests on. */
export function manualResultsOf(approval: Approval): ProcessResult[] {
  const { individual, documentIds } = approval;
  const { name, dateOfBirth } = individual;
  const home = individual.addresses?.find(
    ({ status, type }) => status !== 'PREVIOUS' && status !== 'FUTURE' && HOMES.includes(type),
  );
  const about = [
    verified('KYC', 'NAME', name?.nameId),
    verified('KYC', 'DATE_OF_BIRTH', dateOfBirth?.dateOfBirthId),
    verified('KYC', 'ADDRESS', home?.addressId),
    ...documentIds.map((id) => verified('ID', 'DOCUMENT', id)),
  ].flat();
  // Editing one thing puts the whole verification in question: the officer saw them together.
  const derivedFrom = about.map(({ objectId }) => objectId);
  const groupId = newUuid();
  return about.map((one) => resultOf(approval, groupId, { ...one, derivedFrom }));
}

/** As electronic verification has it: an address for mail confirms nothing. */
const HOMES: readonly (string | undefined)[] = ['RESIDENTIAL', 'OTHER', undefined];

function verified(resultClass: string, objectType: string, objectId: string | undefined) {
  return objectId === undefined ? [] : [{ class: resultClass, objectType, objectId }];
}

type About = Pick<ProcessResult, 'class' | 'objectType' | 'objectId' | 'derivedFrom'>;

function resultOf(
  { individual, approvedBy, requestId, at }: Approval,
  groupId: string,
  about: About,
): ProcessResult {
  return resultOfNoRun({
    ...about,
    entityId: individual.entityId ?? '',
    requestId,
    at,
    step: 'KYC',
    groupId,
    result: MANUAL,
    updatedBy: approvedBy,
    evidence: {
      providerResult: {
        name: 'manual',
        source: 'Verification by hand',
        sourceNormalized: 'manual',
        reference: groupId,
      },
      notes: { approvedBy: { type: 'text', value: approvedBy } },
    },
  });
}
