import anyAscii from 'any-ascii';

/** Family names as Koreans spell them in Latin letters, where that differs from the letters. */
const FAMILY_NAMES: Readonly<Record<string, string>> = {
  김: 'kim',
  이: 'lee',
  박: 'park',
  최: 'choi',
  정: 'jung',
  강: 'kang',
  조: 'cho',
  윤: 'yoon',
  장: 'jang',
  임: 'lim',
  한: 'han',
  오: 'oh',
  서: 'seo',
  신: 'shin',
  권: 'kwon',
  황: 'hwang',
  안: 'ahn',
  송: 'song',
  류: 'ryu',
  유: 'yoo',
  전: 'jeon',
  홍: 'hong',
  고: 'ko',
  문: 'moon',
  양: 'yang',
  손: 'son',
  배: 'bae',
  백: 'paek',
  허: 'heo',
  남: 'nam',
  심: 'shim',
  노: 'noh',
  하: 'ha',
  곽: 'kwak',
  성: 'sung',
  차: 'cha',
  주: 'joo',
  우: 'woo',
  구: 'koo',
  나: 'na',
  민: 'min',
  진: 'jin',
  지: 'ji',
  엄: 'um',
  채: 'chae',
  원: 'won',
  천: 'chon',
  방: 'bang',
  공: 'kong',
  현: 'hyun',
  함: 'ham',
  변: 'byun',
  염: 'yeom',
  여: 'yeo',
  추: 'choo',
  도: 'do',
  소: 'so',
  석: 'sok',
  선: 'sun',
  설: 'sol',
  마: 'ma',
  길: 'kil',
  연: 'yon',
  위: 'wi',
  표: 'pyo',
  명: 'myong',
  기: 'ki',
  반: 'ban',
  라: 'ra',
  왕: 'wang',
  금: 'kum',
  옥: 'ok',
  육: 'yook',
  인: 'in',
  맹: 'maeng',
  제: 'je',
  모: 'mo',
  탁: 'tak',
  국: 'kook',
  리: 'ri',
  림: 'rim',
  로: 'ro',
  태: 'thae',
};

/** A word as it is read, beside the syllables it is a reading of. */
type HangulWord = readonly [reading: string, syllables: string];

/**
 * The ways a Korean name word is written in Latin letters: the family name, then the given name as one
 * word or syllable by syllable; a word that holds no family name is one word.
 */
export function readHangul(word: string, standsAlone: boolean): HangulWord[][] {
  const syllables = [...word];
  const first = syllables[0] ?? '';
  const family = FAMILY_NAMES[first];
  if (syllables.length === 1) return [[[family ?? soundsOf(word), word]]];
  const isWholeName = syllables.length <= 4 && (syllables.length > 2 || standsAlone);
  const given = family !== undefined && isWholeName ? syllables.slice(1) : syllables;
  const start: HangulWord[] = given === syllables ? [] : [[family ?? '', first]];
  const joined: HangulWord[] = [...start, [soundsOf(given.join('')), given.join('')]];
  if (given.length === 1) return [joined];
  return [joined, [...start, ...given.map((one): HangulWord => [soundsOf(one), one])]];
}

/** Read by letters; the two open vowels are then spelt with one letter as most people do. */
function soundsOf(syllables: string): string {
  return anyAscii(syllables)
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '')
    .replace(/eo/gu, 'o')
    .replace(/eu/gu, 'u');
}
