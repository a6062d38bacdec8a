import type { Operation } from '../operation.ts';
import type { JsonObject } from './schema-object.ts';

/** Longest channel name that is kept; the rest is cut off. */
const CHANNEL_LENGTH = 64;

/** Longest key by which a request can be named. */
const KEY_LENGTH = 255;

/** The headers of requests, by the name of their component. */
export const HEADER_PARAMETERS = {
  'X-Frankie-CustomerID': {
    in: 'header',
    name: 'X-Frankie-CustomerID',
    required: true,
    description: 'The customer that the API key belongs to.',
    schema: { type: 'string', format: 'uuid' },
  },
  'X-Frankie-CustomerChildID': {
    in: 'header',
    name: 'X-Frankie-CustomerChildID',
    description: 'One child of the customer, where the key is a child’s or reads a child’s data.',
    schema: { type: 'string', format: 'uuid' },
  },
  'X-Frankie-Channel': {
    in: 'header',
    name: 'X-Frankie-Channel',
    description: `Through what the request came, such as \`api\` or \`portal\`. Cut off after ${CHANNEL_LENGTH} characters.`,
    schema: { type: 'string', default: 'api' },
  },
  'X-Frankie-Username': {
    in: 'header',
    name: 'X-Frankie-Username',
    description: 'The person on whose behalf the request is made, for the audit trail.',
    schema: { type: 'string' },
  },
  'X-Frankie-RequestID': {
    in: 'header',
    name: 'X-Frankie-RequestID',
    description: 'The caller’s own name for the request, to find it again.',
    schema: { type: 'string' },
  },
  'X-Frankie-Background': {
    in: 'header',
    name: 'X-Frankie-Background',
    description: '`1` answers 202 once the request has been checked and does the work afterwards.',
    schema: { type: 'integer', enum: [0, 1], default: 0 },
  },
  'Idempotency-Key': {
    in: 'header',
    name: 'Idempotency-Key',
    description:
      'Names the request: sent again with the same key within a day, it is not carried out again, and answered as it was, with `Idempotent-Replayed: true`. 409 where the key came with another request, and, with `Retry-After`, while the first one is under way.',
    schema: { type: 'string', minLength: 1, maxLength: KEY_LENGTH, pattern: '^[!-~]+$' },
  },
} as const satisfies Record<string, JsonObject>;

/** References to the headers that an operation takes. */
export function headersOf(operation: Operation): JsonObject[] {
  const { access, background } = operation;
  if (access !== 'tenant') return [];
  return Object.keys(HEADER_PARAMETERS)
    .filter((name) => background || name !== 'X-Frankie-Background')
    .filter((name) => canBeNamed(operation) || name !== 'Idempotency-Key')
    .map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

/** Whether requests can name themselves, so that they are carried out once: whatever may change something. */
export function canBeNamed({ access, method }: Operation): boolean {
  return access === 'tenant' && (method === 'POST' || method === 'PATCH');
}
