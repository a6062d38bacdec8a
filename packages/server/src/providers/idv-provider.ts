import type { IdvImage, IdvReading, IdvSession, IdvSubject } from '../features/idv/idv-session.ts';
import type { Provider, Silent, SourceCall } from './source-call.ts';

/** One part of a check, and each of its elements. */
export type IdvComponent = {
  readonly kind: 'document' | 'face-comparison' | 'liveness' | 'ocr';
  readonly result: 'CLEAR' | 'SUSPECTED' | 'REJECTED';
  /** In the provider's own terms. */
  readonly outcomeRaw: string;
  readonly reference?: string;
  /** By element: `visual_authenticity`, `image_integrity`, `data_validation`, `face`, `dob`, `name` … */
  readonly elements: Readonly<Record<string, IdvElement>>;
};

export type IdvElement = {
  readonly originalName: string;
  readonly resultNormalized: 'clear' | 'suspected' | 'rejected';
  readonly confidence?: number;
  readonly confidenceThreshold?: number;
  readonly originalData?: string;
  readonly description?: string;
};

/** How a check stands. `pending` is an answer, too: it is asked for again, or the provider calls back. */
export type IdvAnswer =
  | {
      readonly outcome: 'answered';
      readonly components: readonly IdvComponent[];
      readonly reading?: IdvReading;
    }
  | { readonly outcome: 'pending'; readonly status: string }
  | Silent;

/** A provider's message about a session, once its signature has been checked. */
export type IdvCallback =
  | {
      readonly outcome: 'about';
      readonly sessionId: string;
      /** Another message never has it: where it comes again, the message was repeated. */
      readonly messageId: string;
    }
  | { readonly outcome: 'bad-signature' }
  | { readonly outcome: 'not-understood' };

/** Somebody who can say whether a document is genuine and a face is the one on it. */
export type IdvProvider = Provider & {
  start(subject: IdvSubject, call: SourceCall): Promise<IdvSession | Silent>;
  /** Hands over images that were captured here; the answer may come later. */
  submit(sessionId: string, images: readonly IdvImage[], call: SourceCall): Promise<IdvAnswer>;
  /** How the check stands now. */
  result(sessionId: string, call: SourceCall): Promise<IdvAnswer>;
  /**
   * Reads a message that came to this provider's callback address. It says that a result may be there,
   * never what it is: the result is asked for.
   */
  readCallback(message: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: Buffer;
  }): IdvCallback;
};
