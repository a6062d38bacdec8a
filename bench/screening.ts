/**
 * One name against a whole list: how many of the listed are found, how many of the clean are bothered,
 * and how long it takes, beside two linear scans of the same list.
 *
 * `npm run -s bench:screening -- --list <path> [--list …] --positives <csv> --negatives <csv>`
 *
 * `--list generated:100000` takes a list of so many generated people; without CSVs it is searched for
 * damaged names of its own and for strangers of the same names (who are alike by chance: no false alerts).
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readingsOf } from '../packages/screening/src/names/tokenise.ts';
import {
  buildIndex,
  type ListEntry,
  loadIndex,
  type ScreeningMatch,
  type ScreeningProfileName,
  SHIPPED_THRESHOLD,
  saveIndex,
  screen,
} from '../packages/screening/src/screen.ts';
import { sortedWords, tokenSortScan } from './baselines/token-sort-scan.ts';
import { watchmanScan } from './baselines/watchman-scan.ts';
import { givenPath } from './given-path.ts';
import { parseCsv } from './screening-csv.ts';
import { generatedEntries, generatedPeople, generatedSize } from './screening-generated.ts';
import { plainName, queryOf } from './screening-query.ts';
import { readList } from './screening-source.ts';
import { percentile, secondsOf } from './screening-timing.ts';

const { values } = parseArgs({
  options: {
    list: { type: 'string', multiple: true },
    positives: { type: 'string' },
    negatives: { type: 'string' },
    profile: { type: 'string', default: 'balanced' },
    worst: { type: 'string', default: '20' },
  },
});
const areGenerated = values.list?.every((list) => generatedSize(list) !== undefined) ?? false;
if (!values.list || (!areGenerated && !(values.positives && values.negatives))) {
  throw new Error('Give --list <path>, --positives <csv> and --negatives <csv>.');
}
const profile = values.profile as ScreeningProfileName;
const entries: ListEntry[] = [];
for (const path of values.list) {
  const size = generatedSize(path);
  for (const entry of size === undefined ? await readList(givenPath(path)) : generatedEntries(size))
    entries.push(entry);
}
const byReference = new Map(entries.map((entry) => [entry.reference, entry]));

const [built, buildSeconds] = secondsOf(() =>
  buildIndex({ listId: 'bench', version: '1', entries }),
);
const bytes = saveIndex(built);
const [index, loadSeconds] = secondsOf(() => loadIndex(bytes));

const generated = generatedPeople(areGenerated ? entries : []);
const positives = values.positives ? rowsOf(values.positives) : generated.positives;
const negatives = values.negatives ? rowsOf(values.negatives) : generated.negatives;
const times: number[] = [];

function rowsOf(path: string): Array<Record<string, string>> {
  return parseCsv(readFileSync(givenPath(path), 'utf8'));
}

function search(row: Record<string, string>): readonly ScreeningMatch[] {
  const query = queryOf(row);
  const start = performance.now();
  const outcome = screen([index], query, { threshold: SHIPPED_THRESHOLD, profile });
  times.push(performance.now() - start);
  return outcome.outcome === 'screened' ? outcome.matches : [];
}

for (const row of negatives.slice(0, 2000)) search(row);
times.length = 0;

const misses: string[] = [];
const listedNames = new Set(
  entries.flatMap(({ names }) => names.map(({ full }) => plainName(full))),
);
const onList = positives.filter((row) => listedNames.has(plainName(row.listed_name ?? '')));
let found = 0;
for (const row of onList) {
  const [first] = search(row);
  if (first !== undefined && isRight(first, row)) found++;
  else misses.push(describe(row, first));
}
const alerts: Array<{ text: string; match: number }> = [];
for (const row of negatives) {
  const [first] = search(row);
  if (first !== undefined) alerts.push({ text: describe(row, first), match: first.match });
}

function isRight(match: ScreeningMatch, row: Record<string, string>): boolean {
  const wanted = plainName(row.listed_name ?? '');
  return (byReference.get(match.reference)?.names ?? []).some(
    ({ full }) => plainName(full) === wanted,
  );
}

function describe(row: Record<string, string>, match: ScreeningMatch | undefined): string {
  const asked = `${row.full_name} (${row.date_of_birth ?? ''})`;
  if (match === undefined) return `${asked} → nobody; listed as ${row.listed_name ?? ''}`;
  const why = match.findings.map(({ because }) => because).join(' ');
  return `${asked} → ${match.match} ${match.name.full}: ${why}`;
}

const worst = Number(values.worst);
for (const miss of misses.slice(0, worst)) console.log(`missed: ${miss}`);
alerts.sort((one, other) => other.match - one.match);
for (const { text } of alerts.slice(0, worst)) console.log(`false alert: ${text}`);

/** A fifth of the clean people is enough to see how the rate moves with the threshold. */
const sweepNegatives = negatives.filter((_, at) => at % 5 === 0);
const sweep = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((threshold) => {
  const first = (row: Record<string, string>) => {
    const outcome = screen([index], queryOf(row), { threshold, limit: 1, profile });
    return outcome.outcome === 'screened' ? outcome.matches[0] : undefined;
  };
  const recalled = onList.filter((row) => {
    const match = first(row);
    return match !== undefined && isRight(match, row);
  });
  const bothered = sweepNegatives.filter((row) => first(row) !== undefined);
  return {
    threshold,
    recall: round(recalled.length / onList.length),
    falseAlertRate: round(bothered.length / sweepNegatives.length, 1e6),
  };
});

const scanned = entries.flatMap((entry, id) =>
  entry.names.map(({ full }) => ({ id, words: wordsOf(full, entry.kind) })),
);
const sorted = scanned.map(({ id, words }) => ({ id, sorted: sortedWords(words) }));
const sample = [...positives, ...negatives].filter((_, at) => at % 257 === 0).slice(0, 60);
const watchmanTimes: number[] = [];
const tokenSortTimes: number[] = [];
for (const row of sample) {
  const words = wordsOf(row.full_name ?? '', 'person');
  watchmanTimes.push(secondsOf(() => watchmanScan(scanned, words, 0.9))[1] * 1000);
  const query = sortedWords(words);
  tokenSortTimes.push(secondsOf(() => tokenSortScan(sorted, query, 0.85))[1] * 1000);
}

function wordsOf(name: string, kind: ListEntry['kind']): string[] {
  return (readingsOf(name, kind)[0] ?? []).map(({ text }) => text);
}

times.sort((one, other) => one - other);
const total = times.reduce((sum, time) => sum + time, 0);
const p50Ms = percentile(times, 0.5);
console.log(
  JSON.stringify({
    names: index.nameCount,
    unreadableNames: index.unreadableNameCount,
    positives: positives.length,
    negatives: negatives.length,
    notOnTheLists: positives.length - onList.length,
    recall: round(found / onList.length),
    falseAlertRate: round(alerts.length / negatives.length, 1e6),
    falseAlerts: alerts.length,
    threshold: SHIPPED_THRESHOLD,
    p50Ms: round(p50Ms),
    p99Ms: round(percentile(times, 0.99)),
    searchesPerSecond: Math.round((times.length / total) * 1000),
    buildSeconds: round(buildSeconds),
    loadSeconds: round(loadSeconds, 1e5),
    bytesPerName: Math.round(bytes.length / index.nameCount),
    scanRatio: Math.round(percentile(watchmanTimes, 0.5) / p50Ms),
    watchmanMs: round(percentile(watchmanTimes, 0.5)),
    tokenSortMs: round(percentile(tokenSortTimes, 0.5)),
    thresholds: sweep,
  }),
);

function round(value: number, places = 1e4): number {
  return Math.round(value * places) / places;
}
