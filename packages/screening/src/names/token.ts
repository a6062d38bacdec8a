/** What part a word plays in a name; the values are bits, for a word may play several. */
export const PART = {
  /** al, bin, van, de: carries almost no identity. */
  particle: 1,
  /** Dr, Sheikh, Haji. */
  title: 2,
  /** A single letter. */
  initial: 4,
  /** Written without its vowels: Arabic, Hebrew. */
  abjad: 8,
  /** Jr, III after a person's name. */
  suffix: 16,
  number: 32,
  /** Han characters or Hangul, kept beside the reading. */
  ideograph: 64,
  /** Unknown, FNU, n/a: says that a name is not known. */
  filler: 128,
  /** Ltd, GmbH, OOO. */
  legalForm: 256,
  /** On a list: stands in a name whose bearer has no name in Latin letters, so that Latin queries look for it. */
  foreignOnly: 512,
} as const;

/** Parts that never make a name comparable by themselves. */
export const MINOR_PARTS =
  PART.particle | PART.title | PART.initial | PART.suffix | PART.filler | PART.legalForm;

/** One word of a name, in lower-case Latin letters and digits. */
export type Token = {
  readonly text: string;
  /** A union of {@link PART} bits. */
  readonly parts: number;
  /** The Han or Hangul characters that {@link Token.text} is a reading of. */
  readonly original?: string;
};

/** True where the word can carry a match: neither a title, a particle, an initial nor a legal form. */
export function isSubstantive(parts: number): boolean {
  return (parts & MINOR_PARTS) === 0;
}
