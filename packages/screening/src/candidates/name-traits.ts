import type { ListedName } from '../list-entry.ts';
import { type Script, scriptOf } from '../names/scripts/script.ts';
import { PART, type Token } from '../names/token.ts';

const SCRIPTS: readonly Script[] = [
  'latin',
  'arabic',
  'hebrew',
  'han',
  'hangul',
  'kana',
  'indic',
  'other',
];
const SCRIPT_BITS = 7;
const WEAK = 8;
const HAS_INITIAL = 16;

/** What the search must know of a listed name before reading it, as one byte. */
export function traitsOf(name: ListedName, tokens: readonly Token[]): number {
  const script = SCRIPTS.indexOf(scriptOf(name.full));
  const weak = name.quality === 'weak' ? WEAK : 0;
  const initial = tokens.some(({ parts }) => (parts & PART.initial) !== 0) ? HAS_INITIAL : 0;
  return script | weak | initial;
}

/** The number of a name's script, for comparing with {@link scriptInTraits}. */
export function scriptNumberOf(name: string): number {
  return SCRIPTS.indexOf(scriptOf(name));
}

export function scriptInTraits(traits: number): number {
  return traits & SCRIPT_BITS;
}

export function isWeakInTraits(traits: number): boolean {
  return (traits & WEAK) !== 0;
}

export function hasInitialInTraits(traits: number): boolean {
  return (traits & HAS_INITIAL) !== 0;
}
