import { z } from 'zod';
import { Country, Day, Instant, maybe, Sentence, several, Word } from './protocol-words.ts';

/** What is asked about document images and faces, and what is answered. */
const name = z.object({ given: maybe(Sentence), middle: maybe(Sentence), family: maybe(Sentence) });

export const IdvStartMessage = z.object({
  subject: z.object({
    entityId: Word,
    name: maybe(name),
    birth: maybe(Day),
    document: maybe(
      z.object({
        documentId: Word,
        type: Word,
        country: Country,
        primaryIdentifier: maybe(Sentence),
      }),
    ),
  }),
});

/** Goes into URLs and rows: short, and nothing but letters, digits and a few signs. */
export const SessionId = z.string().regex(/^[A-Za-z0-9._~:-]{1,200}$/);

export const IdvStartedMessage = z.object({
  sessionId: SessionId,
  token: z.string().min(1).max(8_000).describe('What a capture SDK begins with.'),
  tokenExpiry: Instant,
  url: maybe(z.url({ protocol: /^https$/ }).max(2_000)).describe(
    'Where the person can go on by themselves.',
  ),
  vendorParameters: z.record(z.string().max(100), Sentence).default({}),
});

export const IdvSubmitMessage = z.object({
  sessionId: SessionId,
  images: several(
    z.object({
      attachmentId: Word,
      mimeType: Word,
      side: maybe(z.enum(['FRONT', 'BACK'])),
      data: z.base64(),
    }),
  ),
});

export const IdvResultMessage = z.object({ sessionId: SessionId });

const Element = z.object({
  originalName: Word,
  resultNormalized: z.enum(['clear', 'suspected', 'rejected']),
  confidence: maybe(z.number()),
  confidenceThreshold: maybe(z.number()),
  originalData: maybe(Sentence),
  description: maybe(Sentence),
});

const Component = z.object({
  kind: z.enum(['document', 'face-comparison', 'liveness', 'ocr']),
  result: z.enum(['CLEAR', 'SUSPECTED', 'REJECTED']),
  outcomeRaw: Word,
  reference: maybe(Word),
  elements: z
    .record(z.string().max(60), Element)
    .describe('By element: `visual_authenticity`, `image_integrity`, `face`, `name`, `dob` …'),
});

export const IdvReportMessage = z.object({
  components: several(Component).min(1),
  reading: maybe(
    z.object({
      documentType: maybe(Word),
      country: maybe(Country),
      primaryIdentifier: maybe(Sentence),
      given: maybe(Sentence),
      family: maybe(Sentence),
      birth: maybe(Day),
      expiresOn: maybe(Day),
      gender: maybe(Word),
    }),
  ),
});

/** The answer of status 202: the check goes on, and is asked for again or called back about. */
export const IdvPendingMessage = z.object({
  pending: z.literal(true),
  status: Word.default('IN_PROGRESS'),
});

/** What comes to the callback address. */
export const CallbackMessage = z.object({ sessionId: SessionId });
