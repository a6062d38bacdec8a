import { z } from 'zod';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';

export const FRAUD_KINDS = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'DEVICE', 'IP_ADDRESS'] as const;
export type FraudKind = (typeof FRAUD_KINDS)[number];
export const FRAUD_LEVELS = ['LOW', 'MEDIUM', 'HIGH', 'UNACCEPTABLE'] as const;
export type FraudLevel = (typeof FRAUD_LEVELS)[number];

export const FraudConfiguration = z.strictObject({
  kinds: z
    .array(z.enum(FRAUD_KINDS))
    .min(1)
    .default([...FRAUD_KINDS]),
  /** Kinds that have to be there: without one the step is MISSING_DATA. */
  requires: z.array(z.enum(FRAUD_KINDS)).default([]),
  providers: z.array(z.string().trim().min(1).max(100)).min(1).max(20).default([ALL_PROVIDERS]),
  /** From this level on a finding is a hit. */
  hitFrom: z.enum(['MEDIUM', 'HIGH', 'UNACCEPTABLE']).default('HIGH'),
  /** Devices and addresses beyond so many are left out, and counted. */
  mostSessions: z.number().int().min(1).max(50).default(10),
  isMandatory: z.boolean().default(true),
});
export type FraudConfiguration = z.output<typeof FraudConfiguration>;

/** The higher of levels; UNKNOWN of none. */
export function worstOf(levels: readonly FraudLevel[]): FraudLevel | 'UNKNOWN' {
  const worst = Math.max(-1, ...levels.map((level) => FRAUD_LEVELS.indexOf(level)));
  return FRAUD_LEVELS[worst] ?? 'UNKNOWN';
}
