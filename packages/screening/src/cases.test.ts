import { describe, expect, it } from 'vitest';
import type { EntryKind } from './list-entry.ts';
import { scoreNames } from './names/score-names.ts';
import { buildIndex, SHIPPED_THRESHOLD, screen } from './screen.ts';
import { casesIn } from './test-cases.ts';
import { listed } from './test-entry.ts';

const kindOf = (row: Record<string, string>) => (row.kind ?? 'person') as EntryKind;

function isFound({ query = '', listed: name = '', ...row }: Record<string, string>): boolean {
  const kind = kindOf(row);
  const index = buildIndex({
    listId: 'case',
    version: '1',
    entries: [listed('1', [name], { kind })],
  });
  const outcome = screen(
    [index],
    { names: [{ full: query }], kind },
    { threshold: SHIPPED_THRESHOLD },
  );
  return outcome.outcome === 'screened' && outcome.matches.length === 1;
}

describe('cases that must match', () => {
  it.each(casesIn('must-match'))('$query is $listed: $because', (row) => {
    expect(isFound(row)).toBe(true);
  });
});

describe('cases that must not match', () => {
  it.each(casesIn('must-not-match'))('$query is not $listed: $because', (row) => {
    expect(isFound(row)).toBe(false);
  });
});

describe('cases that must rank above', () => {
  it.each(casesIn('must-rank-above'))('for $query, $above ranks above $below: $because', (row) => {
    const { query = '', above = '', below = '' } = row;
    const score = (name: string) =>
      scoreNames({ full: query, kind: 'person' }, { full: name, kind: 'person' });

    expect(score(above)).toBeGreaterThan(score(below));
  });
});
