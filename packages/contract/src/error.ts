import { z } from 'zod';
import { named } from './wire/named.ts';

export const RequestId = named(
  'Request-ID',
  'Names the request: a ULID of 26 characters, on every answer and every record it left.',
  z.string(),
);

export const ErrorDetail = named(
  'Issue',
  'One thing that is wrong, and where.',
  z.object({
    issue: z.string().describe('What is wrong and what is allowed. Never repeats what was sent.'),
    issueLocation: z
      .string()
      .describe('A path such as `body.individual.dateOfBirth.year`, `path.entityId` or `request`.'),
    issueType: z.string().optional().describe('A stable word for the kind of problem.'),
  }),
);
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** The body of every answer that is not a success. */
export const ErrorAnswer = named(
  'Error',
  'Why the request was not carried out, with everything that is wrong with it.',
  z.object({
    errorCode: z
      .string()
      .describe('Stable: a prefix for the layer (API, AUTH, VAL, ENT, SYS …) and a number.'),
    errorMsg: z.string(),
    details: z.array(ErrorDetail),
    requestId: RequestId,
  }),
);
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
