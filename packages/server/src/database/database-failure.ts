import { DomainError } from '../kernel/domain-error.ts';

/**
 * The database did not answer, or went away while it was asked.
 *
 * A change that was under way may have been kept or not: whoever repeats it must be able to.
 */
export class DatabaseUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor(because: string, options?: { cause: unknown }) {
    super(`The database is not available: ${because}.`);
    if (options) this.cause = options.cause;
  }
}

/** PostgreSQL refused a statement; holds its code and the names involved, never a value. */
export class StatementFailed extends Error {
  /** The statement's name, or what the door was doing, such as `commit`. */
  readonly statement: string;
  /** SQLSTATE, such as `23505` for a row that is there already; empty when `pg` itself refused. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;

  constructor(statement: string, message: string, fields: PostgresFields = {}) {
    super(`Statement ${statement} failed: ${message}`);
    this.statement = statement;
    this.code = fields.code ?? '';
    this.constraint = fields.constraint;
    this.table = fields.table;
    this.column = fields.column;
  }
}

/** Sorts whatever `pg` threw into the database being away or the statement being refused. */
export function toDatabaseFailure(
  error: unknown,
  statement: string,
): DatabaseUnavailable | StatementFailed {
  if (error instanceof DatabaseUnavailable || error instanceof StatementFailed) return error;
  const fields = postgresFields(error);
  const reason = reasonOfAbsence(error, fields.code ?? '');
  if (reason !== null) return new DatabaseUnavailable(reason, { cause: withoutValues(fields) });
  return new StatementFailed(statement, speakableMessage(error, fields), fields);
}

type PostgresFields = {
  readonly code?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
};

/** SQLSTATE codes and classes after which the same statement may succeed later or elsewhere. */
const ABSENT_STATES: readonly (readonly [prefix: string, reason: string])[] = [
  ['08', 'the connection was lost'],
  ['57P', 'it is shutting down, starting up or has closed the connection'],
  ['57014', 'the statement took too long and was cancelled'],
  ['53', 'it has run out of connections, memory or disk space'],
  ['25P03', 'a transaction was idle for too long'],
  ['25006', 'it accepts no changes, as a standby does'],
  ['58', 'it met a failure of its operating system'],
  ['28', 'it refused the credentials'],
  ['3D000', 'the database does not exist'],
];

/** The `code` of errors that sockets and name resolution raise. */
const ABSENT_SYSTEM_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'EACCES',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What `pg` and `pg-pool` say, without a code, when a connection is gone or cannot be had. */
const ABSENT_MESSAGES =
  /^(Connection terminated|timeout exceeded|Client (has encountered|was closed)|Cannot use a pool|Query read timeout|Called end on pool|The server does not support SSL)/;

function reasonOfAbsence(error: unknown, code: string): string | null {
  const state = ABSENT_STATES.find(([prefix]) => code.startsWith(prefix));
  if (state) return state[1];
  if (ABSENT_SYSTEM_CODES.has(code)) return `no connection could be made or kept (${code})`;
  if (error instanceof AggregateError) return 'no connection could be made';
  if (error instanceof Error && ABSENT_MESSAGES.test(error.message)) {
    return 'no connection could be made or kept';
  }
  return null;
}

/** Class 22 is about a value, and quotes it. */
function speakableMessage(error: unknown, { code }: PostgresFields): string {
  if (code?.startsWith('22')) return `a value has the wrong form or size (${code}).`;
  return error instanceof Error ? error.message : 'for no reason given.';
}

function postgresFields(error: unknown): PostgresFields {
  if (typeof error !== 'object' || error === null) return {};
  const read = (name: string): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : undefined;
  };
  return {
    code: read('code'),
    constraint: read('constraint'),
    table: read('table'),
    column: read('column'),
  };
}

function withoutValues({ code }: PostgresFields): { readonly code: string | undefined } {
  return { code };
}
