import type { IdvImage } from '../src/features/idv/idv-session.ts';
import type { IdvAnswer, IdvProvider } from '../src/providers/idv-provider.ts';
import { SourceUnavailable } from '../src/providers/source-call.ts';

/** The beginning of a PNG: enough for what tells files apart. */
export const PHOTO = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

export const SELFIE_DOCUMENT = {
  type: 'SELF_IMAGE',
  country: 'AUS',
  attachments: [{ filename: 'me.png', data: { base64: PHOTO.toString('base64') } }],
};

/** A driver licence of James Testone, with photos of both sides. */
export const LICENCE = {
  type: 'DRIVERS_LICENSE',
  country: 'AUS',
  primaryIdentifier: '283229690',
  attachments: [
    { side: 'FRONT', data: { base64: PHOTO.toString('base64') } },
    { side: 'BACK', data: { base64: PHOTO.toString('base64') } },
  ],
};

export const PERSONA = {
  name: { givenName: 'James', middleName: 'A', familyName: 'Testone' },
  dateOfBirth: { year: '1950', month: '01', day: '01' },
};

export const CLEAR: Extract<IdvAnswer, { outcome: 'answered' }> = {
  outcome: 'answered',
  components: [
    {
      kind: 'document',
      result: 'CLEAR',
      outcomeRaw: 'genuine',
      elements: { visual_authenticity: { originalName: 'look', resultNormalized: 'clear' } },
    },
    {
      kind: 'face-comparison',
      result: 'CLEAR',
      outcomeRaw: 'same',
      elements: { face: { originalName: 'face', resultNormalized: 'clear', confidence: 0.99 } },
    },
  ],
};

/** A provider that decides when the test says so, and remembers what it was given. */
export class PatientProvider implements IdvProvider {
  readonly name = 'patient';
  readonly submitted: { readonly sessionId: string; readonly images: readonly IdvImage[] }[] = [];
  asks = 0;
  answer: IdvAnswer | 'offline' | 'left alone' = { outcome: 'pending', status: 'CHECK_PROCESSING' };
  /** What happens while images are on their way. */
  onSubmit: (sessionId: string) => Promise<void> = async () => undefined;
  readonly #sessions = new Map<string, string>();

  serves(): boolean {
    return true;
  }

  async start(_subject: unknown, { idempotencyKey }: { readonly idempotencyKey: string }) {
    const sessionId = this.#sessions.get(idempotencyKey) ?? crypto.randomUUID();
    this.#sessions.set(idempotencyKey, sessionId);
    return {
      outcome: 'started' as const,
      sessionId,
      token: `token-of-${sessionId}`,
      tokenExpiry: new Date(Date.now() + 3_600_000).toISOString(),
      url: `https://patient.example/${sessionId}`,
      vendorParameters: {},
    };
  }

  async submit(sessionId: string, images: readonly IdvImage[]): Promise<IdvAnswer> {
    this.submitted.push({ sessionId, images });
    await this.onSubmit(sessionId);
    return { outcome: 'pending', status: 'CHECK_PROCESSING' };
  }

  async result(): Promise<IdvAnswer> {
    this.asks += 1;
    if (this.answer === 'offline') throw new SourceUnavailable(this.name, 'error');
    if (this.answer === 'left alone') {
      const detail = `${this.name} is left alone`;
      return { outcome: 'silent', because: 'error', detail, isForNow: true };
    }
    return this.answer;
  }

  readCallback({ headers, body }: Parameters<IdvProvider['readCallback']>[0]) {
    const messageId = headers['x-message'];
    if (messageId === undefined) return { outcome: 'bad-signature' as const };
    return { outcome: 'about' as const, sessionId: body.toString(), messageId };
  }
}
