import { type EvidenceSignal, finding } from '../signal.ts';

const DISAGREES = -0.03;
const AGREES = 0.01;

/** Nationality and residence change and lists know only some of them, so they weigh little. */
export const country: EvidenceSignal = {
  name: 'country',
  kind: 'evidence',
  weight: DISAGREES,
  lift: AGREES,
  description: 'Nationality or residence agrees with a country of the entry, or none does.',

  isAsked: ({ countries }) => (countries ?? []).length > 0,

  compare({ countries = [] }, entry) {
    const listed = entry.countries.map((code) => code.toUpperCase());
    const shared = countries.filter((code) => listed.includes(code.toUpperCase()));
    if (shared.length > 0) {
      return finding('country', 'agrees', [AGREES, `Both are linked to ${shared.join(', ')}.`]);
    }
    const known = listed.filter((code) => /^[A-Z]{3}$/u.test(code));
    if (countries.length === 0 || known.length === 0) {
      return finding('country', 'missing', [0, 'There are no two countries to compare.']);
    }
    const because = `${countries.join(', ')} is not among ${known.join(', ')}.`;
    return finding('country', 'disagrees', [DISAGREES, because]);
  },
};
