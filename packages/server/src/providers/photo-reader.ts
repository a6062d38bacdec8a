import type { Provider, Silent, SourceCall } from './source-call.ts';

/** Why nothing was read from a file; each is told to whoever looks at the result. */
export type Unreadable =
  | 'not-kept'
  | 'not-an-image'
  | 'unsupported-image'
  | 'too-large'
  | 'damaged'
  | 'nothing-found';

/** What a file of a document shows to a machine. */
export type PhotoAnswer =
  | {
      readonly outcome: 'read';
      /** Lines of a machine-readable zone, as they were recognised. */
      readonly zone?: string;
      /** What barcodes hold, in the order in which they were found. */
      readonly barcodes: readonly { readonly format: string; readonly payload: string }[];
    }
  | { readonly outcome: 'unreadable'; readonly because: Unreadable }
  | Silent;

/** Somebody who reads photos of documents. */
export type PhotoReader = Provider & {
  read(
    file: { readonly entityId: string; readonly attachmentId: string },
    call: SourceCall,
  ): Promise<PhotoAnswer>;
};
