import { describe, expect, it } from 'vitest';
import { ofacScore } from './ofac-score.ts';

describe('ofacScore', () => {
  it.each([
    { when: 'the words are the same', query: 'Nicolas Maduro', score: 1 },
    { when: 'there is nothing to compare', query: '', score: 0 },
  ])('is $score when $when', ({ query, score }) => {
    expect(ofacScore(query, 'MADURO, Nicolas')).toBe(score);
  });

  it('falls with every slip and stays above another name', () => {
    const slip = ofacScore('Nikolas Madoro', 'Nicolas Maduro');

    expect(slip).toBeLessThan(1);
    expect(slip).toBeGreaterThan(ofacScore('Pedro Alvarez', 'Nicolas Maduro'));
  });

  it('is given in whole hundredths, as the search page shows it', () => {
    const score = ofacScore('Nikolas Madoro', 'Nicolas Maduro');

    expect(Math.round(score * 100) / 100).toBe(score);
  });
});
