/** The text in lower-case letters and digits without accents, words parted by one space. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** As {@link plainLetters}, in one word. */
export function closedUp(text: string): string {
  return plainLetters(text).replaceAll(' ', '');
}
