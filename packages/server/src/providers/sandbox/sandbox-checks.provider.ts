import type { FraudFinding, FraudProvider, FraudSubject } from '../fraud-provider.ts';
import type { LookupProvider } from '../lookup-provider.ts';
import type { VisaProvider } from '../visa-provider.ts';
import { isSame, personaOf } from './personas.ts';
import { INVENTED, playSilence, SANDBOX_NAME, type Script, scriptOf } from './script.ts';

const serves: FraudProvider['serves'] = ({ isSandbox }) => isSandbox;

type RiskLevel = FraudFinding['riskLevel'];

/** Worst first. */
const LEVEL_WORDS: readonly (readonly [string, RiskLevel])[] = [
  ['failall', 'UNACCEPTABLE'],
  ['unacceptable', 'UNACCEPTABLE'],
  ['highrisk', 'HIGH'],
  ['mediumrisk', 'MEDIUM'],
];
/** The last digit of a number or an address that is made for examples. */
const LEVEL_DIGITS: Readonly<Record<string, RiskLevel>> = {
  '2': 'MEDIUM',
  '3': 'HIGH',
  '4': 'UNACCEPTABLE',
};

/**
 * Weighs nothing: words in an e-mail address (`ada.highrisk@…`) or a device, the end of a telephone
 * number (`…0002` to `…0004`), the last octet of an IP address made for examples (`192.0.2.2`).
 */
export function sandboxFraudProvider(): FraudProvider {
  return {
    name: SANDBOX_NAME,
    serves,
    kinds: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'DEVICE', 'IP_ADDRESS'],
    async assess(subjects, call) {
      const silent = await playSilence(scriptOf(...subjects.map(wordsOf)), call);
      if (silent) return silent;
      return { outcome: 'answered', findings: subjects.map(fraudFinding) };
    },
  };
}

function wordsOf(subject: FraudSubject): string {
  if (subject.kind === 'EMAIL_ADDRESS') {
    return (subject.email.split('@')[0] ?? '').replaceAll(/[._+-]/g, ' ');
  }
  if (subject.kind !== 'DEVICE') return '';
  return Object.values(subject.device)
    .filter((value) => typeof value === 'string')
    .join(' ');
}

function fraudFinding(subject: FraudSubject): FraudFinding {
  const riskLevel = riskLevelOf(subject);
  const because = `${INVENTED} The risk is ${riskLevel} as it was asked for.`;
  return {
    objectId: subject.objectId,
    kind: subject.kind,
    riskLevel,
    indicators: [{ name: SANDBOX_NAME, value: riskLevel, because }],
  };
}

function riskLevelOf(subject: FraudSubject): RiskLevel {
  if (subject.kind === 'PHONE_NUMBER') {
    return LEVEL_DIGITS[/000(\d)$/.exec(subject.number)?.[1] ?? ''] ?? 'LOW';
  }
  if (subject.kind === 'IP_ADDRESS') {
    const last = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.(\d)$/.exec(subject.address)?.[1];
    return LEVEL_DIGITS[last ?? ''] ?? 'LOW';
  }
  const words = wordsOf(subject).toLowerCase().split(/\s+/);
  return LEVEL_WORDS.find(([word]) => words.includes(word))?.[1] ?? 'LOW';
}

/** Whether a script or the persona lets a check pass. */
function passes({ verdict, isDeceased }: Script, isPersona: boolean): boolean {
  if (verdict !== undefined) return verdict === 'passall' || verdict === 'onepass';
  return isDeceased || isPersona;
}

const VISA = {
  country: 'AUS',
  class: 'TU',
  subClass: '500',
  entitlementStatus: INVENTED,
  hasExpired: false,
  noExpiry: true,
  holderType: 'PRIMARY',
} as const;

/** Has visas of personas, and of whoever carries the words for it. */
export function sandboxVisaProvider(): VisaProvider {
  return {
    name: SANDBOX_NAME,
    serves,
    async check({ name, birth }, call) {
      const script = scriptOf(name.middle);
      const silent = await playSilence(script, call);
      if (silent) return silent;
      const persona = personaOf(name.family);
      const isPersona =
        persona !== undefined &&
        isSame(name.given, persona.given) &&
        isSame(script.rest, persona.middle) &&
        birth === persona.birth;
      return passes(script, isPersona)
        ? { outcome: 'held', visa: VISA, reference: SANDBOX_NAME }
        : { outcome: 'none', reference: SANDBOX_NAME };
    },
  };
}

/** Says `isFound`, and that it was invented. */
export function sandboxLookupProvider(): LookupProvider {
  return {
    name: SANDBOX_NAME,
    serves,
    async lookUp({ individual: { name } }, call) {
      const script = scriptOf(name?.middleName, name?.otherName);
      const silent = await playSilence(script, call);
      if (silent) return silent;
      const persona = personaOf(name?.familyName);
      const isPersona = persona !== undefined && isSame(name?.givenName, persona.given);
      const facts = { isFound: passes(script, isPersona), isInvented: true };
      return { outcome: 'answered', facts, reference: SANDBOX_NAME };
    },
  };
}
