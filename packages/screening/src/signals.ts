import type { EvidenceSignal, NameSignal, SignalDescription } from './signal.ts';
import { birthDate } from './signals/birth-date.ts';
import { birthPlace } from './signals/birth-place.ts';
import { contradictingWords } from './signals/contradicting-words.ts';
import { country } from './signals/country.ts';
import { deceased } from './signals/deceased.ts';
import { document } from './signals/document.ts';
import { gender } from './signals/gender.ts';
import { initial } from './signals/initial.ts';
import { joinedWords } from './signals/joined-words.ts';
import { kindOfThing } from './signals/kind-of-thing.ts';
import { loneWord } from './signals/lone-word.ts';
import { missingWords } from './signals/missing-words.ts';
import { nickname } from './signals/nickname.ts';
import { otherScript } from './signals/other-script.ts';
import { sameSound } from './signals/same-sound.ts';
import { sameWords } from './signals/same-words.ts';
import { similarWords } from './signals/similar-words.ts';
import { transliteration } from './signals/transliteration.ts';
import { weakAlias } from './signals/weak-alias.ts';

/** What is said about the names, in the order in which an officer reads it. */
export const NAME_SIGNALS: readonly NameSignal[] = [
  sameWords,
  sameSound,
  similarWords,
  transliteration,
  nickname,
  initial,
  joinedWords,
  missingWords,
  contradictingWords,
  loneWord,
  weakAlias,
  otherScript,
];

/** What is compared beside the names, in the order in which an officer reads it. */
export const EVIDENCE_SIGNALS: readonly EvidenceSignal[] = [
  birthDate,
  document,
  country,
  gender,
  birthPlace,
  kindOfThing,
  deceased,
];

/** Every signal as it is shown to officers. */
export const SIGNAL_DESCRIPTIONS: readonly SignalDescription[] = [
  ...NAME_SIGNALS,
  ...EVIDENCE_SIGNALS,
].map(({ name, kind, weight, description }) => ({ name, kind, weight, description }));
