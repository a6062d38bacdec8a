import anyAscii from 'any-ascii';
import { consonantsOf } from './consonants.ts';

/** Letters of Arabic, Persian, Urdu, Pashto and Kurdish as Latin consonants; short vowels are not written. */
const LETTERS: Readonly<Record<string, string>> = {
  ا: 'a',
  أ: 'a',
  إ: 'i',
  آ: 'a',
  ٱ: 'a',
  ب: 'b',
  پ: 'p',
  ت: 't',
  ة: 'a',
  ث: 'th',
  ج: 'j',
  چ: 'ch',
  ح: 'h',
  خ: 'kh',
  د: 'd',
  ذ: 'dh',
  ر: 'r',
  ز: 'z',
  ژ: 'zh',
  س: 's',
  ش: 'sh',
  ص: 's',
  ض: 'dd',
  ط: 't',
  ظ: 'zz',
  ع: 'a',
  غ: 'gh',
  ف: 'f',
  ڤ: 'v',
  ق: 'q',
  ك: 'k',
  ک: 'k',
  گ: 'g',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ه: 'h',
  ھ: 'h',
  ہ: 'h',
  ۀ: 'h',
  و: 'w',
  ؤ: 'w',
  ي: 'y',
  ی: 'y',
  ى: 'a',
  ئ: 'y',
  ء: '',
  ے: 'e',
  ٹ: 't',
  ڈ: 'd',
  ڑ: 'r',
  ں: 'n',
  ۆ: 'o',
  ێ: 'e',
  ڵ: 'l',
  ڕ: 'r',
  ە: 'e',
  ټ: 't',
  ډ: 'd',
  ړ: 'r',
  ږ: 'zh',
  ښ: 'sh',
  ځ: 'z',
  څ: 'ts',
  ڼ: 'n',
  ګ: 'g',
  ې: 'e',
  ۍ: 'y',
  ـ: '',
};

const ARTICLE = 'ال';
const SERVANT = 'عبدال';
const SERVANT_OF_GOD: ReadonlySet<string> = new Set(['عبدالله', 'عبدالل', 'عبداللہ']);
/** Nur al-Din and Aziz al-Rahman written as one word. */
const NAMED_AFTER = /^(..+)ال(د[يی]ن|رحما?ن|حق|زما?ن|[اإ]سلام)$/u;

/**
 * The words of one written Arabic word: the article is written together with its noun, and many write
 * `Abd al-Rahman` as one word.
 */
export function readArabic(word: string): string[] {
  const plain = withoutVowelMarks(word);
  if (SERVANT_OF_GOD.has(plain)) return ['abdullah'];
  if (plain.startsWith(SERVANT) && plain.length > SERVANT.length + 1) {
    return ['abdl', lettersOf(plain.slice(SERVANT.length))];
  }
  const named = NAMED_AFTER.exec(plain);
  if (named !== null) return [...readArabic(named[1] ?? ''), 'al', lettersOf(named[2] ?? '')];
  if (plain.startsWith(ARTICLE) && plain.length > ARTICLE.length + 2) {
    return ['al', lettersOf(plain.slice(ARTICLE.length))];
  }
  return [lettersOf(plain)];
}

function withoutVowelMarks(word: string): string {
  return word.replace(/[\u064b-\u065f\u0670\u200c-\u200f]/gu, '');
}

function lettersOf(word: string): string {
  return consonantsOf(Array.from(word, latinOf));
}

function latinOf(letter: string): string {
  return (
    LETTERS[letter] ??
    anyAscii(letter)
      .toLowerCase()
      .replace(/[^a-z0-9]/gu, '')
  );
}
