import { PART } from './token.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

const PARTICLES = words(`
  al el ul il ad as ash ar az at bin ben ibn bint binti binte bt bte ould wuld uld abu abou aboo bou
  de del della delle dela di da das du des der den dem van vom zu zur zum ten ter la le les los las
  lo y e et und of the af av d san santa st mc mac ap oglu ogly ogli kyzy qizi gizi nee ur and for in
  dos von te na do
`);

const TITLES = words(`
  mr mrs ms miss mister dr doctor prof professor sir dame lord lady haji hajji hadji hajj haj alhaj
  alhaji sheikh shaikh sheik shaykh cheikh shekh seikh shaik mullah mulla mollah maulvi mawlawi maulavi
  mawlavi moulavi maulawi maulana mawlana mufti qari hafiz imam ayatollah ayatullah hojatoleslam general
  gen colonel col lt lieutenant major maj captain capt cpt brigadier brig sgt sergeant admiral adm marshal
  president prasident prezident presidente minister pm his her excellency hrh hh rev reverend father fr
  engineer eng ing lic don dona sr sra senor senora monsieur madame mme herr frau ustad ustaz sayyid sayed
  sayyed syed sayid seyed commander cmdr comrade judge hon honorable honourable pan pani
`);

const SUFFIXES = words('jr junior jnr snr ii iii iv filho neto');

const FILLERS = words('nil none null unknown fnu lnu aka fka nka');

/** Particles and titles as they are spelt in a script without vowels. */
const WRITTEN_PARTS: ReadonlyMap<string, number> = new Map([
  ...words('al bn abn bnt wld abw aby').map((word) => [word, PART.particle] as const),
  ...words('shykh hajy haj mla mwlwy syd dktwr mhnds').map((word) => [word, PART.title] as const),
]);

const PARTS: ReadonlyMap<string, number> = new Map([
  ...SUFFIXES.map((word) => [word, PART.suffix] as const),
  ...FILLERS.map((word) => [word, PART.filler] as const),
  ...TITLES.map((word) => [word, PART.title] as const),
  ...PARTICLES.map((word) => [word, PART.particle] as const),
]);

/** As {@link partsOfWord}, for a word given by the letters of a script without vowels. */
export function partsOfWritten(word: string): number {
  return WRITTEN_PARTS.get(word) ?? partsOfWord(word);
}

/** The part that a word plays wherever it stands; 0 for an ordinary word. */
export function partsOfWord(word: string): number {
  const listed = PARTS.get(word);
  if (word.length === 1) return lonePart(word) | (listed ?? 0);
  if (listed !== undefined) return listed;
  return /^[0-9]+$/u.test(word) ? PART.number : 0;
}

function lonePart(letter: string): number {
  return letter >= '0' && letter <= '9' ? PART.number : PART.initial;
}
