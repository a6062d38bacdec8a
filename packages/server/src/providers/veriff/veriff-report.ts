import countries from 'i18n-iso-countries';
import type { IdvReading } from '../../features/idv/idv-session.ts';
import type { IdvAnswer, IdvComponent } from '../idv-provider.ts';
import type { Decided, VeriffStatus } from './veriff-messages.ts';

type Verdict = 'clear' | 'suspected' | 'rejected';

/** Undefined where a person did not go through with it: then nothing was checked. */
const VERDICTS: Readonly<Record<VeriffStatus, Verdict | undefined>> = {
  approved: 'clear',
  declined: 'rejected',
  resubmission_requested: 'suspected',
  review: 'suspected',
  expired: undefined,
  abandoned: undefined,
};

/** The code that goes with each status: a decision that contradicts itself is none. */
const CODES: Readonly<Record<VeriffStatus, number>> = {
  approved: 9001,
  declined: 9102,
  resubmission_requested: 9103,
  expired: 9104,
  abandoned: 9104,
  review: 9121,
};

/** Whether status and code say the same. */
export function isConsistent({ status, code }: Decided): boolean {
  return CODES[status] === code;
}

/** A decision in our words. Veriff decides on document and face together. */
export function reportOf(name: string, decided: Decided): IdvAnswer {
  const verdict = VERDICTS[decided.status];
  if (verdict === undefined) {
    const detail = `${name} has no result: the session was ${decided.status}`;
    return { outcome: 'silent', because: 'error', detail };
  }
  return {
    outcome: 'answered',
    components: [
      component('document', 'visual_authenticity', { decided, verdict }),
      component('face-comparison', 'face', { decided, verdict }),
    ],
    reading: readingOf(decided),
  };
}

const WORDS = { clear: 'CLEAR', suspected: 'SUSPECTED', rejected: 'REJECTED' } as const;

function component(
  kind: IdvComponent['kind'],
  element: string,
  { decided, verdict }: { readonly decided: Decided; readonly verdict: Verdict },
): IdvComponent {
  const { id, code, status, reason } = decided;
  return {
    kind,
    result: WORDS[verdict],
    outcomeRaw: `${status} (${code})`,
    reference: id,
    elements: {
      [element]: {
        originalName: status,
        resultNormalized: verdict,
        ...(reason && { description: reason }),
      },
    },
  };
}

const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  PASSPORT: 'PASSPORT',
  ID_CARD: 'NATIONAL_ID',
  DRIVERS_LICENSE: 'DRIVERS_LICENSE',
  RESIDENCE_PERMIT: 'IMMIGRATION',
  VISA: 'VISA',
};
const GENDERS: Readonly<Record<string, string>> = { M: 'MALE', F: 'FEMALE' };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function readingOf({ person = {}, document = {} }: Decided): IdvReading {
  const documentType = DOCUMENT_TYPES[document.type ?? ''];
  const country = document.country && countries.alpha2ToAlpha3(document.country.toUpperCase());
  const gender = GENDERS[person.gender ?? ''];
  return {
    ...(documentType && { documentType }),
    ...(country && { country }),
    ...(document.number && { primaryIdentifier: document.number }),
    ...(person.firstName && { given: person.firstName }),
    ...(person.lastName && { family: person.lastName }),
    ...(person.dateOfBirth && DAY.test(person.dateOfBirth) && { birth: person.dateOfBirth }),
    ...(document.validUntil && DAY.test(document.validUntil) && { expiresOn: document.validUntil }),
    ...(gender && { gender }),
  };
}
