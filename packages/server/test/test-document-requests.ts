import type { Operation } from '@probity/contract/operation';
import {
  createDocument,
  decideDocument,
  deleteAttachment,
  deleteDocument,
  getDocument,
  listDocuments,
  updateDocument,
} from '@probity/contract/operations/documents';
import type { TestCall } from './test-app.ts';

/** A supporting document with a file, as somebody would send it along with a person. */
export const BILL = {
  type: 'UTILITY_BILL',
  country: 'AUS',
  attachments: [{ filename: 'bill.pdf', data: { base64: 'JVBERi0xLjcK' } }],
};

type DocumentPath = Readonly<Record<string, string>>;

/** A valid request of every operation on documents; the path names person, document and file. */
export const DOCUMENT_REQUESTS: readonly {
  readonly operation: Operation;
  readonly isWrite: boolean;
  readonly call: (path: DocumentPath) => TestCall;
}[] = [
  {
    operation: createDocument,
    isWrite: true,
    call: (path) => ({
      path,
      query: { level: 'meta' },
      body: { document: { class: 'OTHER', ...BILL }, comment: { text: 'x' } },
    }),
  },
  {
    operation: listDocuments,
    isWrite: false,
    call: (path) => ({ path, query: { level: 'base64' } }),
  },
  {
    operation: getDocument,
    isWrite: false,
    call: (path) => ({ path, query: { level: 'base64' } }),
  },
  {
    operation: updateDocument,
    isWrite: true,
    call: (path) => ({
      path,
      query: { level: 'meta' },
      body: {
        document: {
          type: 'UTILITY_BILL',
          country: 'AUS',
          primaryIdentifier: 'B-2',
          issueDate: { year: '2020', month: '1', day: '2' },
          attachments: [
            { attachmentId: path.attachmentId, side: 'BACK', pageNumber: 2, data: { base64: '' } },
          ],
        },
        comment: { text: 'x' },
      },
    }),
  },
  {
    operation: decideDocument,
    isWrite: true,
    call: (path) => ({ path, body: { manualStatus: 'APPROVED', comment: { text: 'x' } } }),
  },
  { operation: deleteAttachment, isWrite: true, call: (path) => ({ path }) },
  { operation: deleteDocument, isWrite: true, call: (path) => ({ path }) },
];
