import anyAscii from 'any-ascii';
import type { EntryKind } from '../list-entry.ts';
import { withCompoundsParted } from './compounds.ts';
import { readArabic } from './scripts/arabic.ts';
import { type HanWord, readHan } from './scripts/han.ts';
import { readHangul } from './scripts/hangul.ts';
import { readHebrew } from './scripts/hebrew.ts';
import { scriptOf } from './scripts/script.ts';
import { PART, type Token } from './token.ts';
import { longForm } from './vocabulary/abbreviations.ts';
import {
  isAmbiguousForm,
  LONGEST_FORM,
  legalFormOf,
  mayBeginForm,
} from './vocabulary/legal-forms.ts';
import { partsOfWord, partsOfWritten } from './word-parts.ts';

/** The words of a name that are compared; what stands beyond is cut off. */
export const MOST_TOKENS = 15;

/** The most ways in which one name is read. */
const MOST_READINGS = 4;

const SEPARATORS = /[\s\-‐‑‒–—―−/\\,;.:()[\]{}"“”„«»<>·・•‧_|+*&=?!@#%^~、，。（）【】]+/u;
const GREEK_OU = /ου|ού/giu;
const APOSTROPHES = /['’‘`´ʻʼʽʾʿ′＇]/gu;
const DOTTED = /(?<![\p{L}\p{N}])(?:\p{L}\.){1,6}\p{L}\.?(?![\p{L}\p{N}])/gu;

/**
 * The words of a name, in Latin letters, in each way that the name can be read. Most names have one
 * reading; a name in Han characters may be Chinese, Korean or Japanese. Empty where nothing can be read.
 */
export function readingsOf(name: string, kind: EntryKind): Token[][] {
  const readings = readingsAs(name, kind);
  if (kind !== 'unknown' || !readings.some(mayNameOrganisation)) return readings;
  return [...readings, ...readingsAs(name, 'organisation')];
}

/** Words that mean one thing in a company's name and another in a person's: `SA`, `Min`. */
function mayNameOrganisation(tokens: readonly Token[]): boolean {
  return tokens.some(({ text }) => isAmbiguousForm(text) || longForm(text) !== text);
}

function readingsAs(name: string, kind: EntryKind): Token[][] {
  let readings: Token[][] = [[]];
  const words = wordsOf(name, kind);
  for (const word of words) {
    const ways = readWord(word, words.length === 1);
    readings = readings
      .flatMap((sofar) => ways.map((way) => [...sofar, ...way]))
      .slice(0, MOST_READINGS);
  }
  return readings
    .map((tokens) => withLegalForms(withCompoundsParted(tokens), kind))
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.slice(0, MOST_TOKENS));
}

function wordsOf(name: string, kind: EntryKind): string[] {
  const composed = isAscii(name) ? name : name.normalize('NFKC');
  return composed
    .replace(APOSTROPHES, '')
    .replace(DOTTED, (dotted) => closedUp(dotted, kind))
    .split(SEPARATORS)
    .filter((word) => word !== '')
    .map((word) => (kind === 'person' || kind === 'unknown' ? word : longForm(word)));
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 126) return false;
  return true;
}

/** `L.L.C.` and `A.B.C.` are one word; a person's initials are not. */
function closedUp(dotted: string, kind: EntryKind): string {
  const letters = dotted.replace(/[.\s]/gu, '');
  const isForm = legalFormOf(letters.toLowerCase()) !== undefined;
  if (isForm && (kind !== 'person' || letters.length > 2)) return `${letters} `;
  return kind !== 'person' && letters.length >= 3 ? `${letters} ` : dotted;
}

function readWord(word: string, standsAlone: boolean): Token[][] {
  switch (scriptOf(word)) {
    case 'arabic':
      return [readArabic(word).flatMap((text) => tokenOf(text, PART.abjad))];
    case 'hebrew':
      return [tokenOf(readHebrew(word), PART.abjad)];
    case 'han':
      return readHan(word, standsAlone).map(ideographs);
    case 'hangul':
      return readHangul(word, standsAlone).map(ideographs);
    case 'indic':
      return [latinTokens(word, PART.abjad)];
    default:
      return [latinTokens(word, 0)];
  }
}

function ideographs(words: readonly HanWord[]): Token[] {
  return words
    .filter(([text]) => text !== '')
    .map(([text, original]) => ({ text, parts: PART.ideograph, original }));
}

function latinTokens(word: string, parts: number): Token[] {
  const latin = isAscii(word) ? word : anyAscii(word.replace(GREEK_OU, 'u'));
  return latin
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .split(/[^a-z0-9]+/u)
    .flatMap((text) => tokenOf(text, parts));
}

function tokenOf(text: string, parts: number): Token[] {
  if (text === '') return [];
  const own = (parts & PART.abjad) === 0 ? partsOfWord(text) : partsOfWritten(text);
  return [{ text, parts: parts | own }];
}

/** Legal forms of one to five words become one word each. */
function withLegalForms(tokens: readonly Token[], kind: EntryKind): Token[] {
  const formed: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const found = mayBeginForm(token.text) ? legalFormAt(tokens, at, kind) : undefined;
    formed.push(
      found === undefined ? numbered(token, kind) : { text: found.form, parts: PART.legalForm },
    );
    at += found === undefined ? 0 : found.words - 1;
  }
  return formed;
}

/** II and III number a company or a ship; after a person's name they are a suffix. */
function numbered(token: Token, kind: EntryKind): Token {
  if (kind === 'person' || kind === 'unknown' || !ROMAN.test(token.text)) return token;
  return { text: token.text, parts: PART.number };
}

const ROMAN = /^(?:i{2,3}|iv|vi{1,3}|ix|xi{1,3})$/u;

function legalFormAt(
  tokens: readonly Token[],
  at: number,
  kind: EntryKind,
): { form: string; words: number } | undefined {
  for (let words = Math.min(LONGEST_FORM, tokens.length - at); words > 0; words--) {
    const text = tokens
      .slice(at, at + words)
      .map((token) => token.text)
      .join(' ');
    const form = legalFormOf(text);
    if (form === undefined) continue;
    if (kind !== 'organisation' && isAmbiguousForm(text)) continue;
    return { form, words };
  }
  return undefined;
}
