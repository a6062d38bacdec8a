import type { Individual } from '@probity/contract/individual';

/** An image that a person or client uploaded. */
export type IdvImage = {
  readonly attachmentId: string;
  readonly mimeType: string;
  /** Of a document; a face has none. */
  readonly side?: 'FRONT' | 'BACK';
  readonly bytes: Buffer;
};

/** Who is checked, as far as a provider must know. */
export type IdvSubject = {
  readonly entityId: string;
  readonly name?: { readonly given?: string; readonly middle?: string; readonly family?: string };
  /** `1962-04-07`. */
  readonly birth?: string;
  /** The document that is checked, in the contract's words. */
  readonly document?: {
    readonly documentId: string;
    readonly type: string;
    readonly country: string;
    readonly primaryIdentifier?: string;
  };
};

/** A capture that has been begun: what a client's SDK or a page needs to go on. */
export type IdvSession = {
  readonly outcome: 'started';
  readonly sessionId: string;
  readonly token: string;
  /** ISO instant. */
  readonly tokenExpiry: string;
  /** Where a person can go on by themselves. */
  readonly url?: string;
  readonly vendorParameters: Readonly<Record<string, string>>;
};

/** What was read from a document; ISO dates. */
export type IdvReading = {
  readonly documentType?: string;
  readonly country?: string;
  readonly primaryIdentifier?: string;
  readonly given?: string;
  readonly family?: string;
  readonly birth?: string;
  readonly expiresOn?: string;
  readonly gender?: string;
};

/** The person and the document, as a provider is told of them. */
export function idvSubjectOf(
  { name, dateOfBirth }: Individual,
  entityId: string,
  document: IdvSubject['document'],
): IdvSubject {
  const { givenName: given, middleName: middle, familyName: family } = name ?? {};
  const { normalized: birth } = dateOfBirth ?? {};
  const isWhole = birth !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(birth);
  return {
    entityId,
    ...(name && {
      name: { ...(given && { given }), ...(middle && { middle }), ...(family && { family }) },
    }),
    ...(isWhole && { birth }),
    ...(document && { document }),
  };
}
