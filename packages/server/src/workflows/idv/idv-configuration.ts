import { CONSENT_TYPES } from '@probity/contract/consent';
import { z } from 'zod';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';

/** What a check can be made of. */
export const IDV_COMPONENTS = ['document', 'face-comparison', 'liveness', 'ocr'] as const;
export type IdvComponentKind = (typeof IDV_COMPONENTS)[number];

const A_MONTH_IN_HOURS = 30 * 24;
const A_DAY_IN_MINUTES = 24 * 60;

/** How a workflow sets a check of document and face. */
export const IdvConfiguration = z.strictObject({
  /** Who may check, in this order; `*` is everybody whom the operator has set up. */
  providers: z.array(z.string().trim().min(1)).max(20).default([ALL_PROVIDERS]),
  /** Parts that have to be there. */
  components: z.array(z.enum(IDV_COMPONENTS)).min(1).default(['document', 'face-comparison']),
  /** Elements that have to be clear, such as `visual_authenticity` and `face`; all of them where empty. */
  requiredElements: z.array(z.string().trim().min(1).max(64)).max(50).default([]),
  /** How long a run waits for the capture and the check of it. */
  waitHours: z.number().positive().max(A_MONTH_IN_HOURS).default(A_MONTH_IN_HOURS),
  /** The longest pause between two looks, for providers that do not call back. */
  pollMinutes: z.number().positive().max(A_DAY_IN_MINUTES).default(60),
  /** For how many hours an earlier check counts; for as long as it is valid where null. */
  reuseHours: z.number().positive().nullable().default(null),
  /** What the person must have agreed to. */
  consents: z.array(z.enum(CONSENT_TYPES)).default([]),
  isMandatory: z.boolean().default(true),
});
export type IdvConfiguration = z.output<typeof IdvConfiguration>;
