/**
 * How names from one writing are spelt in Latin letters: each row holds spellings that stand for one
 * another. Own tables, made apart from those that the engine folds by.
 */
const HABITS: Readonly<Record<string, readonly string[]>> = {
  arabic: [
    'mohammed muhammad mohamed mohammad mouhamed muhammed',
    'ahmed ahmad ahmet',
    'hussein husain hussain husayn hossein',
    'abdul abdel abd-al abdal',
    'al- el- al',
    'kh k',
    'q k',
    'ou u oo',
    'aa a',
    'ee i y',
    'dh d z',
    'gh g',
    'th t',
    'ah a eh',
    'sh ch',
    'j dj g',
    'w ou',
    'ai ay ei ey',
    'iy i',
    'uddin eddine al-din',
    'bin ibn ben',
  ],
  cyrillic: [
    'iy y i ij',
    'ey ei ej',
    'yu iu ju',
    'ya ia ja',
    'kh h x',
    'zh j',
    'shch sch',
    'sh sch',
    'ts c tz',
    'v w',
    'ov off',
    'ev eff yev',
    'ks x',
    'ye e ie',
    'ch tch',
    'g h',
    'dmitry dmitri dmitriy dmytro',
    'sergey sergei serhiy',
    'oleksandr aleksandr alexander',
  ],
  han: [
    'zh ch',
    'x hs sh',
    'q ch',
    'z ts',
    'c ts',
    'ian ien',
    'ong ung',
    'j ch',
    'b p',
    'd t',
    'g k',
    'ui uei',
    'wang wong',
    'chen chan tan',
    'li lee',
    'zhang chang cheung',
    'liu lau',
    'huang wong hwang',
  ],
  hangul: [
    'eo o u',
    'eu u',
    'g k',
    'b p',
    'd t',
    'j ch',
    'lee ri yi rhee',
    'park pak bak',
    'choi choe',
    'jung jong chung',
    'kim gim',
    'oo u',
    'ae ai',
    'hyun hyon',
    'young yong',
  ],
  greek: ['ou u', 'ch h', 'gi y yi', 'ph f', 'y i', 'ei i', 'os o', 'th t', 'x ks', 'mp b', 'nt d'],
  hebrew: ['ch h kh', 'tz ts z', 'v w b', 'y i', 'k c', 'ei e', 'sh s', 'ph f', 'ah a', 'oo u'],
  indic: [
    'v w',
    'sh s',
    'ee i',
    'oo u',
    'aa a',
    'th t',
    'bh b',
    'dh d',
    'ksh x',
    'ch chh',
    'y i',
    'choudhury chowdhury chaudhry chaudhary',
    'gupta goupta',
  ],
  thai: ['ph p', 'th t', 'kh k', 'ch j', 'porn phon', 'v w', 'r l', 'ai ay', 'ee i', 'oo u'],
  turkish: ['sh s', 'ch c', 'oe o', 'ue u', 'gh g', 'y i', 'ou u', 'dj c'],
  latin: [
    'ue u',
    'oe o',
    'ae a',
    'c k',
    'ph f',
    'y i',
    'th t',
    'ss s',
    'ck k',
    'ei ai',
    'v w',
    'z s',
  ],
};

/** Every way to spell a word by one habit of a writing differently. */
export function otherSpellings(word: string, writing: string): string[] {
  const lower = word.toLowerCase();
  const found = (HABITS[writing] ?? []).flatMap((row) => respelt(lower, row.split(' ')));
  return [...new Set(found)].filter((spelling) => spelling !== lower && spelling.length >= 2);
}

/** Two letters that are one sound are not taken apart. */
const ONE_SOUND = [
  'ch',
  'sh',
  'zh',
  'kh',
  'gh',
  'th',
  'dh',
  'ph',
  'ts',
  'tz',
  'ng',
  'dj',
  'ou',
  'oo',
  'ee',
];

/** Letters are exchanged at one place alone: a writer has a habit, but names have exceptions. */
function respelt(word: string, row: readonly string[]): string[] {
  return row.flatMap((from) => {
    const at = placeOf(word, from);
    if (at < 0) return [];
    return row
      .filter((to) => to !== from && (at === 0 || !to.includes('-')))
      .map((to) => word.slice(0, at) + to + word.slice(at + from.length));
  });
}

/** The first place where a spelling stands by itself, not inside a longer sound; articles stand at the start. */
function placeOf(word: string, from: string): number {
  if (from.endsWith('-') || from === 'al') return word.startsWith(from) ? 0 : -1;
  if (from.length > 3) return word === from ? 0 : -1;
  for (let at = word.indexOf(from); at >= 0; at = word.indexOf(from, at + 1)) {
    const around = word.slice(Math.max(0, at - 1), at + from.length + 1);
    if (!ONE_SOUND.some((sound) => sound.length > from.length && around.includes(sound))) return at;
  }
  return -1;
}
