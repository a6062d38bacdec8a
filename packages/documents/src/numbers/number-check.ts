/** What the form of a number says: nothing where no rule is known for its kind. */
export type NumberCheck =
  | { readonly verdict: 'well-formed'; readonly rule: string }
  | { readonly verdict: 'malformed'; readonly rule: string; readonly part: NumberPart }
  | { readonly verdict: 'missing'; readonly rule: string; readonly part: NumberPart }
  | { readonly verdict: 'no-rule' };

/** Which part of the document a verdict is about, in the contract's words. */
export type NumberPart =
  | 'primaryIdentifier'
  | 'secondaryIdentifier'
  | 'subtype'
  | 'subdivision'
  | 'supplementaryData.reference'
  | 'expiryDate';

/** What of a document its number is checked by. */
export type NumberedDocument = {
  /** The contract's document type. */
  readonly type: string;
  /** ISO 3166-1 alpha-3. */
  readonly country: string;
  readonly subdivision?: string;
  readonly subtype?: string;
  readonly primaryIdentifier?: string;
  readonly secondaryIdentifier?: string;
  /** ISO date, as far as it is known: `2027`, `2027-05`, `2027-05-31`. */
  readonly expiresOn?: string;
  /** The line of the person on a shared card. */
  readonly reference?: string;
};

/** Letters and digits as they count: without the spaces and dashes that people set them in. */
export function compact(text: string | undefined): string {
  return (text ?? '').toUpperCase().replaceAll(/[\s./-]/g, '');
}
