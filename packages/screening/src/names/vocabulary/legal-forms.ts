import { fold } from '../sounds/fold.ts';

/**
 * Legal forms in one spelling. The same form in two languages or spellings is the same form; forms of
 * different meaning stay different, for they may tell two companies of one name apart.
 */
const FORMS: Readonly<Record<string, string>> = {
  ltd: 'ltd|limited|ltda|limitada|limitado|ltée|ltee|lmt|private limited|pvt ltd|pte ltd|pty ltd|pvt limited|pte limited|pty limited|co ltd|co limited|company limited|company ltd|pte|pty|pvt',
  llc: 'llc|limited liability company|limited liability co|limited liability corporation|ooo|obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoj otvetstvennostyu|obschestvo s ogranichennoy otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu|tov|tovarystvo z obmezhenoyu vidpovidalnistyu|llp|limited liability partnership|ooo s|obshhestvo s ogranichennoj otvetstvennostyu',
  gmbh: 'gmbh|gesellschaft mit beschrankter haftung|mbh|ges mbh',
  sarl: 'sarl|societe a responsabilite limitee|srl|societatea cu raspundere limitata|societate cu raspundere limitata|societa a responsabilita limitata|sociedad de responsabilidad limitada|s de rl|sp z oo|spolka z ograniczona odpowiedzialnoscia|sp z o o|sro|spolecnost s rucenim omezenym|doo|drustvo s ogranicenom odgovornoscu|kft|bv|besloten vennootschap|oy|osauhing|ou|uab|sia|as',
  jsc: 'jsc|joint stock company|joynt stock company|joint stock co|ao|oao|zao|pao|pjsc|ojsc|cjsc|open joint stock company|closed joint stock company|public joint stock company|aktsionernoe obshchestvo|publichnoe aktsionernoe obshchestvo|otkrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshchestvo|pat|prat|at',
  ag: 'ag|akg|aktiengesellschaft|ab|aktiebolag|aktieselskab|asa|sa|societe anonyme|sociedad anonima|sociedade anonima|spolka akcyjna|nv|naamloze vennootschap|spa|societa per azioni|oyj|sa de cv|sab de cv|sas|societe par actions simplifiee|anonim sirketi|anonim sirket|sae|saoc|saog|tbk|se',
  plc: 'plc|public limited company|public limited co|berhad|bhd|sdn bhd|public company limited|pcl',
  inc: 'inc|incorporated|corp|corporation|corporacion|corporation inc',
  co: 'co|company|cie|compagnie|compania|companhia|gesellschaft|kg|ohg|co kg|gmbh co kg|kk|kabushiki kaisha|kaisha|gk|est|establishment|firma',
  lp: 'lp|limited partnership|fzc|fze|fzco|fz llc|free zone company|free zone establishment|wll|with limited liability',
  ev: 'ev|eg|ngo|ano|npo|nko|avtonomnaya nekommercheskaya organizatsiya|eingetragener verein',
  ip: 'ip|unitary enterprise|fgup|gup|federal state unitary enterprise|state unitary enterprise|pt|cv|ud',
};

/** The most words that one legal form is written in. */
export const LONGEST_FORM = 5;

const FORM_BY_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(FORMS).flatMap(([form, spellings]) =>
    spellings.split('|').map((spelling) => [spelling, form] as const),
  ),
);

/** A long form is known by its sound, so that a slip in it is forgiven. */
const SURELY_LONG = 10;
const FORM_BY_SOUND: ReadonlyMap<string, string> = new Map(
  [...FORM_BY_WORDS].map(([spelling, form]) => [fold(spelling), form]),
);

const FIRST_WORDS: ReadonlySet<string> = new Set(
  [...FORM_BY_WORDS.keys()].map((spelling) => spelling.split(' ')[0] ?? ''),
);

/** False where no legal form begins with the word: most words need no longer look. */
export function mayBeginForm(word: string): boolean {
  return FIRST_WORDS.has(word) || word.length >= SURELY_LONG;
}

/** Forms that are also ordinary words or initials of people, and so count at a name's edge alone. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  'doo sae asa pao zao as at ao ab ou oy se sa ag ip ud est cv pt pat ev eg ano co spa sas sia cie tov'.split(
    ' ',
  ),
);

/** The one spelling of a legal form, from its words joined by single spaces; undefined for anything else. */
export function legalFormOf(words: string): string | undefined {
  return (
    FORM_BY_WORDS.get(words) ??
    (words.length < SURELY_LONG ? undefined : FORM_BY_SOUND.get(fold(words)))
  );
}

/** True for a form whose letters are also found inside people's names. */
export function isAmbiguousForm(words: string): boolean {
  return AMBIGUOUS.has(words);
}
