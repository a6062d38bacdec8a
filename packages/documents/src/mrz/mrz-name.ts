/** A name field: family name, two fillers, given names; one filler is a space. */
export function readMrzName(field: string): {
  readonly familyName: string;
  readonly givenNames: string;
  readonly isTruncated: boolean;
} {
  const text = field.replace(/<+$/, '');
  const at = text.indexOf('<<');
  const familyName = at === -1 ? text : text.slice(0, at);
  const givenNames = at === -1 ? '' : text.slice(at + 2);
  return {
    familyName: spaced(familyName),
    givenNames: spaced(givenNames),
    isTruncated: !field.endsWith('<'),
  };
}

function spaced(text: string): string {
  return text.replace(/<+/g, ' ').trim();
}
