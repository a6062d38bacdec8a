/** Everything that the validation report shows, measured. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ENGINE_VERSION, SHIPPED_THRESHOLD, screen } from '../../packages/screening/src/screen.ts';
import type { Judged } from '../names-measure.ts';
import { readList } from '../screening-source.ts';
import { type Answered, askAbout, indexOfEntries, judgePairs } from './labelled.ts';
import { type Asked, type NamedList, recallAcrossScripts, recallUnderDamage } from './recall.ts';

export type ValidationInputs = {
  /** Paths of lists, by the name that the report gives them; the first is the one of the misspelt people. */
  readonly lists: Readonly<Record<string, string>>;
  readonly pairs: string;
  readonly positives: string;
  readonly negatives: string;
  /** People of each list whose names are damaged. */
  readonly most: number;
};

/** A file that was measured with, so that a reader can tell whether it is the same as theirs. */
export type Measured = { readonly name: string; readonly rows: number; readonly sha256: string };

export type ValidationRun = {
  readonly engineVersion: string;
  readonly threshold: number;
  readonly lists: readonly {
    readonly name: string;
    readonly entries: number;
    readonly names: number;
  }[];
  readonly files: readonly Measured[];
  readonly damaged: readonly Asked[];
  readonly scripts: readonly Asked[];
  readonly pairs: readonly Judged[];
  readonly misspelt: readonly Answered[];
  /** Clean people against all lists at once. */
  readonly clean: readonly Answered[];
  /** Whether a second run of the same searches gave the same bytes. */
  readonly isRepeatable: boolean;
};

export async function validate(inputs: ValidationInputs): Promise<ValidationRun> {
  const lists: NamedList[] = [];
  for (const [name, path] of Object.entries(inputs.lists)) {
    lists.push({ name, entries: await readList(path) });
  }
  const [first] = lists;
  if (!first) throw new Error('Name at least one list.');
  const all = lists.flatMap(({ name, entries }) =>
    entries.map((entry) => ({ ...entry, reference: `${name}/${entry.reference}` })),
  );
  const whole = indexOfEntries(all);
  const files = [inputs.pairs, inputs.positives, inputs.negatives].map(measured);
  return {
    engineVersion: ENGINE_VERSION,
    threshold: SHIPPED_THRESHOLD,
    lists: lists.map(({ name, entries }) => ({
      name,
      entries: entries.length,
      names: entries.reduce((sum, { names }) => sum + names.length, 0),
    })),
    files,
    damaged: lists.flatMap((list) => recallUnderDamage(list, inputs.most)),
    scripts: lists.flatMap(recallAcrossScripts),
    pairs: judgePairs(inputs.pairs),
    // All rows count: one whose right answer is not on this version of the list counts as missed.
    misspelt: askAbout(indexOfEntries(first.entries), first.entries, inputs.positives),
    clean: askAbout(whole, all, inputs.negatives),
    isRepeatable: isRepeatable(
      whole,
      all.slice(0, 200).map(({ names }) => names[0]?.full ?? ''),
    ),
  };
}

function isRepeatable(
  index: Parameters<typeof screen>[0][number],
  names: readonly string[],
): boolean {
  const run = () =>
    JSON.stringify(
      names.map((full) => screen([index], { names: [{ full }] }, { threshold: SHIPPED_THRESHOLD })),
    );
  const first = run();
  return run() === first;
}

function measured(path: string): Measured {
  const bytes = readFileSync(path);
  return {
    name: path.split('/').at(-1) ?? path,
    rows: bytes.toString().trim().split('\n').length - 1,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
