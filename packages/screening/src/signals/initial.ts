import { meetingSignal, quoted } from '../signal.ts';

/** A single letter that may stand for the word in the other name. */
export const initial = meetingSignal(
  {
    name: 'initial',
    weight: 0.6,
    description: 'A single letter in one name may stand for a word of the other.',
  },
  'initial',
  ({ query, candidate }) => `${quoted(query)} and ${quoted(candidate)} share their first letter.`,
);
