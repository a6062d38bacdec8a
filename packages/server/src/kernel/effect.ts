/**
 * A sort of domain row that commits in the same statement as a checkpoint.
 *
 * All effects of one statement see the database as it was before it: none sees what another one
 * writes. Foreign keys between them hold, because they are checked when the statement ends.
 */
export type EffectKind = {
  /** Lower-case letters, digits and `_`. */
  readonly name: string;
  /**
   * The columns of a row as `jsonb_to_recordset` wants them: `entity_id uuid, sealed text`. `bytea`
   * travels as base64 text and is decoded by {@link EffectKind.sql}.
   */
  readonly columns: string;
  /**
   * A data-modifying statement that reads `rows`: a relation of `tenant_id`, `run_id`, `ordinal` (the
   * place of the row among those of its checkpoint) and {@link EffectKind.columns}.
   */
  readonly sql: (rows: string) => string;
  /**
   * For statements that change rows which may exist already: the columns that, with the tenant, say
   * which row. Two checkpoints that change one row never share a statement, and within a checkpoint
   * the later row replaces the earlier; PostgreSQL would silently pick one, or refuse both.
   */
  readonly identifiedBy?: readonly string[];
};

/** One row of an effect, keyed by column. Bytes travel as base64 text. */
export type EffectRow = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/** Rows to write, by {@link EffectKind.name}; the keys of a row are column names. */
export type Effects = Readonly<Record<string, readonly EffectRow[]>>;
