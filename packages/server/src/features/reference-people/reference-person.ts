import { DomainError } from '../../kernel/domain-error.ts';

/** A document as a register has it. */
export type ReferenceDocument = {
  readonly type: string;
  readonly number: string;
  readonly secondaryNumber?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
  /** ISO date. */
  readonly expiresOn?: string;
};

/** An address as a register has it: by its parts, or in one line. */
export type ReferenceAddress = {
  readonly unitNumber?: string;
  readonly streetNumber?: string;
  readonly streetName?: string;
  readonly streetType?: string;
  readonly locality?: string;
  readonly subdivision?: string;
  readonly postalCode?: string;
  readonly country?: string;
  readonly longForm?: string;
};

/** One person of a register that the operator trusts. */
export type ReferencePerson = {
  /** How the register itself finds the row again. */
  readonly reference?: string;
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
  /** As one would write it. */
  readonly full: string;
  readonly previousNames: readonly string[];
  /** ISO date. */
  readonly birth?: string;
  readonly gender?: string;
  readonly addresses: readonly ReferenceAddress[];
  readonly documents: readonly ReferenceDocument[];
  readonly isDeceased?: boolean;
};

/** A register, as it is in service for one tenant. */
export type ReferenceSource = {
  readonly source: string;
  readonly name: string;
  readonly versionId: string;
  readonly peopleCount: number;
  readonly importedAt: Date;
};

/** The file is not a whole, sound register. Never repeats what it holds. */
export class ReferenceUnreadable extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'REF-0400';

  constructor(issue: string, place: string) {
    super('The reference source cannot be read', [{ issue, issueLocation: place }]);
  }
}

export class ReferenceNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'REF-1010';

  constructor() {
    super('Reference source not found', [
      { issue: 'The tenant has no reference source of this code', issueLocation: 'query.source' },
    ]);
  }
}
