import type { DeskCall, IdvDesk, IdvSilence } from '../features/idv/idv-desk.ts';
import type { IdvProvider } from './idv-provider.ts';
import type { PhotoAnswer } from './photo-reader.ts';
import { type SourceCall, SourceUnavailable } from './source-call.ts';

/** What the desk is made of. */
export type DeskParts = {
  /** In the operator's order. */
  readonly providers: readonly IdvProvider[];
  /** Whether a tenant is one for invented people. */
  readonly isSandbox: (tenantId: string) => Promise<boolean>;
  readonly photos?: {
    readonly name: string;
    read(photo: Buffer, signal: AbortSignal): Promise<PhotoAnswer>;
  };
};

/** A request waits for it. */
const PATIENCE_MS = 20_000;

/** The providers of checks of document and face as requests reach them: each is asked once. */
export function idvDesk({ providers, isSandbox, photos }: DeskParts): IdvDesk {
  const asked = async <Answer>(
    { tenantId, provider: name, key }: DeskCall,
    send: (provider: IdvProvider, call: SourceCall) => Promise<Answer>,
  ): Promise<Answer | IdvSilence> => {
    const asker = { tenantId, isSandbox: await isSandbox(tenantId) };
    const provider = providers.find((one) => one.name === name && one.serves(asker));
    if (!provider) return notThere(`Provider ${name}`);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return send(provider, { ...asker, idempotencyKey: key, signal }).catch((error: unknown) =>
      silenceOf(name, error),
    );
  };
  return {
    photoReader: photos?.name ?? 'photos',
    async serving(tenantId) {
      const asker = { tenantId, isSandbox: await isSandbox(tenantId) };
      return providers.filter((one) => one.serves(asker)).map(({ name }) => name);
    },
    start: (call, subject) => asked(call, (provider, source) => provider.start(subject, source)),
    submit: (call, sessionId, images) =>
      asked(call, (provider, source) => provider.submit(sessionId, images, source)),
    result: (call, sessionId) =>
      asked(call, (provider, source) => provider.result(sessionId, source)),
    async readPhoto(_tenantId, photo) {
      if (!photos) return notThere('What reads photos');
      return photos
        .read(photo, AbortSignal.timeout(PATIENCE_MS))
        .catch((error: unknown) => silenceOf(photos.name, error));
    },
  };
}

function notThere(what: string): IdvSilence {
  return {
    outcome: 'silent',
    because: 'not-configured',
    detail: `${what} is not set up for this tenant`,
  };
}

function silenceOf(name: string, error: unknown): IdvSilence {
  const isTimeout =
    (error instanceof SourceUnavailable && error.because === 'timeout') ||
    (error instanceof Error && error.name === 'TimeoutError');
  return {
    outcome: 'silent',
    because: isTimeout ? 'timeout' : 'error',
    detail: `${name} ${isTimeout ? 'did not answer in time' : 'failed'}`,
  };
}
