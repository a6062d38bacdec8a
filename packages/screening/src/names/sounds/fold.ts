/**
 * Spelling-neutral letters. The result of folding is written in capitals, so that folding it again
 * leaves it alone: W is sh, Y is ch, J is dzh or zh, X is kh, C is ts, Q is ng at the end of a
 * syllable; the other letters stand for themselves.
 */
export const FOLD_ALPHABET = 'AEIOUBCDFGHJKLMNPQRSTVWXYZ0123456789';

type Where = 'start' | 'not-before-vowel' | 'before-soft' | 'after-vowel-coda';

type Rule = { readonly from: string; readonly to: string; readonly where?: Where };

const rule = (from: string, to: string, where?: Where): Rule =>
  where === undefined ? { from, to } : { from, to, where };

/** By first letter; the first rule that fits is taken, so the longer spellings stand first. */
const RULES: readonly Rule[] = [
  rule('aa', 'A'),
  rule('ae', 'E'),
  rule('ai', 'E'),
  rule('ay', 'E'),
  rule('a', 'A'),
  rule('bh', 'B'),
  rule('b', 'B'),
  rule('chr', 'KR'),
  rule('chl', 'KL'),
  rule('ch', 'Y'),
  rule('cz', 'Y'),
  rule('cs', 'Y'),
  rule('ck', 'K'),
  rule('cq', 'K'),
  rule('c', 'S', 'before-soft'),
  rule('c', 'K'),
  rule('dzh', 'J'),
  rule('dj', 'J'),
  rule('dge', 'JE'),
  rule('dgi', 'JI'),
  rule('dh', 'D'),
  rule('d', 'D'),
  rule('ee', 'I'),
  rule('ea', 'I'),
  rule('ei', 'E'),
  rule('ey', 'E'),
  rule('eu', 'U', 'start'),
  rule('e', 'E'),
  rule('f', 'F'),
  rule('gh', 'G'),
  rule('gue', 'GE'),
  rule('gui', 'GI'),
  rule('g', 'G'),
  rule('h', '', 'after-vowel-coda'),
  rule('h', 'H'),
  rule('ie', 'I', 'not-before-vowel'),
  rule('i', 'I'),
  rule('j', 'I', 'after-vowel-coda'),
  rule('j', 'J'),
  rule('kh', 'X'),
  rule('k', 'K'),
  rule('l', 'L'),
  rule('m', 'M'),
  rule('nng', 'Q', 'not-before-vowel'),
  rule('ng', 'Q', 'not-before-vowel'),
  rule('n', 'N'),
  rule('oo', 'U'),
  rule('ou', 'U'),
  rule('oe', 'O', 'not-before-vowel'),
  rule('o', 'O'),
  rule('ph', 'F'),
  rule('p', 'P'),
  rule('qu', 'K'),
  rule('q', 'K'),
  rule('rh', 'R'),
  rule('r', 'R'),
  rule('shch', 'W'),
  rule('sch', 'W'),
  rule('sh', 'W'),
  rule('sz', 'S'),
  rule('s', 'S'),
  rule('tsch', 'Y'),
  rule('tch', 'Y'),
  rule('tz', 'C'),
  rule('ts', 'C'),
  rule('tx', 'Y'),
  rule('th', 'T'),
  rule('t', 'T'),
  rule('ue', 'U', 'not-before-vowel'),
  rule('u', 'U'),
  rule('v', 'V'),
  rule('w', 'V'),
  rule('x', 'W', 'start'),
  rule('x', 'KS'),
  rule('ye', 'I', 'not-before-vowel'),
  rule('y', 'I'),
  rule('zh', 'J'),
  rule('z', 'Z'),
  rule("'", ''),
];

const RULES_BY_LETTER: ReadonlyMap<string, readonly Rule[]> = rulesByLetter();

function rulesByLetter(): ReadonlyMap<string, readonly Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const one of RULES) {
    const letter = one.from.charAt(0);
    groups.set(letter, [...(groups.get(letter) ?? []), one]);
  }
  return groups;
}

const VOWELS = 'aeiouy';
const SOFT = 'eiy';
const FOLDED_VOWELS = 'AEIOU';

/** Words folded lately: queries and lists repeat the same few. */
const FOLDED = new Map<string, string>();
const MOST_FOLDED = 50_000;

/** The word with the differences between spelling habits removed. Folding twice is folding once. */
export function fold(word: string): string {
  const known = FOLDED.get(word);
  if (known !== undefined) return known;
  const folded = foldAnew(word);
  if (FOLDED.size >= MOST_FOLDED) FOLDED.clear();
  FOLDED.set(word, folded);
  return folded;
}

function foldAnew(word: string): string {
  let folded = '';
  let at = 0;
  while (at < word.length) {
    const fitting = ruleAt(word, at, folded);
    folded = append(folded, fitting === undefined ? word.charAt(at) : fitting.to);
    at += fitting === undefined ? 1 : fitting.from.length;
  }
  return withoutRussianEnding(folded, word);
}

function ruleAt(word: string, at: number, folded: string): Rule | undefined {
  const rules = RULES_BY_LETTER.get(word.charAt(at));
  if (rules === undefined) return undefined;
  for (const one of rules) {
    if (word.startsWith(one.from, at) && fits(one, word, { at, folded })) return one;
  }
  return undefined;
}

function fits(
  { from, where }: Rule,
  word: string,
  { at, folded }: { at: number; folded: string },
): boolean {
  if (where === undefined) return true;
  const next = word.charAt(at + from.length);
  switch (where) {
    case 'start':
      return at === 0;
    case 'not-before-vowel':
      return at + from.length >= word.length || !VOWELS.includes(next);
    case 'before-soft':
      return next !== '' && SOFT.includes(next);
    case 'after-vowel-coda':
      return (
        folded !== '' &&
        FOLDED_VOWELS.includes(folded.charAt(folded.length - 1)) &&
        (next === '' || !VOWELS.includes(next))
      );
  }
}

/** Doubled letters count once. */
function append(folded: string, more: string): string {
  return more !== '' && folded.endsWith(more.charAt(0)) ? folded + more.slice(1) : folded + more;
}

/** -off and -eff are older spellings of -ov and -ev. */
function withoutRussianEnding(folded: string, word: string): string {
  if (folded.length < 4 || !folded.endsWith('F')) return folded;
  const isOlder = folded.endsWith('OF') || (folded.endsWith('EF') && word.endsWith('ff'));
  return isOlder ? `${folded.slice(0, -1)}V` : folded;
}

/**
 * The word with each letter folded by itself. Where it differs from {@link fold}, a slip may have made or
 * unmade a group of letters that is read as one sound: for finding, not scoring.
 */
export function foldLetters(word: string): string {
  let folded = '';
  for (const letter of word) folded = append(folded, SINGLE[letter] ?? letter.toUpperCase());
  return folded;
}

const SINGLE: Readonly<Record<string, string>> = { c: 'K', q: 'K', w: 'V', y: 'I', x: 'K' };

/** Consonants of a folded word by class, with the class of its first sound: for finding, not scoring. */
export function coarseSkeleton(folded: string): string {
  let skeleton = COARSE_FIRST[folded.charAt(0)] ?? COARSE[folded.charAt(0)] ?? folded.charAt(0);
  for (let at = 1; at < folded.length; at++) {
    const sound = COARSE[folded.charAt(at)];
    if (sound !== undefined && !skeleton.endsWith(sound)) skeleton += sound;
  }
  return skeleton;
}

/** The consonants that survive in a script without vowels: for finding, not scoring. */
export function abjadSkeleton(folded: string): string {
  let skeleton = '';
  for (const letter of folded) {
    const sound = ABJAD_SOUND[letter];
    if (sound !== undefined && !skeleton.endsWith(sound)) skeleton += sound;
  }
  return skeleton;
}

const COARSE_FIRST: Readonly<Record<string, string>> = {
  A: 'a',
  E: 'a',
  O: 'a',
  U: 'a',
  I: 'i',
  J: 'i',
  H: 'h',
  X: 'h',
  V: 'f',
  Y: 'y',
};

const COARSE: Readonly<Record<string, string>> = {
  B: 'b',
  P: 'b',
  F: 'f',
  V: 'f',
  D: 't',
  T: 't',
  G: 'k',
  K: 'k',
  X: 'k',
  C: 's',
  S: 's',
  Z: 's',
  W: 's',
  Y: 's',
  J: 'j',
  M: 'm',
  N: 'n',
  Q: 'n',
  L: 'l',
  R: 'r',
};

/** Arabic has letters that some read as d or t and others as z or s, so these are one class. */
const ABJAD_SOUND: Readonly<Record<string, string>> = {
  B: 'b',
  P: 'b',
  F: 'f',
  D: 's',
  T: 's',
  G: 'k',
  K: 'k',
  J: 'k',
  X: 'x',
  C: 's',
  S: 's',
  Z: 's',
  W: 'w',
  Y: 'w',
  M: 'm',
  N: 'n',
  Q: 'n',
  L: 'l',
  R: 'r',
};
