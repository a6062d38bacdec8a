import type { AnswerOf, Client } from '@probity/contract/client';
import { importList, listLists } from '@probity/contract/operations/admin-lists';
import type { Terminal } from '../terminal/terminal.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { type LocalFile, outgoingFiles } from './list-files.ts';
import { sizeInWords } from './size-in-words.ts';

/** What is uploaded, as which list. */
export type ListUpload = {
  readonly files: readonly LocalFile[];
  readonly source: string;
  readonly name?: string | undefined;
  /** Whose private list it becomes; everybody's where it is not given. */
  readonly customerId?: string | undefined;
  readonly customerChildId?: string | undefined;
  /** Accepts a version that holds far less than the one in service. */
  readonly acceptsFewerEntries?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Uploads the files of one list and waits until they are in service, or refused. */
export async function uploadList(
  terminal: Terminal,
  client: Client,
  { files, signal, source, ...wished }: ListUpload,
): Promise<AnswerOf<typeof importList>> {
  // A refused key is told here: in the middle of an upload it would be a broken connection.
  await client.call(listLists, { signal });
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return withProgress(terminal, `Importing ${count}, ${sizeInWords(bytes)}`, async () =>
    client.call(importList, {
      query: { source, ...given(wished) },
      files: await outgoingFiles(files),
      signal,
    }),
  );
}

/** What was said: an option that is absent is no part of a request. */
function given({
  name,
  customerId,
  customerChildId,
  acceptsFewerEntries,
}: Omit<ListUpload, 'files' | 'source'>) {
  return {
    ...(acceptsFewerEntries === true && { acceptsFewerEntries: 'true' as const }),
    ...(name !== undefined && { name }),
    ...(customerId !== undefined && { customerId }),
    ...(customerChildId !== undefined && { customerChildId }),
  };
}
