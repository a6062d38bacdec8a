/** Two letters that are read as one sound when they stand beside each other. */
const ONE_SOUND = /^(?:[bcdgkpstz]h|ts|dd|zz)$/u;

/**
 * Letters of a script without vowels, written one after another in Latin. A mark stands between two that
 * would be read as one sound: Taha is t and h, not th.
 */
export function consonantsOf(letters: Iterable<string>): string {
  let latin = '';
  for (const letter of letters) {
    const isOne = ONE_SOUND.test(latin.slice(-1) + letter.charAt(0));
    latin += isOne ? `'${letter}` : letter;
  }
  return latin;
}
