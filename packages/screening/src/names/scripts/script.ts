/** The writing that most letters of a word belong to; it decides how the word is read. */
export type Script = 'latin' | 'arabic' | 'hebrew' | 'han' | 'hangul' | 'kana' | 'indic' | 'other';

/** First and last code point of the blocks that need a reading of their own. */
const BLOCKS: ReadonlyArray<readonly [first: number, last: number, script: Script]> = [
  [0x0000, 0x02ff, 'latin'],
  [0x0590, 0x05ff, 'hebrew'],
  [0x0600, 0x06ff, 'arabic'],
  [0x0750, 0x077f, 'arabic'],
  [0x08a0, 0x08ff, 'arabic'],
  [0x0900, 0x0dff, 'indic'],
  [0x0e00, 0x0fff, 'indic'],
  [0x1000, 0x109f, 'indic'],
  [0x1780, 0x17ff, 'indic'],
  [0x1e00, 0x1eff, 'latin'],
  [0x2c60, 0x2c7f, 'latin'],
  [0xa720, 0xa7ff, 'latin'],
  [0xfb00, 0xfb06, 'latin'],
  [0xff00, 0xff5e, 'latin'],
  [0x3040, 0x30ff, 'kana'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xac00, 0xd7a3, 'hangul'],
  [0xfb1d, 0xfb4f, 'hebrew'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfeff, 'arabic'],
  [0x20000, 0x2ebef, 'han'],
];

/** Quotation marks, apostrophes and dashes belong to no script. */
const LETTER = /[\p{L}\p{N}]/u;

/** The script of the first letter beyond Latin, or Latin where there is none. */
export function scriptOf(word: string): Script {
  for (const letter of word) {
    const point = letter.codePointAt(0) ?? 0;
    if (point < 0x300 || !LETTER.test(letter)) continue;
    const script = scriptOfPoint(point);
    if (script !== 'latin') return script;
  }
  return 'latin';
}

function scriptOfPoint(point: number): Script {
  for (const [first, last, script] of BLOCKS) {
    if (point >= first && point <= last) return script;
  }
  return 'other';
}
