import { z } from 'zod';
import { named } from './wire/named.ts';
import { text, Uuid } from './wire/text.ts';

/** Longest text of a comment, in UTF-16 units. */
export const COMMENT_LENGTH = 10_000;

export const Comment = named(
  'Comment',
  'A remark that goes with a change and is kept with its audit event.',
  z.object({
    commentId: Uuid.optional().describe('Made by the server.'),
    text: text(COMMENT_LENGTH).optional(),
  }),
);
export type Comment = z.infer<typeof Comment>;

export const CommentInput = named(
  'Comment-Input',
  'A remark to be kept with the change that it explains.',
  z.object({ text: text(COMMENT_LENGTH).optional() }),
);
export type CommentInput = z.infer<typeof CommentInput>;
