/**
 * How the engine stands with size: generated names with Zipf frequencies, searched as written and damaged.
 *
 * `npm run -s bench:scale-names [-- --sizes 100000,500000,2000000]`
 *
 * Times are those of the quietest of several passes, each with a freshly loaded index whose caches know
 * nothing but other people's names; the CPU times beside them count every thread of the process and
 * suffer less from neighbours. Candidate recall compares what searches find with the scores of every
 * name, of the first names of the list: `recallNames` says how many, `recallExpected` how many scored.
 */
import { parseArgs } from 'node:util';
import { NameSearch } from '../packages/screening/src/candidates/name-search.ts';
import type { ListEntry } from '../packages/screening/src/list-entry.ts';
import { isComparable } from '../packages/screening/src/names/name-comparison.ts';
import { readingsOf } from '../packages/screening/src/names/tokenise.ts';
import {
  buildIndex,
  type KeptEntries,
  type ListIndex,
  loadIndex,
  SHIPPED_THRESHOLD,
  saveIndex,
  screen,
  updateIndex,
} from '../packages/screening/src/screen.ts';
import { damaged, populationOf, randomOf } from './scale-names-population.ts';
import { percentile, secondsOf } from './screening-timing.ts';

const QUERIES = 2000;
const WARM_UP = 500;
const RECALL_QUERIES = 60;
const RECALL_SLICE = 50_000;
const PASSES = 3;
const DELTA = 100;

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '100000,500000,2000000' } },
});
const sizes = [];
for (const names of values.sizes.split(',').map(Number)) sizes.push(measure(names));
console.log(JSON.stringify({ sizes }));

function measure(names: number) {
  const population = populationOf(names);
  const [built, buildSeconds] = secondsOf(() =>
    buildIndex({
      listId: 'scale',
      version: String(names),
      entries: entriesOf(names, population.entry),
    }),
  );
  const bytes = saveIndex(built);
  const updateSeconds = secondsOf(() =>
    updateIndex(built, { version: 'next', entries: nextVersion(names) }),
  )[1];
  const queries = queriesOf(built, names);
  const passes = Array.from({ length: PASSES }, () => passOver(bytes, queries, names));
  const [quietest] = passes.sort((one, other) => one.p99Ms - other.p99Ms);
  const result = {
    names: built.nameCount,
    buildSeconds: round(buildSeconds),
    updateSeconds: round(updateSeconds),
    updateEntries: DELTA,
    bytesPerName: Math.round(bytes.length / built.nameCount),
    ...quietest,
    ...candidateRecall(built, queries),
  };
  console.log(JSON.stringify(result));
  return result;
}

/** Loads the index anew, warms the code on strangers, and times every query once. */
function passOver(bytes: Uint8Array, queries: readonly string[], seed: number) {
  const [index, loadSeconds] = secondsOf(() => loadIndex(bytes));
  const others = populationOf(seed + 2);
  for (let at = 0; at < WARM_UP; at++) search(index, others.name());
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (const query of queries) {
    const before = process.cpuUsage();
    times.push(secondsOf(() => search(index, query))[1] * 1000);
    const { user, system } = process.cpuUsage(before);
    cpuTimes.push((user + system) / 1000);
  }
  return {
    loadSeconds: round(loadSeconds),
    p50Ms: round(percentile(times, 0.5)),
    p99Ms: round(percentile(times, 0.99)),
    p50CpuMs: round(percentile(cpuTimes, 0.5)),
    p99CpuMs: round(percentile(cpuTimes, 0.99)),
  };
}

/** A version in which some entries, all over the list, are replaced by others. */
function* nextVersion(names: number): Generator<ListEntry | KeptEntries> {
  const others = populationOf(names + 3);
  let kept = 0;
  for (let at = 0; at < DELTA; at++) {
    const replaced = Math.floor((names * (at + 0.5)) / DELTA);
    if (replaced > kept) yield { keptFrom: kept, keptTo: replaced };
    yield others.entry(replaced);
    kept = replaced + 1;
  }
  if (kept < names) yield { keptFrom: kept, keptTo: names };
}

function* entriesOf(names: number, entry: (id: number) => ListEntry): Generator<ListEntry> {
  for (let id = 0; id < names; id++) yield entry(id);
}

/** Half of the queries are damaged names of the list, half are people who are not on it. */
function queriesOf(index: ListIndex, names: number): string[] {
  const listed = populationOf(names);
  const strangers = populationOf(names + 1);
  const random = randomOf(7);
  const step = Math.max(1, Math.floor(index.nameCount / QUERIES));
  return Array.from({ length: QUERIES }, (_, at) => {
    if (at % 2 === 1) return strangers.name();
    let entry = listed.entry(0);
    for (let skipped = 0; skipped < Math.min(step, 50); skipped++) entry = listed.entry(skipped);
    return damaged(entry.names[0]?.full ?? '', random);
  });
}

function search(index: ListIndex, full: string) {
  return screen([index], { names: [{ full }] }, { threshold: SHIPPED_THRESHOLD });
}

/** Of the names that score over the threshold when every name is scored, how many the search finds. */
function candidateRecall(index: ListIndex, queries: readonly string[]) {
  const finder = new NameSearch(index);
  const to = Math.min(index.nameCount, RECALL_SLICE);
  let expected = 0;
  let found = 0;
  for (const full of queries.filter((_, at) => at % 2 === 0).slice(0, RECALL_QUERIES)) {
    const [tokens = []] = readingsOf(full, 'unknown');
    if (!isComparable(tokens)) continue;
    const words = finder.weigh(tokens);
    const hits = new Set(finder.find(words, SHIPPED_THRESHOLD).map(({ name }) => name));
    for (const { name } of finder.findByScan(words, {
      threshold: SHIPPED_THRESHOLD,
      from: 0,
      to,
    })) {
      expected++;
      if (hits.has(name)) found++;
      else if (process.env.SHOW)
        console.log(
          'not found',
          full,
          '|',
          finder
            .wordsOf(name)
            .map((w) => w.text)
            .join(' '),
        );
    }
  }
  return {
    candidateRecall: expected === 0 ? 1 : round(found / expected),
    recallNames: to,
    recallExpected: expected,
  };
}

function round(value: number, places = 1e4): number {
  return Math.round(value * places) / places;
}
