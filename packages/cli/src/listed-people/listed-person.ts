import { type CalendarDay, calendarDayOf } from './calendar-day.ts';

/** A person as a list names them, with what a bank would know of its customer. */
export type ListedPerson = {
  /** The publisher's number. */
  readonly reference: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birth: CalendarDay;
  /** In the publisher's words, such as `Iran`; absent where the list does not say. */
  readonly nationality?: string;
};

/** What was found on one record of a list, before anybody asks whether it makes a good example. */
export type ListedFacts = {
  readonly reference: string | undefined;
  readonly given: string | undefined;
  readonly family: string | undefined;
  /** `YYYY-MM-DD`; anything else is no complete day. */
  readonly bornOn: string | undefined;
  readonly nationality: string | undefined;
};

/** Plain words in Latin letters: a bank has them so, and they need no decoding. */
const PLAIN_NAME = /^[A-Za-z]+(?:[ '-][A-Za-z]+)*$/;
/** A bank leaves out how somebody is addressed; what is a title and what a name is not told here. */
const TITLE = /^(?:dr|shaykh|sheikh|sayyid|mullah|maulavi|mawlawi|haji|hajji|general|colonel)\b/i;
/** Fewer words are so common that half a list resembles them. */
const FEWEST_WORDS = 3;

/** The person, when the record is complete enough to stand for a customer of a bank. */
export function listedPersonOf(facts: ListedFacts): ListedPerson | undefined {
  const { reference, given = '', family = '', nationality } = facts;
  const birth = calendarDayOf(facts.bornOn);
  if (!reference || !birth) return undefined;
  if (!PLAIN_NAME.test(given) || !PLAIN_NAME.test(family)) return undefined;
  if (TITLE.test(given)) return undefined;
  if (`${given} ${family}`.split(/[ -]/).length < FEWEST_WORDS) return undefined;
  return {
    reference,
    givenName: inMixedCase(given),
    familyName: inMixedCase(family),
    birth,
    ...(nationality && { nationality }),
  };
}

/** Lists shout; banks write `Abd al-Rahman`. */
function inMixedCase(name: string): string {
  return name.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
}
