import anyAscii from 'any-ascii';
import { consonantsOf } from './consonants.ts';

const LETTERS: Readonly<Record<string, string>> = {
  א: 'a',
  ב: 'b',
  ג: 'g',
  ד: 'd',
  ה: 'h',
  ו: 'v',
  ז: 'z',
  ח: 'h',
  ט: 't',
  י: 'y',
  כ: 'k',
  ך: 'k',
  ל: 'l',
  מ: 'm',
  ם: 'm',
  נ: 'n',
  ן: 'n',
  ס: 's',
  ע: 'a',
  פ: 'p',
  ף: 'f',
  צ: 'ts',
  ץ: 'ts',
  ק: 'k',
  ר: 'r',
  ש: 'sh',
  ת: 't',
};

/** One Hebrew word in Latin consonants; points that mark vowels are dropped, for most texts have none. */
export function readHebrew(word: string): string {
  return consonantsOf(Array.from(word.replace(/[\u0591-\u05c7]/gu, ''), latinOf));
}

function latinOf(letter: string): string {
  return (
    LETTERS[letter] ??
    anyAscii(letter)
      .toLowerCase()
      .replace(/[^a-z0-9]/gu, '')
  );
}
