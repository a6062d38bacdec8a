import { z } from 'zod';

/** What Veriff's public API answers, as far as it is used. */
const text = z.exactOptional(z.string().max(500));

export const VeriffSession = z.object({
  status: z.literal('success'),
  verification: z.object({
    id: z.uuid(),
    url: z.url({ protocol: /^https$/ }),
    sessionToken: z.string().min(1).max(8_000),
  }),
});

/** Taken in: an image, or that there are no more. */
export const VeriffTaken = z.object({ status: z.literal('success') });

const STATUSES = [
  'approved',
  'declined',
  'resubmission_requested',
  'review',
  'expired',
  'abandoned',
] as const;
export type VeriffStatus = (typeof STATUSES)[number];

/** Without a verification there is no decision yet. */
export const VeriffDecision = z.object({
  status: z.literal('success'),
  verification: z.exactOptional(
    z.object({
      id: z.uuid(),
      code: z.int(),
      status: z.enum(STATUSES),
      reason: text,
      person: z.exactOptional(
        z.object({ firstName: text, lastName: text, dateOfBirth: text, gender: text }),
      ),
      document: z.exactOptional(
        z.object({ type: text, number: text, country: text, validUntil: text }),
      ),
    }),
  ),
});
export type Decided = NonNullable<z.output<typeof VeriffDecision>['verification']>;

/** Webhooks: of a decision, and of what happens before one. */
export const VeriffWebhook = z.union([
  z.object({ verification: z.object({ id: z.uuid() }) }),
  z.object({ id: z.uuid(), action: z.string().max(100) }),
]);
