import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { csvTable } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { hasEnding, onlyFile } from '../reading/one-file.ts';
import { changedEntities } from './entity-changes.ts';
import { ftmDraft, isListed } from './ftm-draft.ts';
import { FtmParts } from './ftm-parts.ts';
import { SIMPLE_COLUMNS, simpleDraft } from './simple-row.ts';

/**
 * A collection of OpenSanctions: `targets.simple.csv`, or `entities.ftm.json` or `targets.nested.json`
 * (FollowTheMoney entities as JSON lines, export format of 2023 and later), which say more.
 *
 * Any number of delta files (`entities.delta.json`, one `{"op", "entity"}` a line) may come with the
 * entities: they are applied in the order of their names, and the outcome is what the whole later
 * file would have given. A delta alone is refused: papers and sanctions are entities of their own, and
 * a change of one does not say whose it was. Relations between parties are not read.
 *
 * Soundness: at least a hundred targets; collections differ too much for more.
 */
export const opensanctions: ListSource = {
  id: 'opensanctions',
  title: 'OpenSanctions',
  authority: 'OpenSanctions',
  soundness: { minimumEntries: 100, minimumShareOfPeopleWithBirth: 0.2 },
  expects:
    'targets.simple.csv alone; or entities.ftm.json or targets.nested.json, with its delta files if there are any',

  read(files) {
    return { entries: entriesOf(files), publishedOn: () => undefined };
  },
};

async function* entriesOf(files: readonly ListFile[]): AsyncGenerator<ListEntry> {
  const deltas = files.filter(isDelta);
  const form = { endings: ['csv', 'json', 'jsonl'], words: 'one file, besides its delta files' };
  const file = onlyFile(
    files.filter((one) => !isDelta(one)),
    form,
  );
  if (hasEnding(file.name, ['csv'])) yield* simpleEntries(file);
  else yield* ftmEntries(file, deltas);
}

function isDelta({ name }: ListFile): boolean {
  return /delta/i.test(name) && hasEnding(name, ['json', 'jsonl']);
}

async function* simpleEntries(file: ListFile): AsyncGenerator<ListEntry> {
  for await (const row of csvTable(file, { required: SIMPLE_COLUMNS })) {
    yield finishEntry(simpleDraft(row), row.place);
  }
}

/** Twice: the papers and sanctions of a target stand anywhere in the file. */
async function* ftmEntries(file: ListFile, deltas: readonly ListFile[]): AsyncGenerator<ListEntry> {
  const parts = new FtmParts();
  for await (const { entity } of changedEntities(file, deltas)) parts.add(entity);
  for await (const { entity, place } of changedEntities(file, deltas)) {
    if (isListed(entity)) yield finishEntry(ftmDraft(entity, parts), place);
  }
}
