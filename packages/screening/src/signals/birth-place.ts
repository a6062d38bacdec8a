import { fold } from '../names/sounds/fold.ts';
import { readingsOf } from '../names/tokenise.ts';
import { type EvidenceSignal, finding } from '../signal.ts';

const AGREES = 0.02;
const SHORTEST_PLACE = 3;

/** Places are written in many ways: a word in common says something, none in common says nothing. */
export const birthPlace: EvidenceSignal = {
  name: 'birth-place',
  kind: 'evidence',
  weight: AGREES,
  lift: AGREES,
  description: 'The places of birth have a word in common.',

  isAsked: ({ birthPlaces }) => (birthPlaces ?? []).length > 0,

  compare({ birthPlaces = [] }, entry) {
    const mine = placeWords(birthPlaces);
    const theirs = placeWords(entry.birthPlaces);
    if ([...mine].some((word) => theirs.has(word))) {
      return finding('birth-place', 'agrees', [AGREES, 'The places of birth agree.']);
    }
    return finding('birth-place', 'missing', [0, 'No two places of birth can be compared.']);
  },
};

/** Words that stand in any address. */
const EVERYWHERE = new Set(
  ['district', 'province', 'village', 'region', 'area', 'city', 'state', 'the'].map(fold),
);

function placeWords(places: readonly string[]): ReadonlySet<string> {
  const words = places
    .flatMap((place) => readingsOf(place, 'unknown').flat())
    .map(({ text }) => fold(text))
    .filter((word) => word.length >= SHORTEST_PLACE && !EVERYWHERE.has(word));
  return new Set(words);
}
