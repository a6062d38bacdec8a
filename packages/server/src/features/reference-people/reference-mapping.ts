import { parse } from 'yaml';
import { z } from 'zod';
import { REFERENCE_COLUMNS, type ReferenceColumn, type Row } from './person-row.ts';

const Column = z.string().trim().min(1).toLowerCase();
const Field = z.union([
  Column.transform((column) => ({ columns: [column] })),
  z
    .array(Column)
    .min(1)
    .transform((columns) => ({ columns })),
  z
    .strictObject({ columns: z.array(Column).default([]), value: z.string() })
    .transform((field) => field),
]);

const Mapping = z.strictObject({
  separator: z.enum([',', ';', '|', '\t']).default(','),
  /** How dates are written. */
  dates: z.enum(['iso', 'day-first', 'month-first']).default('iso'),
  fields: z.partialRecord(z.enum(REFERENCE_COLUMNS), Field),
});

/** How the columns of some CSV become those of Probity's own form. */
export type ReferenceMapping = z.infer<typeof Mapping>;

/** A mapping from YAML or JSON; undefined where it does not hold. */
export function mappingOf(text: string): ReferenceMapping | undefined {
  try {
    return Mapping.safeParse(parse(text, { maxAliasCount: 10 })).data;
  } catch {
    return undefined;
  }
}

/** Columns of the file that a mapping names. */
export function columnsOf({ fields }: ReferenceMapping): string[] {
  return [...new Set(Object.values(fields).flatMap((field) => field?.columns ?? []))];
}

/** A row under the names of Probity's own form. */
export function mappedRow(
  row: { cell(column: string): string },
  { fields, dates }: ReferenceMapping,
): Row {
  return {
    cell(column) {
      const field: { columns: string[]; value?: string } | undefined = fields[column];
      const written = (field?.columns ?? [])
        .map((name) => row.cell(name))
        .filter(Boolean)
        .join(' ');
      const text = written || (field?.value ?? '');
      return isDate(column) ? isoDate(text, dates) : text;
    },
  };
}

function isDate(column: ReferenceColumn): boolean {
  return column === 'birth_date' || column === 'document_expiry_date';
}

/** What is no such date stays as it is, and is refused as one. */
function isoDate(text: string, order: ReferenceMapping['dates']): string {
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (order === 'iso' || !parts) return text;
  const [, first = '', second = '', year = ''] = parts;
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
