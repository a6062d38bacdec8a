import { DOCUMENT_TYPES } from '@probity/contract/evidence/document-type';
import { z } from 'zod';
import { DEFAULT_REUSE, ReuseWindow } from '../../features/results/reuse.ts';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';

const IDENTITY_TYPES = [
  'PASSPORT',
  'DRIVERS_LICENSE',
  'NATIONAL_ID',
  'NATIONAL_HEALTH_ID',
  'VISA',
  'IMMIGRATION',
  'MILITARY_ID',
  'BIRTH_CERT',
  'CITIZENSHIP',
] as const;

/** How a workflow sets a check of documents. */
export const IdConfiguration = z.strictObject({
  /** Who is asked about documents, in this order; `*` is everybody whom the operator has set up. */
  providers: z.array(z.string().trim().min(1)).max(20).default([ALL_PROVIDERS]),
  /** Which kinds of document count. */
  types: z
    .array(z.enum(DOCUMENT_TYPES))
    .min(1)
    .default([...IDENTITY_TYPES]),
  /** Only documents of these countries count; of any where it is absent. */
  countries: z
    .array(z.string().regex(/^[A-Z]{3}$/))
    .min(1)
    .optional(),
  /** How many documents have to be confirmed. */
  required: z.int().min(1).max(10).default(1),
  /**
   * `required`: a register has to confirm a document. `none`: nobody is asked, and a document counts when
   * its own rules hold and its machine-readable zone or barcode agrees with the person.
   */
  registers: z.enum(['required', 'none']).default('required'),
  /** Which confirmations of registers still count, and how long. */
  reuse: ReuseWindow.default(DEFAULT_REUSE.ID),
  /** Whether photos of documents are read. */
  photos: z.enum(['read', 'ignore']).default('read'),
  /** Whether the person must have agreed to DOCS. */
  needsConsent: z.boolean().default(true),
  isMandatory: z.boolean().default(true),
});
export type IdConfiguration = z.output<typeof IdConfiguration>;
