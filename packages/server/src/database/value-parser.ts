import pg from 'pg';

const { builtins } = pg.types;
/** `int8[]`; absent from the names that `pg-types` exports. */
const INT8_ARRAY = 1016;

type Parser = (text: string) => unknown;
type Parsers = (oid: number, format?: 'text' | 'binary') => Parser;
const defaultParser = pg.types.getTypeParser as Parsers;
const asIs: Parser = (text) => text;

/**
 * How columns arrive: `int8` as a number (a bigint beyond 2^53), `timestamptz` as a Date, `bytea`
 * as a Buffer; `date`, `timestamp` and `numeric` as the text that PostgreSQL writes, since a Date
 * would shift a calendar day by the time zone of the machine.
 */
export function valueParser(oid: number, format: 'text' | 'binary' = 'text'): Parser {
  if (format === 'binary') return defaultParser(oid, format);
  if (oid === builtins.INT8) return toInteger;
  if (oid === INT8_ARRAY) return toIntegers;
  if (oid === builtins.DATE || oid === builtins.TIMESTAMP) return asIs;
  return defaultParser(oid);
}

function toIntegers(text: string): (number | bigint | null)[] {
  const items = defaultParser(INT8_ARRAY)(text) as (string | null)[];
  return items.map((item) => (item === null ? null : toInteger(item)));
}

function toInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
