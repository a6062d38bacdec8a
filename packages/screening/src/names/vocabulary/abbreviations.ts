/** Abbreviations in the names of organisations and ships, written out. */
const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ['intl', 'international'],
  ['natl', 'national'],
  ['mfg', 'manufacturing'],
  ['mfr', 'manufacturer'],
  ['govt', 'government'],
  ['gov', 'government'],
  ['dept', 'department'],
  ['min', 'ministry'],
  ['assn', 'association'],
  ['assoc', 'association'],
  ['univ', 'university'],
  ['inst', 'institute'],
  ['bros', 'brothers'],
  ['mgmt', 'management'],
  ['svcs', 'services'],
  ['tech', 'technology'],
  ['eng', 'engineering'],
  ['ind', 'industries'],
  ['inds', 'industries'],
  ['grp', 'group'],
  ['hldgs', 'holdings'],
  ['fdn', 'foundation'],
  ['sys', 'systems'],
  ['org', 'organization'],
  ['organisation', 'organization'],
  ['centre', 'center'],
  ['first', '1'],
  ['1st', '1'],
  ['second', '2'],
  ['2nd', '2'],
  ['third', '3'],
  ['3rd', '3'],
  ['4th', '4'],
]);

/** The word that an abbreviation stands for; any other word as it is. */
export function longForm(word: string): string {
  return LONG_FORMS.get(word.toLowerCase()) ?? word;
}
