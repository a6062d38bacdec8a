/** A form of list in which an example can be found: its source's id, and how its records lie. */
export type ListForm = 'sdn-csv' | 'sdn-xml' | 'un-xml' | 'sample-csv';

/** The id of the source that reads the form. */
export const SOURCE_OF_FORM: Readonly<Record<ListForm, string>> = {
  'sdn-csv': 'ofac-sdn',
  'sdn-xml': 'ofac-sdn',
  'un-xml': 'un-consolidated',
  'sample-csv': 'probity-sample',
};

/** The form of one file, by its name and its first characters; undefined for any other. */
export function listFormOf(name: string, beginning: string): ListForm | undefined {
  if (name.toLowerCase() === 'sdn.csv') return 'sdn-csv';
  if (/<CONSOLIDATED_LIST[\s>]/.test(beginning)) return 'un-xml';
  if (/<sdnList[\s>]/.test(beginning)) return 'sdn-xml';
  if (/^\uFEFF?reference,kind,listing,name\b/.test(beginning)) return 'sample-csv';
  return undefined;
}
