import { z } from 'zod';
import { named } from './wire/named.ts';

export const CONSENT_TYPES = [
  'GENERAL',
  'DOCS',
  'CREDITHEADER',
  'UNDER18',
  'PAYROLL',
  'INSURANCE',
  'SUPERANNUATION',
] as const;
export type ConsentType = (typeof CONSENT_TYPES)[number];

export const Consent = named(
  'Consent',
  'Something the person agreed to. A consent that is here is given.',
  z.object({
    type: z.enum(CONSENT_TYPES),
    schemaVersion: z.int().optional(),
    sourceId: z.string().optional().describe('Key into `informationSources`.'),
  }),
);
export type Consent = z.infer<typeof Consent>;

/** A consent to be kept; `granted: true` is tolerated and says nothing that its presence does not. */
export const ConsentInput = named(
  'Consent-Input',
  'A consent that the person has given.',
  z
    .object({
      type: z.enum(CONSENT_TYPES),
      granted: z
        .boolean()
        .refine((granted) => granted, 'must not be false: leave out a consent that was not given')
        .optional()
        .describe('Tolerated when true; a consent is withdrawn with DELETE.'),
    })
    .transform(({ type }) => ({ type })),
);
export type ConsentInput = z.output<typeof ConsentInput>;
