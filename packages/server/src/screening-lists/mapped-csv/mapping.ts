import { parse } from 'yaml';
import { z } from 'zod';
import { type ListFile, ListUnreadable } from '../list-source.ts';
import { OWN_FORM_OPTIONAL, OWN_FORM_REQUIRED } from '../reading/own-form.ts';
import { strictText } from '../reading/strict-text.ts';

const LARGEST_MAPPING_CHARACTERS = 256 * 1024;

const Column = z.string().trim().min(1).toLowerCase();

/** From which columns a field of Probity's own form is made. */
const Field = z.union([
  Column.transform((column) => ({ columns: [column] })),
  z
    .array(Column)
    .min(1)
    .transform((columns) => ({ columns })),
  z
    .strictObject({
      column: Column.optional(),
      columns: z.array(Column).min(1).optional(),
      separator: z.string().min(1).optional(),
      value: z.string().optional(),
      values: z.record(z.string(), z.string()).optional(),
    })
    .refine(({ column, columns, value }) => column || columns || value !== undefined)
    .transform(({ column, columns, separator, value, values }) => ({
      columns: columns ?? (column === undefined ? [] : [column]),
      ...(separator !== undefined && { separator }),
      ...(value !== undefined && { value }),
      ...(values !== undefined && { values }),
    })),
]);

const Mapping = z
  .strictObject({
    authority: z.string().trim().min(1),
    encoding: z.enum(['utf-8', 'windows-1252']).default('utf-8'),
    separator: z.enum([',', ';', '|', '\t']).default(','),
    dates: z.enum(['day-first', 'month-first']).default('day-first'),
    fields: z.partialRecord(z.enum([...OWN_FORM_REQUIRED, ...OWN_FORM_OPTIONAL]), Field),
  })
  .refine(({ fields }) => OWN_FORM_REQUIRED.every((name) => fields[name] !== undefined), {
    path: ['fields'],
  });

/** How the columns of some CSV become the fields of Probity's own form. */
export type Mapping = z.infer<typeof Mapping>;

/** One field: columns joined by blanks, parted by a separator, translated; or a value that stands for all. */
export type MappedField = {
  readonly columns: readonly string[];
  readonly separator?: string;
  readonly value?: string;
  readonly values?: Readonly<Record<string, string>>;
};

/** The mapping in a YAML or JSON file. @throws {@link ListUnreadable} naming what does not hold. */
export async function readMapping(file: ListFile): Promise<Mapping> {
  let text = '';
  for await (const piece of strictText(file)) {
    text += piece;
    if (text.length > LARGEST_MAPPING_CHARACTERS) throw unreadable(file, 'is far too large');
  }
  const { success, data, error } = Mapping.safeParse(parsed(text));
  if (success) return data;
  const path = error.issues[0]?.path.filter((part) => isKnown(String(part))).join('.') || 'mapping';
  throw unreadable(file, `does not hold at ${path}`);
}

/** JSON is YAML too. Aliases are not expanded beyond what a mapping could need. */
function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 10 });
  } catch {
    return undefined;
  }
}

/** Names of the form itself may be repeated in a refusal; what somebody wrote may not. */
function isKnown(part: string): boolean {
  const own = ['authority', 'encoding', 'separator', 'dates', 'fields', 'column', 'columns'];
  return [...own, ...OWN_FORM_REQUIRED, ...OWN_FORM_OPTIONAL].includes(part);
}

function unreadable(file: ListFile, what: string): ListUnreadable {
  return new ListUnreadable(`The mapping ${what}.`, { file: file.name });
}
