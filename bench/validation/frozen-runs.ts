/** What the engine says of the labelled sets and of damaged names, as text that can be compared line by line. */

import { SHIPPED_THRESHOLD } from '../../packages/screening/src/screen.ts';
import { type Judged, measure } from '../names-measure.ts';
import { readList } from '../screening-source.ts';
import { askAbout, indexOfEntries, judgePairs } from './labelled.ts';
import { type Asked, recallUnderDamage } from './recall.ts';

/** People of the list whose names are damaged in each run. */
const DAMAGED_PEOPLE = 150;

/** Frozen runs by the name of their file. Rows are named by number: the data themselves stay where they are. */
export async function frozenRuns(data: string): Promise<Readonly<Record<string, string>>> {
  const un = await readList(`${data}/lists/un/un-2026-02.xml`);
  const index = indexOfEntries(un);
  const asked = (file: string) => askAbout(index, un, `${data}/people/${file}`);
  const judged = judgePairs(`${data}/names/name-pairs.csv`);
  return {
    'figures.tsv': figures(judged),
    'name-pairs.tsv': pairs(judged),
    'cross-script.tsv': pairs(judgePairs(`${data}/names/cross-script.csv`)),
    'un-misspelt.tsv': table(
      ['row', 'found', 'match', 'right'],
      asked('un-misspelt.csv').map(({ row, reference = '-', match, isRight }) => [
        row,
        reference,
        match.toFixed(4),
        isRight ? 'yes' : 'no',
      ]),
    ),
    'clean-people.tsv': table(
      ['row', 'found', 'match'],
      asked('clean-people.csv')
        .filter(({ match }) => match > 0)
        .map(({ row, reference = '-', match }) => [row, reference, match.toFixed(4)]),
    ),
    'damage.tsv': damage(recallUnderDamage({ name: 'un', entries: un }, DAMAGED_PEOPLE)),
  };
}

/** The best F1, and that at the shipped threshold, of all pairs and of each kind. */
function figures(judged: readonly Judged[]): string {
  const kinds = ['all', ...new Set(judged.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const of = judged.filter((pair) => kind === 'all' || pair.kind === kind);
    const { f1, auc } = measure(of);
    return [kind, of.length, f1, measure(of, SHIPPED_THRESHOLD).f1, auc];
  });
  return table(['kind', 'pairs', 'f1', 'f1 at shipped', 'auc'], rows);
}

function pairs(judged: readonly Judged[]): string {
  const rows = judged.map(({ score, isMatch, kind, tier }, at) => [
    at + 1,
    kind,
    tier,
    isMatch ? 'match' : 'no-match',
    score.toFixed(4),
  ]);
  return table(['row', 'kind', 'tier', 'expected', 'score'], rows);
}

function damage(asked: readonly Asked[]): string {
  const groups = grouped(asked);
  const rows = [...groups].map(([group, of]) => [
    group,
    of.length,
    of.filter(({ match }) => match >= SHIPPED_THRESHOLD).length,
    (of.reduce((sum, { match }) => sum + match, 0) / of.length).toFixed(4),
  ]);
  return table(['damage', 'asked', 'found first', 'mean match'], rows);
}

function grouped(asked: readonly Asked[]): Map<string, Asked[]> {
  const groups = new Map<string, Asked[]>();
  for (const one of asked) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${[header, ...rows].map((cells) => cells.join('\t')).join('\n')}\n`;
}
