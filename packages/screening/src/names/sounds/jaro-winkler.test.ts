import { describe, expect, it } from 'vitest';
import { jaroWinkler } from './jaro-winkler.ts';

describe('jaroWinkler', () => {
  // The examples that Winkler published with the measure.
  it.each([
    ['MARTHA', 'MARHTA', 0.961],
    ['DWAYNE', 'DUANE', 0.84],
    ['DIXON', 'DICKSONX', 0.813],
    ['JONES', 'JOHNSON', 0.832],
    ['ABROMS', 'ABRAMS', 0.922],
  ])('of %s and %s is %d', (one, other, score) => {
    expect(jaroWinkler(one, other)).toBeCloseTo(score, 2);
    expect(jaroWinkler(other, one)).toBeCloseTo(score, 2);
  });

  it('is 0 for nothing in common and for nothing at all', () => {
    expect(jaroWinkler('ABC', 'XYZ')).toBe(0);
    expect(jaroWinkler('', '')).toBe(0);
  });
});
