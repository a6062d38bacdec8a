import type { Provider, Silent, SourceCall } from './source-call.ts';

/** A name of the person, by the id of its element. */
export type SubjectName = {
  readonly objectId: string;
  readonly standing: 'current' | 'previous' | 'alias';
  /** As a person would write it. */
  readonly full: string;
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
};

export type SubjectBirth = {
  readonly objectId: string;
  readonly standing: 'current' | 'alternate';
  /** `1962-04-07`; dates that are known in part are not verified. */
  readonly date: string;
};

/** An address of the person; the parts in the contract's words. */
export type SubjectAddress = {
  readonly objectId: string;
  readonly standing: 'current' | 'previous';
  readonly unitNumber?: string;
  readonly buildingName?: string;
  readonly streetNumber?: string;
  readonly streetName?: string;
  readonly streetType?: string;
  readonly locality?: string;
  readonly district?: string;
  readonly subdivision?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
  readonly longForm?: string;
};

export type SubjectDocument = {
  readonly objectId: string;
  /** The contract's document type: `PASSPORT`, `DRIVERS_LICENSE` … */
  readonly type: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly subdivision?: string;
  readonly subtype?: string;
  readonly primaryIdentifier?: string;
  readonly secondaryIdentifier?: string;
  /** ISO dates. */
  readonly issuedOn?: string;
  readonly expiresOn?: string;
  /** The contract's `supplementaryData` of the document: the line on a Medicare card and the like. */
  readonly supplementaryData?: object;
};

/** Who is to be verified: the person's elements by id, so that every answer says what it is about. */
export type IdentitySubject = {
  readonly entityId: string;
  readonly names: readonly SubjectName[];
  readonly births: readonly SubjectBirth[];
  readonly addresses: readonly SubjectAddress[];
  readonly gender?: string;
  readonly documents: readonly SubjectDocument[];
  /** Consent types that the person has given. */
  readonly consents: readonly string[];
};

/** What may be verified about a person besides documents; the words of the contract's rule summaries. */
export type IdentityAttribute = 'name' | 'dob' | 'address' | 'gender';

/** How one element of the person compares with one source. */
export type AttributeFinding = {
  readonly attribute: IdentityAttribute;
  /** The element that was compared; the entity's id for gender. */
  readonly objectId: string;
  readonly result: 'MATCH' | 'PARTIAL_MATCH' | 'NO_MATCH' | 'BAD_DATA';
  /** 0 to 100 by part, in the contract's words for the kind: `fullName`, `familyName`, `fullDateOfBirth`, `postalCode` … */
  readonly strengths: Readonly<Record<string, number>>;
};

/** How one document compares with its register. */
export type DocumentFinding = {
  readonly documentId: string;
  readonly result: 'MATCH' | 'NO_MATCH' | 'INVALID_MATCH';
  readonly strengths: Readonly<Record<string, number>>;
  readonly isValid?: boolean;
  readonly isExpired?: boolean;
  readonly isBlocked?: boolean;
  readonly blockingCode?: string;
};

/** What one independent source said: a register, a bureau, a roll. */
export type SourceFinding = {
  /** Canonical code, such as `au-elec-roll`: a ruleset counts distinct ones. */
  readonly source: string;
  /** As the provider calls it. */
  readonly sourceName: string;
  /** Where the source keeps its answer. */
  readonly reference?: string;
  readonly attributes: readonly AttributeFinding[];
  readonly documents: readonly DocumentFinding[];
  /** The source has the person as dead. */
  readonly isDeceased?: boolean;
  /** What is known comes from the header of a credit file. */
  readonly isCreditHeader?: boolean;
};

/** What is wanted of a provider; it looks into nothing else. */
export type IdentityAsk = {
  readonly subject: IdentitySubject;
  readonly attributes: readonly IdentityAttribute[];
  /** Ids of documents to be verified. */
  readonly documents: readonly string[];
};

export type IdentityAnswer =
  | { readonly outcome: 'answered'; readonly sources: readonly SourceFinding[] }
  | Silent;

/** Somebody who can confirm who a person is, from one or more independent sources. */
export type IdentityProvider = Provider & {
  /**
   * A source that does not know the person answers with findings of NO_MATCH, not with nothing.
   *
   * @throws SourceUnavailable where asking again may help
   */
  verify(ask: IdentityAsk, call: SourceCall): Promise<IdentityAnswer>;
};
