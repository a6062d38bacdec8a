import { z } from 'zod';
import {
  FraudAnswerMessage,
  FraudAskMessage,
  LookupAnswerMessage,
  LookupAskMessage,
  VisaAnswerMessage,
  VisaAskMessage,
} from './check-messages.ts';
import {
  DocumentsAskMessage,
  IdentityAnswerMessage,
  IdentityAskMessage,
} from './identity-messages.ts';
import {
  CallbackMessage,
  IdvPendingMessage,
  IdvReportMessage,
  IdvResultMessage,
  IdvStartedMessage,
  IdvStartMessage,
  IdvSubmitMessage,
} from './idv-messages.ts';
import { SIGNATURE_HEADERS } from './message-signature.ts';
import { WatchlistAnswerMessage, WatchlistAskMessage } from './watchlist-messages.ts';

type ProtocolOperation = {
  readonly summary: string;
  readonly ask: z.ZodObject;
  readonly answer: z.ZodType;
  /** Of status 202. */
  readonly pending?: z.ZodType;
};

/** One path for each thing that a provider may do; it serves those that the operator names. */
const OPERATIONS: Readonly<Record<string, ProtocolOperation>> = {
  '/identity': {
    summary: 'Verify names, birth dates, addresses or gender (capability `identity`)',
    ask: IdentityAskMessage,
    answer: IdentityAnswerMessage,
  },
  '/documents': {
    summary: 'Verify documents with their registers (capability `documents`)',
    ask: DocumentsAskMessage,
    answer: IdentityAnswerMessage,
  },
  '/idv/start': {
    summary: 'Begin a check of document and face (capability `idv`)',
    ask: IdvStartMessage,
    answer: IdvStartedMessage,
  },
  '/idv/submit': {
    summary: 'Take in images (capability `idv`)',
    ask: IdvSubmitMessage,
    answer: IdvReportMessage,
    pending: IdvPendingMessage,
  },
  '/idv/result': {
    summary: 'Tell how a check stands (capability `idv`)',
    ask: IdvResultMessage,
    answer: IdvReportMessage,
    pending: IdvPendingMessage,
  },
  '/watchlist': {
    summary: 'Look for a person on lists (capability `watchlist`)',
    ask: WatchlistAskMessage,
    answer: WatchlistAnswerMessage,
  },
  '/fraud': {
    summary: 'Weigh signs of fraud (capability `fraud`)',
    ask: FraudAskMessage,
    answer: FraudAnswerMessage,
  },
  '/visa': {
    summary: 'Tell whether a foreigner holds a visa (capability `visa`)',
    ask: VisaAskMessage,
    answer: VisaAnswerMessage,
  },
  '/lookup': {
    summary: 'Tell anything else about a person (capability `lookup`)',
    ask: LookupAskMessage,
    answer: LookupAnswerMessage,
  },
};

/** What every ask carries beside its own. */
const ENVELOPE = z.object({
  operation: z.string().describe('The path without its first slash: no body fits another path.'),
  tenantId: z.string().describe('On whose behalf.'),
  isSandbox: z.boolean().describe('Whether the person is invented.'),
});

const SIGNED = Object.values(SIGNATURE_HEADERS).map((name) => header(name));

/** The provider protocol as an OpenAPI 3.1 document. */
export function protocolDocument(version: string): object {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Probity provider protocol',
      version,
      description:
        'What a source implements so that workflows can consult it. Probity is the client. Requests are signed as the Standard Webhooks specification says; `Idempotency-Key` is the same for every repetition of an ask, and is the signed message id.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'https://provider.example', description: 'The `url` of the settings.' }],
    security: [],
    paths: Object.fromEntries(
      Object.entries(OPERATIONS).map(([path, operation]) => [
        path,
        { post: operationOf(path, operation) },
      ]),
    ),
    webhooks: { callback: { post: CALLBACK } },
  };
}

function operationOf(path: string, { summary, ask, answer, pending }: ProtocolOperation) {
  return {
    operationId: path.slice(1).replace('/', '-'),
    summary,
    parameters: [header('idempotency-key'), ...SIGNED],
    requestBody: { required: true, ...content(ask.extend(ENVELOPE.shape), 'output') },
    responses: {
      200: { description: 'The answer.', ...content(answer, 'input') },
      ...(pending && {
        202: { description: 'Not yet: it is asked for again.', ...content(pending, 'input') },
      }),
      '4XX': { description: 'Refused; not repeated, but for 408, 425 and 429.' },
      '5XX': { description: 'Failed; repeated a moment later under the same key.' },
    },
  };
}

const CALLBACK = {
  operationId: 'callback',
  summary: 'Tell Probity that a check may have a result',
  description:
    'Sent to `POST /callbacks/{name}` of Probity, where `name` is the provider’s in the settings, signed with the same secret. The result is then asked for.',
  parameters: SIGNED,
  requestBody: { required: true, ...content(CallbackMessage, 'input') },
  responses: {
    200: { description: 'Taken in.' },
    401: { description: 'The signature is not valid, or too old.' },
    '5XX': { description: 'Send it again later, with the same id.' },
  },
};

function content(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _inDocument, ...shape } = z.toJSONSchema(schema, { io });
  return { content: { 'application/json': { schema: shape } } };
}

function header(name: string) {
  return { name, in: 'header', required: true, schema: { type: 'string' } };
}
