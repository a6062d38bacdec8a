import type { z } from 'zod';
import type { ErrorDetail } from './error.ts';
import type { Operation } from './operation.ts';
import { fieldNames } from './wire/field-names.ts';
import { fromText, type QueryText } from './wire/from-text.ts';
import { wording } from './wire/problem.ts';

/** Most problems that are reported about one request. */
export const MAX_PROBLEMS = 50;

/** A request as it arrived: path parameters and query as text, the body as JSON was read. */
export type ReceivedRequest = {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: QueryText;
  /** Undefined when none was sent. */
  readonly body?: unknown;
};

/** What an operation is called with, once it has been checked. */
export type RequestOf<O extends Operation> = {
  readonly parameters: z.output<O['parameters']>;
  readonly query: z.output<O['query']>;
  readonly body: z.output<O['body']>;
};

export type ParsedRequest<O extends Operation> =
  | { readonly ok: true; readonly value: RequestOf<O> }
  | { readonly ok: false; readonly details: readonly ErrorDetail[] };

/**
 * Checks a request against its operation. All problems are found at once, each with its location
 * (`body.individual.addresses[0].country`) and with what is allowed, never with what was sent.
 */
export function parseRequest<O extends Operation>(
  operation: O,
  { parameters = {}, query = {}, body }: ReceivedRequest,
): ParsedRequest<O> {
  const checked = {
    parameters: operation.parameters.safeParse(parameters, { error: wording }),
    query: operation.query.safeParse(fromText(operation.query, query), { error: wording }),
    body: operation.body.safeParse(sent(operation, body), { error: wording }),
  };
  if (checked.parameters.success && checked.query.success && checked.body.success) {
    const value = {
      parameters: checked.parameters.data,
      query: checked.query.data,
      body: checked.body.data,
    };
    return { ok: true, value: value as RequestOf<O> };
  }
  const details = [
    ...problems('path', operation.parameters, checked.parameters),
    ...problems('query', operation.query, checked.query),
    ...problems('body', operation.body, checked.body),
  ];
  return { ok: false, details: details.slice(0, MAX_PROBLEMS) };
}

function sent({ bodyPresence }: Operation, body: unknown): unknown {
  if (bodyPresence === 'none' || bodyPresence === 'files') return {};
  return bodyPresence === 'optional' && body === undefined ? {} : body;
}

function problems(
  root: string,
  schema: z.ZodType,
  { error }: z.ZodSafeParseResult<unknown>,
): ErrorDetail[] {
  return (error?.issues ?? []).map((issue) => ({
    issue: capitalized(issue.message),
    issueLocation: location(root, fieldNames(schema), issue.path),
    issueType: issueType(issue),
  }));
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A key that the schema does not know was chosen by the sender, and is not repeated. */
function location(root: string, known: ReadonlySet<string>, path: readonly PropertyKey[]): string {
  return path.reduce<string>((parent, step) => {
    if (typeof step === 'number') return `${parent}[${step}]`;
    return `${parent}.${known.has(String(step)) ? String(step) : '*'}`;
  }, root);
}

function issueType({ code, message }: z.core.$ZodIssue): string {
  if (/\bis required\b/.test(message)) return 'missing';
  return ISSUE_TYPES[code] ?? 'invalid';
}

const ISSUE_TYPES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'wrong_type',
  invalid_value: 'not_allowed',
  invalid_union: 'not_allowed',
  too_big: 'too_large',
  too_small: 'too_small',
  invalid_format: 'wrong_format',
};
