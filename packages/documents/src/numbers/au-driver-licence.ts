import { compact, type NumberCheck, type NumberedDocument } from './number-check.ts';

type StateRule = { readonly number: RegExp; readonly card: RegExp };

/**
 * Forms of licence and card numbers by the authority that issues them, as the national Document
 * Verification Service takes them. None of them has a check digit that is public.
 */
const STATES: Readonly<Record<string, StateRule>> = {
  ACT: { number: /^\d{1,10}$/, card: /^[A-Z0-9]{10}$/ },
  NSW: { number: /^[A-Z0-9]{4,8}$/, card: /^\d{10}$/ },
  NT: { number: /^\d{1,10}$/, card: /^\d{6,8}$/ },
  QLD: { number: /^\d{8,9}$/, card: /^[A-Z0-9]{10}$/ },
  SA: { number: /^[A-Z0-9]{6}$/, card: /^[A-Z0-9]{9}$/ },
  TAS: { number: /^[A-Z0-9]{6,8}$/, card: /^[A-Z0-9]{9}$/ },
  VIC: { number: /^\d{1,10}$/, card: /^[A-Z0-9]{8}$/ },
  WA: { number: /^\d{7}$/, card: /^[A-Z0-9]{8,10}$/ },
};

/** What people write for a state. */
const NAMES: Readonly<Record<string, string>> = {
  AUSTRALIANCAPITALTERRITORY: 'ACT',
  NEWSOUTHWALES: 'NSW',
  NORTHERNTERRITORY: 'NT',
  QUEENSLAND: 'QLD',
  SOUTHAUSTRALIA: 'SA',
  TASMANIA: 'TAS',
  VICTORIA: 'VIC',
  WESTERNAUSTRALIA: 'WA',
};

/** A licence number and, where it is given, the number of the card that it is printed on. */
export function checkAuDriverLicence(document: NumberedDocument): NumberCheck {
  const state = stateOf(document.subdivision);
  const rule = `Australian driver licence${state ? `, ${state}` : ''}`;
  if (!document.subdivision) return { verdict: 'missing', rule, part: 'subdivision' };
  const known = state ? STATES[state] : undefined;
  if (!known) return { verdict: 'malformed', rule, part: 'subdivision' };
  const number = compact(document.primaryIdentifier);
  if (number === '') return { verdict: 'missing', rule, part: 'primaryIdentifier' };
  const digits = number.replaceAll(/\D/g, '').length;
  if (!known.number.test(number) || number.length - digits > 2) {
    return { verdict: 'malformed', rule, part: 'primaryIdentifier' };
  }
  const card = compact(document.secondaryIdentifier);
  if (card !== '' && !known.card.test(card)) {
    return { verdict: 'malformed', rule, part: 'secondaryIdentifier' };
  }
  return { verdict: 'well-formed', rule };
}

function stateOf(subdivision: string | undefined): string | undefined {
  const written = compact(subdivision).replace(/^AU(?=ACT|NSW|NT|QLD|SA|TAS|VIC|WA)/, '');
  if (Object.hasOwn(STATES, written)) return written;
  return Object.hasOwn(NAMES, written) ? NAMES[written] : undefined;
}
