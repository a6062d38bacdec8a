/** How a name on a document compares with a name of the person. */
export type NameAgreement = 'agrees' | 'partly' | 'differs';

/** A printed name in two parts; either may be empty. */
export type PrintedName = {
  readonly familyName: string;
  readonly givenNames: string;
  /** Something may have been cut off at its end. */
  readonly isTruncated?: boolean;
};

/** Letters that Doc 9303-3, section 6, writes as two; others lose their accents. */
const PAIRS: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Æ: 'AE',
  Å: 'AA',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Ü: 'UE',
  ß: 'SS',
  ẞ: 'SS',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Ł: 'L',
  Ĳ: 'IJ',
};

/**
 * Compares word by word. The family name and the first given name have to be there; further given
 * names that only one of the two has make it a part, and so does a name in letters that no zone has.
 */
export function compareNames(
  printed: PrintedName,
  person: { readonly family: string; readonly given: string },
): NameAgreement {
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(person.family)) {
    return 'partly';
  }
  const found = [true, false].map((inPairs) =>
    agreementOf(printed, {
      family: wordsOf(person.family, inPairs),
      given: wordsOf(person.given, inPairs),
    }),
  );
  return (['agrees', 'partly'] as const).find((one) => found.includes(one)) ?? 'differs';
}

type Words = { readonly family: readonly string[]; readonly given: readonly string[] };

function agreementOf(printed: PrintedName, person: Words): NameAgreement {
  const family = wordsOf(printed.familyName, false);
  const given = wordsOf(printed.givenNames, false);
  const isCut = printed.isTruncated ?? false;
  const [printedFamily, knownFamily] = [family.join(''), person.family.join('')];
  if (isCut && given.length === 0) {
    return printedFamily !== '' && knownFamily.startsWith(printedFamily) ? 'partly' : 'differs';
  }
  if (printedFamily !== knownFamily) return 'differs';
  return givenAgreement(given, person.given, isCut);
}

function givenAgreement(
  printed: readonly string[],
  known: readonly string[],
  isCut: boolean,
): NameAgreement {
  if (printed.join('') === known.join('')) return 'agrees';
  const [first] = known;
  if (first === undefined || printed.length === 0) return 'partly';
  const last = printed.at(-1) ?? '';
  const isPrinted = (word: string) => printed.includes(word) || (isCut && word.startsWith(last));
  if (!isPrinted(first)) return 'differs';
  const isKnown = (word: string) =>
    known.includes(word) || (isCut && word === last && known.some((one) => one.startsWith(last)));
  // What was cut off may have held the names that are not there.
  const isWhole = isCut || known.every(isPrinted);
  return isWhole && printed.every(isKnown) ? 'agrees' : 'partly';
}

function wordsOf(text: string, inPairs: boolean): string[] {
  const upper = text.normalize('NFC').toUpperCase();
  const latin = [...upper]
    .map((letter) =>
      inPairs || !/\p{M}/u.test(letter.normalize('NFD')) ? (PAIRS[letter] ?? letter) : letter,
    )
    .join('')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
  return latin
    .replaceAll(/['’`.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
