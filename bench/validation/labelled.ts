/** The labelled sets: what each of their rows scores. */
import { readFileSync } from 'node:fs';
import type { EntryKind, ListEntry } from '../../packages/screening/src/list-entry.ts';
import { scoreNames } from '../../packages/screening/src/names/score-names.ts';
import { buildIndex, type ListIndex, screen } from '../../packages/screening/src/screen.ts';
import type { Judged } from '../names-measure.ts';
import { parseCsv } from '../screening-csv.ts';
import { plainName, queryOf } from '../screening-query.ts';
import { LOWEST } from './recall.ts';

const ORGANISATIONS = ['Company', 'Organization', 'LegalEntity'];

/** Pairs of names with what people say of them: `left,right,expected,source`. */
export function judgePairs(path: string): Judged[] {
  return parseCsv(readFileSync(path, 'utf8')).map((row) => {
    const { left = '', right = '', expected = '', source = '' } = row;
    const labels = source.split(' ').slice(2).join(' ').split('/').slice(1);
    const [kind = 'Person', tier = 'MEDIUM'] = labels;
    const bearer = bearerOf(kind);
    const score = scoreNames({ full: left, kind: bearer }, { full: right, kind: bearer });
    return { left, right, kind, tier, isMatch: expected.startsWith('match'), score };
  });
}

function bearerOf(kind: string): EntryKind {
  if (ORGANISATIONS.includes(kind)) return 'organisation';
  return kind === 'Vessel' ? 'vessel' : 'person';
}

/** The best answer to one row of people; `reference` is undefined where nobody was found. */
export type Answered = {
  /** From 1, without the header. */
  readonly row: number;
  readonly reference?: string;
  readonly match: number;
  readonly isRight: boolean;
  readonly nationality: string;
  readonly gender: string;
};

/** Asks a list about everybody in a file of people; `listed_name`, where there is one, is the right answer. */
export function askAbout(
  index: ListIndex,
  entries: readonly ListEntry[],
  path: string,
): Answered[] {
  const names = new Map(
    entries.map((entry) => [entry.reference, entry.names.map(({ full }) => plainName(full))]),
  );
  const rows = parseCsv(readFileSync(path, 'utf8'));
  return rows.map((row, at) => {
    const found = screen([index], queryOf(row), { threshold: LOWEST, limit: 5 });
    const [first] = found.outcome === 'screened' ? found.matches : [];
    const wanted = plainName(row.listed_name ?? '');
    return {
      row: at + 1,
      ...(first && { reference: first.reference }),
      match: first?.match ?? 0,
      isRight: first !== undefined && (names.get(first.reference) ?? []).includes(wanted),
      nationality: row.nationality ?? '',
      gender: row.gender ?? '',
    };
  });
}

export function indexOfEntries(entries: readonly ListEntry[]): ListIndex {
  return buildIndex({ listId: 'labelled', version: '1', entries });
}
