import { meetingSignal, quoted } from '../signal.ts';

/** Words that differ by a slip or two. */
export const similarWords = meetingSignal(
  {
    name: 'similar-words',
    weight: 0.95,
    description:
      'Words of both names differ by a slip of the pen or by sounds that writers confuse.',
  },
  'similar',
  ({ query, candidate, similarity }) =>
    `${quoted(query)} is close to ${quoted(candidate)} (${Math.round(similarity * 100)} %).`,
);
