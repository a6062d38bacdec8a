import { createHash } from 'node:crypto';
import type { DocumentsByClass } from '@probity/contract/document';
import { DomainError, InvalidRequest } from '../../kernel/domain-error.ts';
import { newUuid } from '../../kernel/id.ts';
import {
  type Capture,
  capturedAt,
  captureOf,
  filesOf,
  isWhole,
  type WholeCapture,
} from './capture.ts';
import type { IdvSession } from './idv-session.ts';

/** One capture of a document and a face with one provider, and how far it has come. */
export type IdvCheck = {
  readonly idvCheckId: string;
  /** OPEN until everything was captured, then SUBMITTED. */
  readonly state: 'OPEN' | 'SUBMITTED';
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly session: KeptSession;
};

/** What is sealed of a check. */
export type KeptSession = Omit<IdvSession, 'outcome'> & {
  readonly provider: string;
  readonly country?: string;
  readonly documentType?: string;
  /** What was handed over from here; absent where the provider captures by itself. */
  readonly capture?: WholeCapture;
  /** Who was asked before, and did not begin one. */
  readonly tried?: readonly {
    readonly provider: string;
    readonly startedAt: string;
    readonly endedAt: string;
  }[];
};

export function newCheck(
  provider: string,
  { outcome: _, ...session }: IdvSession,
  more: Pick<KeptSession, 'country' | 'documentType' | 'capture' | 'tried'> & { readonly at: Date },
): IdvCheck {
  const { at, ...kept } = more;
  return {
    idvCheckId: newUuid(),
    state: 'OPEN',
    createdAt: at,
    updatedAt: at,
    session: { ...session, provider, ...kept },
  };
}

/** What a provider's call is matched by: says nothing of the session to who does not know it. */
export function sessionHash(provider: string, sessionId: string): Buffer {
  return createHash('sha256').update(`${provider}\0${sessionId}`).digest();
}

/** The same whoever hands the images over, a request or a run: a provider takes them once. */
export function submitKey({ idvCheckId }: IdvCheck): string {
  return `idv/${idvCheckId}/submit`;
}

export function isOpen({ state, session }: IdvCheck, now: Date): boolean {
  return state === 'OPEN' && Date.parse(session.tokenExpiry) > now.getTime();
}

/** What is to be done next about a person's captures. */
export type NextMove =
  | { readonly move: 'submit'; readonly capture: WholeCapture; readonly check?: IdvCheck }
  | { readonly move: 'ask'; readonly check: IdvCheck }
  | { readonly move: 'capture'; readonly capture: Capture };

/**
 * Images that are newer than the latest check are handed over, in its session where that is still open;
 * otherwise the latest check is asked about. With neither, something has to be captured.
 *
 * @param checks the newest first
 */
export function nextMove(
  documents: DocumentsByClass | undefined,
  checks: readonly IdvCheck[],
  now: Date,
): NextMove {
  const capture = captureOf(documents);
  const [latest] = checks;
  const begun = latest?.session.capture;
  // A check that was begun with images and not yet handed them over goes on with those.
  if (latest?.state === 'OPEN' && begun) return { move: 'submit', capture: begun, check: latest };
  if (isWhole(capture) && !isSame(capture, begun) && isNewer(documents, capture, latest)) {
    return { move: 'submit', capture, ...(latest && isOpen(latest, now) && { check: latest }) };
  }
  return latest ? { move: 'ask', check: latest } : { move: 'capture', capture };
}

function isSame(capture: Capture, other: Capture | undefined): boolean {
  return other !== undefined && filesOf(capture).join() === filesOf(other).join();
}

function isNewer(
  documents: DocumentsByClass | undefined,
  capture: Capture,
  check: IdvCheck | undefined,
): boolean {
  return check === undefined || capturedAt(documents, capture) > check.createdAt.toISOString();
}

/** No provider has begun a capture. */
export class CaptureNotBegun extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'CHECK-0503';

  /** @param because names providers, never people */
  constructor(because: readonly string[]) {
    super(
      'No provider could begin a capture',
      because.map((issue) => ({ issue, issueLocation: 'request' })),
    );
  }
}

export function refuse(issue: string, issueLocation: string): InvalidRequest {
  return new InvalidRequest([{ issue, issueLocation }]);
}
