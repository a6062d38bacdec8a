import { z } from 'zod';
import { CommentInput } from '../../comment.ts';
import { RequestId } from '../../error.ts';
import type { Operation } from '../../operation.ts';
import { named } from '../../wire/named.ts';
import { filledText, Instant, NAME_LENGTH, text, Uuid } from '../../wire/text.ts';
import { Nothing, TENANT_ERRORS } from '../path.ts';

const ownPage = text()
  .refine((url) => URL.canParse(url) && new URL(url).protocol === 'https:', 'must be an https URL')
  .optional();

/** Makes a link to a page on which one person can upload their document and face. */
export const getHostedUrl = {
  operationId: 'getHostedUrl',
  method: 'POST',
  path: '/v2/individuals/hostedurl',
  summary: 'Make a link to the upload page',
  description:
    'For one person, and for seven days at most; every call makes another link. The page asks for the front and back of a document and for a photo of the face, and works without script. Nothing is sent to the person: hand the link over yourself.',
  tag: 'Document and face verification',
  access: 'tenant',
  parameters: Nothing,
  query: Nothing,
  bodyPresence: 'required',
  body: named(
    'IDV-HostedUrl-Request',
    'Whom the link is for.',
    z
      .object({
        entityId: Uuid.optional(),
        customerRef: filledText(NAME_LENGTH)
          .optional()
          .describe(
            'An external reference of the person; somebody new is kept where nobody has it.',
          ),
        applicationRef: text(NAME_LENGTH).optional(),
        channelRef: text(NAME_LENGTH).optional(),
        consent: z
          .boolean()
          .optional()
          .describe('True where the person has agreed already: else the page asks.'),
        errorRedirectURL: ownPage.describe('Linked to where the link does not work any more.'),
        successRedirectURL: ownPage.describe('Linked to once everything was received.'),
        oneSDKFlowId: text(NAME_LENGTH).optional(),
        phoneCode: text(NAME_LENGTH).optional(),
        phoneNumber: text(NAME_LENGTH).optional(),
        recipientName: text(NAME_LENGTH).optional(),
        sendSMS: z
          .boolean()
          .refine((asked) => !asked, 'must not be true: this server sends no messages')
          .optional(),
        comment: CommentInput.optional(),
      })
      .refine(
        ({ entityId, customerRef }) => (entityId === undefined) !== (customerRef === undefined),
        { message: 'must have either entityId or customerRef', path: ['entityId'] },
      ),
  ),
  answers: {
    200: named(
      'IDV-HostedUrl-Response',
      'The link, and until when it works.',
      z.object({
        requestId: RequestId,
        status: z.string(),
        url: z.string(),
        urlExpiry: Instant,
        entityId: z.string(),
      }),
    ),
  },
  background: false,
  errors: TENANT_ERRORS,
} satisfies Operation;
