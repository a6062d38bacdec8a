import { z } from 'zod';
import { named } from '../wire/named.ts';
import { isObject } from '../wire/new-or-partial.ts';
import { Instant, NAME_LENGTH, text, Uuid } from '../wire/text.ts';

export const ATTACHMENT_SIDES = ['FRONT', 'BACK'] as const;
/**
 * Whether the content came with the answer: NORMAL with it (or it was never supplied), EXCLUDED
 * not asked for or deleted, FAILED could not be read.
 */
export const RETRIEVAL_STATUSES = ['NORMAL', 'EXCLUDED', 'FAILED'] as const;
export type RetrievalStatus = (typeof RETRIEVAL_STATUSES)[number];

const MAX_PAGE_NUMBER = 100_000;

const parts = {
  filename: text(NAME_LENGTH).optional().describe('Made from the id and the type when absent.'),
  mimeType: text(NAME_LENGTH).optional(),
  pageNumber: z
    .int()
    .min(0)
    .max(MAX_PAGE_NUMBER)
    .optional()
    .describe('Neither required nor unique.'),
  side: z.enum(ATTACHMENT_SIDES).optional(),
  type: text(NAME_LENGTH).optional().describe('`PHOTO`, `VIDEO`, `AUDIO`, `PDF`, `DOC` or `ZIP`.'),
  location: text().optional().describe('Where the content came from.'),
  lastMalwareScanAt: Instant.optional(),
  retrievalStatus: z
    .enum(RETRIEVAL_STATUSES)
    .optional()
    .describe(
      'NORMAL: the content is here, or none was ever supplied. EXCLUDED: it was not asked for. FAILED: it could not be read.',
    ),
};

export const AttachmentContent = named(
  'Data-URI-Base64',
  'The content itself, or where it is.',
  z.union([
    z.object({ base64: z.string().describe('Empty where the content is not included.') }),
    z.object({ uri: z.string() }),
  ]),
);
export type AttachmentContent = z.infer<typeof AttachmentContent>;

/**
 * Content to be kept. Its size is limited by the body that carries it, and by nothing here. Blank
 * content, as it comes back from an answer that left it out, reads as no content.
 */
export const AttachmentContentInput = named(
  'Data-URI-Base64-Input',
  'The content itself (`base64`), or an address to take it from (`uri`).',
  z
    .object({
      uri: text()
        .refine((uri) => uri === '' || isHttps(uri), 'must be an https URL')
        .optional()
        .describe('An https URL.'),
      base64: z
        .string()
        .refine(isBase64, 'must be base64 text with padding, without line breaks and prefix')
        .optional()
        .describe('Standard base64 with padding.'),
    })
    .refine(({ uri, base64 }) => !(uri && base64), {
      message: 'must have either base64 or uri, not both',
      when: isObject,
    })
    .transform(({ uri, base64 }) => {
      if (base64) return { base64 };
      return uri ? { uri } : undefined;
    }),
);
export type AttachmentContentInput = z.output<typeof AttachmentContentInput>;

export const Attachment = named(
  'Document-Attachment',
  'A file that belongs to a document.',
  z.object({
    attachmentId: Uuid.optional(),
    sourceId: z.string().optional(),
    createdAt: Instant.optional(),
    updatedAt: Instant.optional(),
    ...parts,
    data: AttachmentContent.optional(),
  }),
);
export type Attachment = z.infer<typeof Attachment>;

export const AttachmentInput = named(
  'Document-Attachment-Input',
  'A file to be kept with a document.',
  withContent(z.object({ ...parts, data: AttachmentContentInput.optional() })),
);
export type AttachmentInput = z.output<typeof AttachmentInput>;

export const AttachmentPatch = named(
  'Document-Attachment-Patch',
  'The fields of a file to change, with its id, or a new file.',
  withContent(
    z.object({
      attachmentId: Uuid.optional(),
      ...parts,
      data: AttachmentContentInput.optional(),
    }),
  ),
);
export type AttachmentPatch = z.output<typeof AttachmentPatch>;

type Sent = {
  readonly attachmentId?: string | undefined;
  readonly retrievalStatus?: RetrievalStatus | undefined;
  readonly data?: unknown;
};

/** Content may be missing only from a file that is known already or that an answer left empty. */
function withContent<S extends z.ZodType<Sent>>(attachment: S): S {
  return attachment.superRefine(
    ({ attachmentId, retrievalStatus = 'NORMAL', data }, ctx) => {
      if (data !== undefined || attachmentId !== undefined || retrievalStatus !== 'NORMAL') return;
      ctx.addIssue({
        code: 'custom',
        path: ['data'],
        message: 'is required: base64 or uri, unless retrievalStatus is EXCLUDED or FAILED',
      });
    },
    { when: isObject },
  );
}

function isHttps(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}

/** One pass without backtracking: contents are megabytes. */
function isBase64(value: string): boolean {
  if (value.length % 4 !== 0) return false;
  const padding = value.endsWith('==') ? 2 : Number(value.endsWith('='));
  return !/[^A-Za-z0-9+/]/.test(value.slice(0, value.length - padding));
}
