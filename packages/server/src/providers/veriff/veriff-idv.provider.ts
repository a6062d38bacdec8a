import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import countries from 'i18n-iso-countries';
import type { IdvImage, IdvSession, IdvSubject } from '../../features/idv/idv-session.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdvAnswer, IdvProvider } from '../idv-provider.ts';
import type { Provider, Silent, SourceCall } from '../source-call.ts';
import { json, type Vendor } from '../vendor/vendor.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import { VeriffDecision, VeriffSession, VeriffTaken, VeriffWebhook } from './veriff-messages.ts';
import { isConsistent, reportOf } from './veriff-report.ts';

export type VeriffLine = {
  readonly vendor: Vendor;
  readonly apiKey: string;
  /** Shared with Veriff: signs both ways. */
  readonly secret: string;
  readonly now: Clock;
};

/** Sessions can be gone through for a week. */
const SESSION_LASTS_MS = 7 * 24 * 60 * 60_000;
const MOST_BEGUN = 1_000;

/** Checks of document and face by Veriff: sessions of its own pages, or images captured here. */
export function veriffIdvProvider(line: VeriffLine, serves: Provider['serves']): IdvProvider {
  const { name } = line.vendor;
  // Veriff begins another session each time it is asked.
  const begun = new Map<string, IdvSession>();
  return {
    name,
    serves,
    async start(subject, call) {
      call.signal.throwIfAborted();
      const before = begun.get(call.idempotencyKey);
      if (before) return before;
      const session = await start(line, subject, call);
      if (session.outcome === 'silent') return session;
      if (begun.size >= MOST_BEGUN) begun.clear();
      begun.set(call.idempotencyKey, session);
      return session;
    },
    async submit(sessionId, images, call) {
      for (const image of images) {
        const silent = await upload(line, { sessionId, image }, call);
        if (silent) return silent;
      }
      return submitted(line, sessionId, call);
    },
    async result(sessionId, call) {
      const read = (answer: VendorAnswer) => readDecision(name, sessionId, answer);
      const path = `/v1/sessions/${encodeURIComponent(sessionId)}/decision`;
      const headers = signed(line, sessionId);
      return line.vendor.send({ method: 'GET', path, headers, read }, call);
    },
    readCallback({ headers, body }) {
      const isFromVeriff =
        headers['x-auth-client'] === line.apiKey &&
        isSignature(headers['x-hmac-signature'] ?? '', digest(line, body));
      if (!isFromVeriff) return { outcome: 'bad-signature' };
      try {
        const told = readAnswer(VeriffWebhook, { status: 200, body });
        const sessionId = 'verification' in told ? told.verification.id : told.id;
        const messageId = createHash('sha256').update(body).digest('hex');
        return { outcome: 'about', sessionId, messageId };
      } catch {
        return { outcome: 'not-understood' };
      }
    },
  };
}

async function start(
  line: VeriffLine,
  { name, birth, document }: IdvSubject,
  call: SourceCall,
): Promise<IdvSession | Silent> {
  const firstName = [name?.given, name?.middle].filter(Boolean).join(' ');
  const country = document && countries.alpha3ToAlpha2(document.country);
  const verification = {
    person: {
      ...(firstName && { firstName }),
      ...(name?.family && { lastName: name.family }),
      ...(birth && { dateOfBirth: birth }),
    },
    ...(document && {
      document: {
        ...(document.primaryIdentifier && { number: document.primaryIdentifier }),
        ...(country && { country }),
      },
    }),
    // Says which ask it was, and nothing of whom it is about.
    vendorData: createHash('sha256').update(call.idempotencyKey).digest('hex'),
  };
  const expiry = new Date(line.now().getTime() + SESSION_LASTS_MS).toISOString();
  const read = (answer: VendorAnswer): IdvSession => {
    const { id, url, sessionToken } = readAnswer(VeriffSession, answer).verification;
    return {
      outcome: 'started',
      sessionId: id,
      token: sessionToken,
      tokenExpiry: expiry,
      url,
      vendorParameters: {},
    };
  };
  return line.vendor.send({ ...message(line, '/v1/sessions', { verification }), read }, call);
}

type Uploading = { readonly sessionId: string; readonly image: IdvImage };

async function upload(
  line: VeriffLine,
  { sessionId, image: { side, mimeType, bytes } }: Uploading,
  call: SourceCall,
): Promise<Silent | undefined> {
  const context = side === undefined ? 'face' : `document-${side.toLowerCase()}`;
  const content = `data:${mimeType};base64,${bytes.toString('base64')}`;
  const path = `/v1/sessions/${encodeURIComponent(sessionId)}/media`;
  const taken = await line.vendor.send(
    { ...message(line, path, { image: { context, content } }), ...json(VeriffTaken) },
    call,
  );
  return 'outcome' in taken ? taken : undefined;
}

/** There are no more images: Veriff begins to decide. */
async function submitted(
  line: VeriffLine,
  sessionId: string,
  call: SourceCall,
): Promise<IdvAnswer> {
  const path = `/v1/sessions/${encodeURIComponent(sessionId)}`;
  const body = { verification: { status: 'submitted', timestamp: line.now().toISOString() } };
  const taken = await line.vendor.send(
    { ...message(line, path, body), method: 'PATCH', ...json(VeriffTaken) },
    call,
  );
  return 'outcome' in taken ? taken : { outcome: 'pending', status: 'CHECK_PROCESSING' };
}

function readDecision(name: string, sessionId: string, answer: VendorAnswer): IdvAnswer {
  const { verification: decided } = readAnswer(VeriffDecision, answer);
  if (!decided) return { outcome: 'pending', status: 'CHECK_PROCESSING' };
  if (decided.id !== sessionId) throw new VendorFailure('error', 'answered about another session');
  if (!isConsistent(decided)) {
    throw new VendorFailure('error', 'answered with a decision that contradicts itself');
  }
  return reportOf(name, decided);
}

function message(line: VeriffLine, path: string, content: object) {
  const body = JSON.stringify(content);
  const headers = { 'content-type': 'application/json', ...signed(line, body) };
  return { method: 'POST' as const, path, body, headers };
}

function signed(line: VeriffLine, payload: string): Record<string, string> {
  return {
    'x-auth-client': line.apiKey,
    'x-hmac-signature': digest(line, payload).toString('hex'),
  };
}

function digest({ secret }: VeriffLine, payload: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(payload).digest();
}

function isSignature(text: string, expected: Buffer): boolean {
  if (!/^[0-9a-f]{64}$/i.test(text)) return false;
  return timingSafeEqual(Buffer.from(text, 'hex'), expected);
}
