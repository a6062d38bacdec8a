import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EntryKind, ListEntry } from './list-entry.ts';
import { scoreNames } from './names/score-names.ts';
import { buildIndex, SHIPPED_THRESHOLD, screen } from './screen.ts';
import { rowsOf, sharedData } from './test-cases.ts';
import { listed } from './test-entry.ts';

const data = sharedData();

type Judged = { kind: string; tier: string; isMatch: boolean; score: number };

function judgedPairs(file: string): Judged[] {
  return rowsOf(readFileSync(`${data}/names/${file}`, 'utf8')).map((row) => {
    const [kind = 'Person', tier = 'MEDIUM'] =
      (row.source ?? '').split('name_bench ').at(-1)?.split('/').slice(1) ?? [];
    const thing: EntryKind = ['Company', 'Organization', 'LegalEntity'].includes(kind)
      ? 'organisation'
      : kind === 'Vessel'
        ? 'vessel'
        : 'person';
    const [left, right] = [row.left ?? '', row.right ?? ''];
    const score = scoreNames({ full: left, kind: thing }, { full: right, kind: thing });
    return { kind, tier, isMatch: (row.expected ?? '').startsWith('match'), score };
  });
}

function f1(pairs: readonly Judged[]): number {
  const alerts = pairs.filter(({ score }) => score >= SHIPPED_THRESHOLD);
  const right = alerts.filter(({ isMatch }) => isMatch).length;
  return (2 * right) / (alerts.length + pairs.filter(({ isMatch }) => isMatch).length);
}

function auc(pairs: readonly Judged[]): number {
  const others = pairs.filter(({ isMatch }) => !isMatch);
  const wins = pairs
    .filter(({ isMatch }) => isMatch)
    .map(({ score }) => others.filter((other) => score > other.score).length / others.length);
  return wins.reduce((sum, share) => sum + share, 0) / wins.length;
}

describe.skipIf(data === undefined)('labelled pairs of names', () => {
  it('tells people apart no worse than before', () => {
    const people = judgedPairs('name-pairs.csv').filter(({ kind }) => kind === 'Person');

    expect(f1(people)).toBeGreaterThanOrEqual(0.875);
    expect(auc(people)).toBeGreaterThanOrEqual(0.925);
  });

  it('tells all kinds apart no worse than before', () => {
    expect(f1(judgedPairs('name-pairs.csv'))).toBeGreaterThanOrEqual(0.88);
  });

  it('is right about every pair with strong evidence', () => {
    const wrong = judgedPairs('name-pairs.csv').filter(
      ({ tier, isMatch, score }) => tier === 'STRONG' && isMatch !== score >= SHIPPED_THRESHOLD,
    );

    expect(wrong).toEqual([]);
  });

  it('finds every name written in another script', () => {
    const scores = judgedPairs('cross-script.csv').map(({ score }) => score);

    expect(Math.min(...scores)).toBeGreaterThanOrEqual(SHIPPED_THRESHOLD);
  });
});

describe.skipIf(data === undefined)('misspelt people of the UN list', () => {
  const found = (block: string, tag: string) =>
    [...block.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'gu'))].map(([, text]) =>
      (text ?? '').trim(),
    );

  function unPeople(): ListEntry[] {
    const xml = readFileSync(`${data}/lists/un/un-2026-02.xml`, 'utf8');
    return [...xml.matchAll(/<INDIVIDUAL>[\s\S]*?<\/INDIVIDUAL>/gu)].map(([block]) => {
      const parts = ['FIRST', 'SECOND', 'THIRD', 'FOURTH'].flatMap((part) =>
        found(block, `${part}_NAME`),
      );
      const births = found(block, 'DATE')
        .concat(found(block, 'YEAR'))
        .filter((date) => /^\d{4}/u.test(date));
      const names = [parts.join(' '), ...found(block, 'ALIAS_NAME')].filter((name) => name !== '');
      return listed(found(block, 'DATAID')[0] ?? '', names, {
        births: births.map((from) => ({ from })),
      });
    });
  }

  const plain = (name: string) =>
    name
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();

  it('finds the right person first and leaves clean people alone', () => {
    const people = unPeople();
    const index = buildIndex({ listId: 'un', version: '1', entries: people });
    const namesOf = new Map(
      people.map(({ reference, names }) => [reference, names.map(({ full }) => plain(full))]),
    );
    const known = new Set([...namesOf.values()].flat());
    const first = (row: Record<string, string>) => {
      const births = /^\d{4}/u.test(row.date_of_birth ?? '') ? [row.date_of_birth ?? ''] : [];
      const names = [{ full: row.full_name ?? '' }];
      const outcome = screen(
        [index],
        { kind: 'person', names, births },
        { threshold: SHIPPED_THRESHOLD },
      );
      return outcome.outcome === 'screened' ? outcome.matches[0]?.reference : undefined;
    };
    const positives = rowsOf(readFileSync(`${data}/people/un-misspelt.csv`, 'utf8')).filter((row) =>
      known.has(plain(row.listed_name ?? '')),
    );
    const right = positives.filter((row) =>
      namesOf.get(first(row) ?? '')?.includes(plain(row.listed_name ?? '')),
    );
    const clean = rowsOf(readFileSync(`${data}/people/clean-people.csv`, 'utf8')).filter(
      (_, at) => at % 4 === 0,
    );
    const bothered = clean.filter((row) => first(row) !== undefined);

    expect(positives.length).toBeGreaterThan(300);
    expect(right.length / positives.length).toBeGreaterThanOrEqual(0.993);
    expect(bothered.length / clean.length).toBeLessThanOrEqual(0.001);
  });
});
