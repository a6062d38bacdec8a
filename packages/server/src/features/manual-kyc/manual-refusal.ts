import type { ManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import { DomainError } from '../../kernel/domain-error.ts';
import { policyInWords } from './manual-policy.ts';

/** The documents named are not those of the person. */
export class DocumentsUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'API-0400';

  /** @param positions places in the list that was sent, from 0 */
  constructor(positions: readonly number[]) {
    super(
      'Documents not found',
      positions.map((position) => ({
        issue: "Must be the id of one of this individual's documents",
        issueLocation: `body.approvedDocuments[${position}]`,
      })),
    );
  }
}

/** The documents named do not make a verification. */
export class DocumentsNotEnough extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor(policy: ManualKycPolicy) {
    super('Documents are not enough', [
      { issue: policyInWords(policy), issueLocation: 'body.approvedDocuments' },
    ]);
  }
}

/** There is no verification by hand to take back. */
export class NothingToInvalidate extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('Nothing to invalidate', [
      { issue: 'There is no valid verification by hand', issueLocation: 'path.entityId' },
    ]);
  }
}
