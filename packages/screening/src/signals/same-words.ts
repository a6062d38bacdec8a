import { meetingSignal, quoted } from '../signal.ts';

/** Words written letter for letter alike, whatever their case, accents and order. */
export const sameWords = meetingSignal(
  {
    name: 'same-words',
    weight: 1,
    description: 'Words of both names are the same, apart from case, accents and order.',
  },
  'same',
  ({ query }) => `${quoted(query)} stands in both names.`,
);
