/**
 * Rows of one table that commit in the same statement as a checkpoint of the engine.
 *
 * A store declares the kind beside its other SQL; the engine composes the kinds that a checkpoint
 * uses into one statement, behind a fence that lets nothing through once the lease is lost.
 */
export type EffectKind = {
  readonly name: string;
  /** Column definitions of a row, as for `jsonb_to_recordset`: `entity_id uuid, sealed text`. */
  readonly columns: string;
  /** A data-modifying statement over `rows`: a relation of tenant_id, run_id, ordinal and the columns. */
  readonly sql: (rows: string) => string;
  /** For changes of rows that may exist already: the columns that, with the tenant, say which row. */
  readonly identifiedBy?: readonly string[];
};

/** One row of an effect, keyed by column. Bytes travel as base64 text. */
export type EffectRow = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/** The rows to write, by the name of their kind. */
export type Effects = Readonly<Record<string, readonly EffectRow[]>>;
