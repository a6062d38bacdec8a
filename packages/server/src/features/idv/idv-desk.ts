import type { IdvImage, IdvReading, IdvSession, IdvSubject } from './idv-session.ts';

/** A provider gave no answer that can be used; the detail names it, and nobody else. */
export type IdvSilence = {
  readonly outcome: 'silent';
  readonly because: 'timeout' | 'error' | 'refused' | 'not-configured';
  readonly detail: string;
};

/** How a check stands, as far as whoever is not judging it needs to know. */
export type IdvStanding =
  | { readonly outcome: 'answered'; readonly reading?: IdvReading }
  | { readonly outcome: 'pending'; readonly status: string }
  | IdvSilence;

/** One ask of the desk: on whose behalf, of whom, and under which key it is the same ask. */
export type DeskCall = {
  readonly tenantId: string;
  readonly provider: string;
  readonly key: string;
};

/** What a file shows to a machine. */
export type PhotoRead =
  | {
      readonly outcome: 'read';
      readonly zone?: string;
      readonly barcodes: readonly { readonly payload: string }[];
    }
  | { readonly outcome: 'unreadable'; readonly because: string }
  | IdvSilence;

/** Those who check documents and faces, as requests reach them. Never throws for their silence. */
export type IdvDesk = {
  /** Names of the providers that serve a tenant, in the operator's order. */
  serving(tenantId: string): Promise<readonly string[]>;
  start(call: DeskCall, subject: IdvSubject): Promise<IdvSession | IdvSilence>;
  submit(call: DeskCall, sessionId: string, images: readonly IdvImage[]): Promise<IdvStanding>;
  result(call: DeskCall, sessionId: string): Promise<IdvStanding>;
  /** What reads photos, as results name it. */
  readonly photoReader: string;
  readPhoto(tenantId: string, photo: Buffer): Promise<PhotoRead>;
};
