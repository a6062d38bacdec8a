/**
 * SQL that stands in one place, prepared under its name.
 *
 * Two kinds exist so that forgetting the tenant cannot compile or load: a {@link TenantStatement}
 * runs only through a {@link TenantDb}, which puts the tenants of the request in `$1`; a
 * {@link SystemStatement} crosses tenants and runs only where a {@link SystemDb} is handed out
 * (migrations, engine, tenants, lists).
 */
export type TenantStatement<Row> = {
  readonly scope: 'read' | 'write';
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
};

export type SystemStatement<Row> = {
  readonly scope: 'system';
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
};

/** A query over the tenants that the caller may read: `$1` is `uuid[]`, own parameters start at `$2`. */
export function readStatement<Row>(name: string, text: string): TenantStatement<Row> {
  if (!/tenant_id = any ?\(\$1(::uuid\[\])?\)/i.test(text)) {
    throw new Error(`Statement ${name} reads without its tenants: say "tenant_id = any($1)".`);
  }
  return { scope: 'read', name, text };
}

/** A change within the caller's own tenant: `$1` is its `uuid`, own parameters start at `$2`. */
export function writeStatement<Row>(name: string, text: string): TenantStatement<Row> {
  if (!/tenant_id/i.test(text) || !/\$1(::uuid)?\b/.test(text)) {
    throw new Error(`Statement ${name} writes without its tenant: use tenant_id and $1.`);
  }
  return { scope: 'write', name, text };
}

/** A query that crosses tenants. */
export function systemStatement<Row>(name: string, text: string): SystemStatement<Row> {
  return { scope: 'system', name, text };
}

export type Parameter =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Buffer
  | null
  | readonly string[]
  | readonly number[]
  | readonly Buffer[];

/** The tenants of one request: where it writes, and what it may read. */
export type TenantScope = {
  readonly own: string;
  /** `own`, and for a parent its children as well. */
  readonly readable: readonly string[];
};

/** The one way from a store to the tables of tenants. */
export type TenantDb = {
  readonly scope: TenantScope;
  readonly isTransaction: boolean;
  all<Row>(statement: TenantStatement<Row>, parameters?: readonly Parameter[]): Promise<Row[]>;
  /** The first row, or undefined. */
  one<Row>(
    statement: TenantStatement<Row>,
    parameters?: readonly Parameter[],
  ): Promise<Row | undefined>;
  /**
   * Runs `work` in the current transaction, or in one of its own that commits when it resolves. It
   * may run more than once: a deadlock rolls everything back and begins again.
   */
  inTransaction<T>(work: (tx: TenantDb) => Promise<T>): Promise<T>;
};

/** As {@link TenantDb}, across tenants. */
export type SystemDb = {
  readonly isTransaction: boolean;
  all<Row>(statement: SystemStatement<Row>, parameters?: readonly Parameter[]): Promise<Row[]>;
  one<Row>(
    statement: SystemStatement<Row>,
    parameters?: readonly Parameter[],
  ): Promise<Row | undefined>;
  inTransaction<T>(work: (tx: SystemDb) => Promise<T>): Promise<T>;
  /** The door for one tenant (and, for reading, its children), in the same transaction if in one. */
  forTenant(scope: TenantScope): TenantDb;
};
