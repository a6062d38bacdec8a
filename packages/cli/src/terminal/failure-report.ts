import { ApiFailure, ServerUnreachable, UnexpectedAnswer } from '@probity/contract/client';
import { EXIT_CODE } from './exit-code.ts';
import { plainText } from './plain-text.ts';
import { Refusal, WrongUsage } from './refusal.ts';

/** A failure as the command line tells it: in lines to people, in JSON to programs. */
export type FailureReport = {
  readonly exitCode: number;
  readonly lines: readonly string[];
  readonly json: FailureJson;
};

/** What `error` holds in the document that a failed command with `--json` leaves. */
export type FailureJson = {
  /** `refused`, `usage`, `api`, `unreachable`, `unexpected-answer` or `bug`. */
  readonly kind: string;
  readonly message: string;
  readonly [field: string]: unknown;
};

/** Says what went wrong, where, and what to do next; anything that has no name here is a bug. */
export function failureReport(error: unknown): FailureReport {
  if (error instanceof ApiFailure) return apiFailure(error);
  if (error instanceof ServerUnreachable) return unreachable(error);
  if (error instanceof UnexpectedAnswer) return unexpectedAnswer(error);
  if (error instanceof WrongUsage) return refusal(error, 'usage', EXIT_CODE.usage);
  if (error instanceof Refusal) return refusal(error, 'refused', EXIT_CODE.failed);
  return bug(error);
}

function apiFailure(error: ApiFailure): FailureReport {
  const { status, errorCode, errorMsg, details, requestId } = error;
  return {
    exitCode: EXIT_CODE.failed,
    lines: [
      `The server refused: ${errorMsg} (${errorCode}, HTTP ${status})`,
      ...details.map(({ issue, issueLocation }) => `  ${issueLocation}: ${issue}`),
      `  request id: ${requestId}`,
      ...nextAfter(status),
    ].map(plainLine),
    json: { kind: 'api', message: errorMsg, status, errorCode, details, requestId },
  };
}

function nextAfter(status: number): string[] {
  if (status === 401) {
    return [
      'The key is not one that this server knows: PROBITY_OPERATOR_KEY or the data folder ' +
        '(PROBITY_DATA_DIR) must be those of the server.',
    ];
  }
  if (status >= 500) return ['The log of the server says more under that request id.'];
  return [];
}

function unreachable(error: ServerUnreachable): FailureReport {
  const reason = reasonOf(error);
  const next =
    reason === 'UND_ERR_HEADERS_TIMEOUT'
      ? 'It accepted the request and said nothing for minutes: its log tells what it is doing.'
      : 'Start it with `npm start`, or say where it is with PROBITY_URL or PROBITY_PORT.';
  return {
    exitCode: EXIT_CODE.unreachable,
    lines: [`No server answers at ${error.url}${reason ? ` (${reason})` : ''}.`, next].map(
      plainLine,
    ),
    json: { kind: 'unreachable', message: error.message, url: error.url, reason },
  };
}

/** The system's code for it, such as ECONNREFUSED, from as deep as it is hidden. */
function reasonOf(error: Error): string | undefined {
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}

function unexpectedAnswer(error: UnexpectedAnswer): FailureReport {
  return {
    exitCode: EXIT_CODE.failed,
    lines: [
      error.message,
      ...(error.requestId ? [`  request id: ${error.requestId}`] : []),
      'Something other than Probity may listen there, or a Probity of another version.',
    ].map(plainLine),
    json: {
      kind: 'unexpected-answer',
      message: error.message,
      status: error.status,
      requestId: error.requestId,
    },
  };
}

function refusal(error: Refusal, kind: string, exitCode: number): FailureReport {
  return {
    exitCode,
    lines: [error.message, ...error.next].map(plainLine),
    json: { kind, message: error.message, next: error.next },
  };
}

function bug(error: unknown): FailureReport {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message).split('\n') : [message];
  return {
    exitCode: EXIT_CODE.failed,
    lines: ['This is a fault of the command line itself:', ...stack].map(plainLine),
    json: { kind: 'bug', message },
  };
}

/** One line: a break inside it would look like another. */
function plainLine(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return indent + plainText(line.slice(indent.length));
}
