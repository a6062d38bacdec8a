import { z } from 'zod';
import { conditionOf } from './condition.ts';

/** A condition in CEL, as configurations hold it: refused with the reason where it does not parse. */
export const When = z
  .string()
  .min(1)
  .max(2_000)
  .superRefine((expression, context) => {
    try {
      conditionOf(expression);
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
      context.addIssue({ code: 'custom', message: `Must be a condition in CEL: ${reason}` });
    }
  });
