import { finding, type NameSignal } from '../signal.ts';

/** The listed name is in another script; it never outranks one in the script of the query. */
export const otherScript: NameSignal = {
  name: 'other-script',
  kind: 'name',
  weight: 0,
  description:
    'The listed name is in another script. It counts no more than a listed name in the script of the query.',

  find({ isOtherScript }) {
    if (!isOtherScript) return undefined;
    return finding('other-script', 'missing', [0, 'The listed name is written in another script.']);
  },
};
