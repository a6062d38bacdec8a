import { type ListStatus, listLists } from '@probity/contract/operations/admin-lists';
import type { Command } from 'commander';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { tableOf } from '../../terminal/columns.ts';

const HEADINGS = ['NAME', 'SOURCE', 'VERSION', 'PUBLISHED', 'IMPORTED', 'AGE', 'ENTRIES', 'STATE'];

/** `probity list status`: which lists are in service, how old, and whether they can be searched. */
export function listStatus({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'status',
    summary: 'Show the screening lists in service and how fresh they are',
    examples: ['probity list status', 'probity list status --json'],
  }).action(async (options: JsonOption) => {
    const client = await operatorClient(terminal);
    const { body } = await client.call(listLists);
    report(options, { json: body, text: textOf(body.lists) });
  });
}

function textOf(lists: readonly ListStatus[]): string {
  if (lists.length === 0) {
    return 'No list is in service: nobody can be cleared until one is imported.';
  }
  const table = tableOf(HEADINGS, lists.map(rowOf));
  const silent = lists.filter((list) => !['ready', 'retired'].includes(stateOf(list)));
  if (silent.length === 0) return table;
  const names = silent.map(({ name }) => name).join(', ');
  return `${table}\n\nNot ready: ${names}. Screening that asks for it ends in ERROR, never in a pass.`;
}

function rowOf(list: ListStatus): string[] {
  return [
    list.name,
    list.source,
    String(list.version),
    publicationOf(list),
    list.importedAt.slice(0, 16).replace('T', ' '),
    ageInWords(list.ageHours),
    String(list.entryCount),
    stateOf(list),
  ];
}

/** When it was published, and how long ago: an old publication may still be the newest. */
function publicationOf({ publishedOn, publishedAgeHours }: ListStatus): string {
  if (publishedOn === undefined) return '-';
  const age = publishedAgeHours === undefined ? '' : ` (${ageInWords(publishedAgeHours)})`;
  return `${publishedOn}${age}`;
}

function stateOf({ isLoaded, isStale, retiredAt }: ListStatus): string {
  if (retiredAt !== undefined) return 'retired';
  if (!isLoaded) return 'not loaded';
  return isStale ? 'stale' : 'ready';
}

function ageInWords(hours: number): string {
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} d`;
}
