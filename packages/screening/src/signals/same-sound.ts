import { meetingSignal, quoted } from '../signal.ts';

/** Words that are one name in two spelling habits: Yusuf and Youssouf. */
export const sameSound = meetingSignal(
  {
    name: 'same-sound',
    weight: 0.975,
    description:
      'Words of both names are spellings of the same sound, as languages and habits differ.',
  },
  'spelling',
  ({ query, candidate }) => `${quoted(query)} is another spelling of ${quoted(candidate)}.`,
);
