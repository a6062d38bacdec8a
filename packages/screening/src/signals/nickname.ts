import { meetingSignal, quoted } from '../signal.ts';

/** Short, pet and foreign forms of one given name: Bill and William, Mikhail and Michael. */
export const nickname = meetingSignal(
  {
    name: 'nickname',
    weight: 0.8,
    description: 'Words of both names are forms of one given name.',
  },
  'nickname',
  ({ query, candidate }) => `${quoted(query)} is used for ${quoted(candidate)}.`,
);
