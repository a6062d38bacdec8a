import type { ReadAuditEvent } from './read-audit-event.ts';

/** What each type of event means, in a sentence. */
const SENTENCES: Readonly<Record<string, string>> = {
  CUSTOMER_SETUP: 'The tenant was set up.',
  CUSTOMER_UPDATE: 'Something of the tenant was changed.',
  ENTITY_CREATE: 'The person was created.',
  ENTITY_UPDATE: 'Data of the person were changed.',
  ENTITY_PURGE: 'The person was deleted with everything about them.',
  ENTITY_RESULT_UPDATE: 'A process result was decided.',
  ENTITY_RESULT_INVALIDATE: 'A process result was taken back.',
  GENERATE_REPORT: 'The record of the person was exported.',
  MATCHLIST_ENTRY: 'Entries of a matchlist were changed.',
  SERVICE_PROFILE_CREATE: 'A service profile was created.',
  SERVICE_PROFILE_UPDATE: 'A service profile was changed.',
  SERVICE_PROFILE_STATE_CHANGE: 'A service profile moved to another state.',
  WORKFLOW_EVENT: 'Something happened in a workflow.',
  WORKFLOW_COMPLETE: 'A workflow ended.',
  WORKFLOW_STATUS_CHANGE: 'The status of a workflow changed.',
  WORKFLOW_RISK_CHANGE: 'The level of risk changed.',
  RISK_OVERRIDE: 'An officer set the level of risk.',
};

/** What happened, in words. */
export function sentenceOf({ type, told }: Pick<ReadAuditEvent, 'type' | 'told'>): string {
  const said = told?.detail?.description;
  return typeof said === 'string' ? said : (SENTENCES[type] ?? 'Something happened.');
}

/** What is told elsewhere of an event. */
const SHOWN: ReadonlySet<string> = new Set(['description', 'functionName', 'riskScore', 'data']);

/** The rest of the details as `name: value` pairs: names of fields, ids and enum values. */
export function detailsInWords({ told }: Pick<ReadAuditEvent, 'told'>): string | undefined {
  const pairs = Object.entries(told?.detail ?? {}).flatMap(([name, value]) => {
    const text = SHOWN.has(name) ? '' : inWords(value);
    return text === '' ? [] : [`${name}: ${text}`];
  });
  return pairs.length > 0 ? pairs.join('; ') : undefined;
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(inWords).filter(Boolean).join(', ');
  if (typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).map(([name, one]) => [name, inWords(one)] as const);
  return pairs.flatMap(([name, text]) => (text === '' ? [] : [`${name} ${text}`])).join(' ');
}
