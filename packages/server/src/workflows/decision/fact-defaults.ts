import { amlCounts } from '../../features/results/aml-counts.ts';

/** Of every step that looks for something that speaks against a person. */
const NO_FINDINGS = { hits: 0, open: 0, rejected: 0, accepted: 0, cleared: 0 };

/**
 * What conditions may ask about steps of each type under one variable, with what holds where no such step
 * ran. Numbers of several steps of a type are added up; of anything else the last step's word stands.
 */
const VARIABLES = {
  aml: { type: 'AML', defaults: { ...NO_FINDINGS, ...amlCounts([]) } },
  kyc: {
    type: 'KYC',
    defaults: {
      ...NO_FINDINGS,
      matchedRules: 0,
      unmatchedRules: 0,
      sources: 0,
      silent: 0,
      deceased: 0,
      creditHeader: 0,
      manual: 0,
    },
  },
  id: { type: 'ID', defaults: { matched: 0, expired: 0 } },
  idv: {
    type: 'IDV',
    defaults: {
      ...NO_FINDINGS,
      suspected: 0,
      document: 'UNKNOWN',
      face: 'UNKNOWN',
      liveness: 'UNKNOWN',
      ocr: 'UNKNOWN',
    },
  },
  duplicate: { type: 'DUPLICATE', defaults: NO_FINDINGS },
  matchlist: { type: 'BLOCKLIST', defaults: { ...NO_FINDINGS, blocking: 0 } },
  fraud: {
    type: 'FRAUD',
    defaults: {
      ...NO_FINDINGS,
      emailAddress: 'UNKNOWN',
      phoneNumber: 'UNKNOWN',
      device: 'UNKNOWN',
      ipAddress: 'UNKNOWN',
      sessions: 0,
    },
  },
  visa: { type: 'VISA', defaults: { class: '', subClass: '', holderType: '' } },
  nameValidation: { type: 'NAME_VALIDATION', defaults: { langCode: '', nameMatchOrder: '' } },
  lookup: { type: 'OTHER', defaults: { country: '', addressStatus: '' } },
  risk: { type: 'RISK', defaults: { level: 'UNKNOWN', score: 0 } },
} as const satisfies Record<
  string,
  { readonly type: string; readonly defaults: Readonly<Record<string, string | number | boolean>> }
>;

export type FactVariable = keyof typeof VARIABLES;

export const FACT_VARIABLES = Object.keys(VARIABLES) as readonly FactVariable[];

/** The type of step that a variable speaks of. */
export function typeOfVariable(variable: FactVariable): string {
  return VARIABLES[variable].type;
}

const byType = new Map<string, Readonly<Record<string, string | number | boolean>>>(
  Object.values(VARIABLES).map(({ type, defaults }) => [type, defaults]),
);

/** What holds of a step that says nothing of it. */
export function factDefaults(type: string): Readonly<Record<string, string | number | boolean>> {
  return byType.get(type) ?? NO_FINDINGS;
}
