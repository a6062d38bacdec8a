import type { Individual } from '@probity/contract/individual';
import { DomainError } from '../../kernel/domain-error.ts';

/** Version of the shape in which a person is kept. */
export const INDIVIDUAL_SCHEMA_VERSION = 1;

/** A person as they are kept: the contract's shape with every id, without the files' contents. */
export type StoredIndividual = Individual & { readonly entityId: string };

/** The content of an attachment, kept apart from the document that it belongs to. */
export type AttachmentContent = {
  readonly attachmentId: string;
  readonly documentId: string;
  readonly bytes: Buffer;
};

/** Contents of files by attachment id; null where one is kept and cannot be read. */
export type FileContents = ReadonlyMap<string, Buffer | null>;

/** Files that stand elsewhere and are linked to, rather than kept. */
export function linkedAttachmentIds({ documents }: StoredIndividual): string[] {
  const files = Object.values(documents ?? {})
    .flatMap((ofClass) => ofClass ?? [])
    .flatMap(({ attachments }) => attachments ?? []);
  return files.flatMap(({ attachmentId, data }) =>
    attachmentId && data && 'uri' in data ? [attachmentId] : [],
  );
}

export class IndividualNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ENT-1010';

  constructor(issueLocation = 'path.entityId') {
    super('Entity not found', [{ issue: 'There is no individual with this id', issueLocation }]);
  }
}
