/**
 * What an event says, as the bytes that are marked: every column but its place in the chain, each with its
 * length, so that no two events have the same.
 */
export function contentOf(row: AuditColumns, sealed: Buffer | null): Buffer {
  const texts = MARKED_COLUMNS.map((column) => part(row[column]));
  const length = part(sealed?.length ?? null);
  return Buffer.concat([Buffer.from(texts.join('') + length), sealed ?? Buffer.alloc(0)]);
}

function part(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = String(value);
  return `${Buffer.byteLength(text)}:${text}`;
}

/** In the order in which they are marked, which never changes; `occurred_at` in microseconds since 1970. */
export const MARKED_COLUMNS = [
  'tenant_id',
  'event_id',
  'entity_id',
  'occurred_at',
  'type',
  'level',
  'event_status',
  'request_id',
  'channel',
  'object_type',
  'object_id',
  'service_profile_id',
  'service_name',
  'workflow_execution_id',
  'workflow_name',
  'workflow_version',
  'lifecycle_phase',
  'step_name',
  'step_result_id',
  'status',
  'risk_level',
  'elapsed_ms',
  'source_key',
  'told',
] as const;

export type AuditColumns = Readonly<Record<(typeof MARKED_COLUMNS)[number], unknown>>;
