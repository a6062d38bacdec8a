import { CONSENT_TYPES } from '@probity/contract/consent';
import { z } from 'zod';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';

const Codes = z.array(z.string().trim().min(1).max(40)).max(200).default([]);
const Listed = z.strictObject({ classes: Codes, subClasses: Codes });

export const VisaConfiguration = z.strictObject({
  /** Whose visas are asked about; its citizens need none. */
  country: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Must be a country code of three letters')
    .default('AUS'),
  providers: z.array(z.string().trim().min(1).max(100)).min(1).max(20).default([ALL_PROVIDERS]),
  /** Where anything stands here, only these pass. */
  allow: Listed.optional(),
  /** These never pass. */
  deny: Listed.optional(),
  consents: z.array(z.enum(CONSENT_TYPES)).default([]),
  isMandatory: z.boolean().default(true),
});
export type VisaConfiguration = z.output<typeof VisaConfiguration>;

type Holding = { readonly class?: string; readonly subClass?: string };

/** Whether a visa stands on a list, by its class or by its subclass, whatever the case. */
export function isListed(
  { class: visaClass, subClass }: Holding,
  list: z.output<typeof Listed> | undefined,
): boolean {
  const has = (codes: readonly string[], code: string | undefined) =>
    code !== undefined && codes.some((one) => one.toLowerCase() === code.toLowerCase());
  return list !== undefined && (has(list.classes, visaClass) || has(list.subClasses, subClass));
}
