import anyAscii from 'any-ascii';
import { HANJA_READINGS } from './hanja-readings.ts';
import { JAPANESE_FAMILY_NAMES, JAPANESE_GIVEN_NAMES } from './japanese-names.ts';

/** A word as it is read, beside the characters it is a reading of. */
export type HanWord = readonly [reading: string, characters: string];

const COMPOUND_FAMILY_NAMES: ReadonlySet<string> = new Set(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 夏侯 端木 长孙 長孫 宇文 司徒 南宫 南宮 闻人 聞人'.split(
    ' ',
  ),
);

/** Characters whose reading as a family name is not their usual one. */
const FAMILY_READINGS: Readonly<Record<string, string>> = {
  单: 'shan',
  單: 'shan',
  解: 'xie',
  仇: 'qiu',
  区: 'ou',
  區: 'ou',
  查: 'zha',
  曾: 'zeng',
  朴: 'piao',
  盖: 'ge',
  蓋: 'ge',
  任: 'ren',
  翟: 'zhai',
  缪: 'miao',
  繆: 'miao',
  冼: 'xian',
  乐: 'yue',
  樂: 'yue',
  折: 'she',
  覃: 'qin',
};

/**
 * The ways one Han word can be read: Chinese always; Korean where every character has a Korean reading
 * and the first is a family name; Japanese where it begins with a Japanese family name.
 */
export function readHan(word: string, standsAlone: boolean): HanWord[][] {
  const characters = [...word];
  if (characters.length === 1) return [[[chineseFamily(word), word]]];
  if (!standsAlone && characters.length <= 2) return [[[pinyin(word), word]]];
  if (characters.length > 6) return [[[pinyin(word), word]]];
  return [...japanese(characters), chinese(characters), ...korean(characters)];
}

function chinese(characters: readonly string[]): HanWord[] {
  const isCompound =
    characters.length > 2 && COMPOUND_FAMILY_NAMES.has(characters.slice(0, 2).join(''));
  const familyLength = isCompound ? 2 : 1;
  const family = characters.slice(0, familyLength).join('');
  const given = characters.slice(familyLength).join('');
  return [
    [chineseFamily(family), family],
    [pinyin(given), given],
  ];
}

function chineseFamily(family: string): string {
  return FAMILY_READINGS[family] ?? pinyin(family);
}

function pinyin(characters: string): string {
  return anyAscii(characters)
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '');
}

const KOREAN_FAMILY_NAMES = new Set([
  ...'金李朴崔鄭姜趙尹張林韓吳徐申權黃安宋柳全洪高文梁孫裵白許南沈盧河郭成車朱禹具羅閔陳池嚴蔡元千方孔玄咸卞廉呂秋都石宣薛馬吉延魏表明奇潘王琴玉陸印孟諸卓鞠太張',
]);

/** Given names are written as one word or syllable by syllable. */
function korean(characters: readonly string[]): HanWord[][] {
  const family = characters[0] ?? '';
  if (characters.length > 4 || !KOREAN_FAMILY_NAMES.has(family)) return [];
  const sounds = characters.map((character) => HANJA_READINGS[character] ?? '');
  if (sounds.includes('')) return [];
  const words = characters.map((character, at): HanWord => [sounds[at] ?? '', character]);
  const given: HanWord = [sounds.slice(1).join(''), characters.slice(1).join('')];
  const joined = [...words.slice(0, 1), given];
  return words.length > 2 ? [joined, words] : [joined];
}

function japanese(characters: readonly string[]): HanWord[][] {
  for (const length of [3, 2, 1]) {
    const family = characters.slice(0, length).join('');
    const given = characters.slice(length).join('');
    const familyReading = JAPANESE_FAMILY_NAMES[family];
    const givenReading = JAPANESE_GIVEN_NAMES[given];
    if (familyReading === undefined) continue;
    if (givenReading === undefined && length === 1) continue;
    return [
      [
        [familyReading, family],
        [givenReading ?? pinyin(given), given],
      ],
    ];
  }
  return [];
}
