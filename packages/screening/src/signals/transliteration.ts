import { meetingSignal, quoted } from '../signal.ts';

/** A word in one script that is read as the word in the other. */
export const transliteration = meetingSignal(
  {
    name: 'transliteration',
    weight: 0.96,
    description: 'A word in one script can be read as a word of the other name in another script.',
  },
  'transliteration',
  ({ query, candidate }) => `${quoted(query)} can be read as ${quoted(candidate)}.`,
);
