import { meetingSignal, quoted } from '../signal.ts';

/** Words written together in one name and apart in the other. */
export const joinedWords = meetingSignal(
  {
    name: 'joined-words',
    weight: 0.97,
    description: 'Words that one name writes together are written apart in the other.',
  },
  'joined',
  ({ query, candidate }) => `${quoted(query)} and ${quoted(candidate)} are the same words joined.`,
);
