import { stringify } from 'csv-stringify/sync';
import type {
  ExaminedComment,
  ExaminedEvent,
  ExaminedRecord,
  ExaminedResult,
} from './examined-record.ts';

const COLUMNS = [
  'at',
  'kind',
  'what',
  'by',
  'channel',
  'requestId',
  'service',
  'workflow',
  'workflowExecutionId',
  'step',
  'objectType',
  'objectId',
  'outcome',
  'asked',
  'list',
  'listVersion',
  'listPublishedOn',
  'reference',
  'matched',
  'match',
  'because',
  'decision',
  'decidedAt',
  'decidedBy',
  'comment',
  'place',
  'hash',
] as const;

type Line = Partial<Record<(typeof COLUMNS)[number], string | number | null | undefined>> & {
  readonly at: string;
};

/**
 * A record as one table: a line for each event, each list entry that fitted and each comment, oldest first.
 * A text that a spreadsheet would take for a formula is marked as text.
 */
export function recordCsv({ events, results, comments }: ExaminedRecord): string {
  const lines = [
    ...results.flatMap(resultLines),
    ...events.map(eventLine),
    ...comments.map(commentLine),
  ];
  lines.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return stringify(lines, { header: true, columns: [...COLUMNS], escape_formulas: true });
}

function eventLine(event: ExaminedEvent): Line {
  return {
    at: event.timestamp,
    kind: `EVENT ${event.type}`,
    what: [event.description, event.descriptionDetails].filter(Boolean).join(' '),
    by: event.source,
    channel: event.channel,
    requestId: event.requestId,
    service: event.serviceName,
    workflow: [event.workflowName, event.workflowVersion].filter(Boolean).join(' '),
    workflowExecutionId: event.workflowExecutionId,
    step: event.stepName,
    objectType: event.objectType,
    objectId: event.objectId,
    outcome: event.status,
    comment: event.userComment?.text,
    place: event.place,
    hash: event.hash,
  };
}

/** One line for each list entry; one for what rests on none. */
function resultLines(result: ExaminedResult): Line[] {
  const { decision, asked, matched } = result;
  const line: Line = {
    at: result.foundAt,
    kind: `RESULT ${result.class}`,
    what: `${result.source ?? result.class} said ${result.result}; it is ${result.systemStatus} now.`,
    workflowExecutionId: result.workflowExecutionId,
    step: result.stepName,
    objectType: 'RESULT_PROCESS',
    objectId: result.processResultId,
    outcome: result.result,
    asked: asked && JSON.stringify(asked),
    decision: decision?.status,
    decidedAt: decision?.at,
    decidedBy: decision?.by,
  };
  if (matched.length === 0) return [line];
  return matched.map((match) => ({
    ...line,
    list: match.list,
    listVersion: match.listVersion,
    listPublishedOn: match.publishedOn,
    reference: match.reference,
    matched: match.name,
    match: match.match,
    because: match.because.join(' '),
  }));
}

function commentLine(comment: ExaminedComment): Line {
  return {
    at: comment.at,
    kind: 'COMMENT',
    by: comment.by,
    requestId: comment.requestId,
    objectType: comment.objectType,
    objectId: comment.objectId,
    comment: comment.text,
  };
}
