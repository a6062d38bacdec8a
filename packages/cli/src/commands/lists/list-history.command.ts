import { type ListEvent, listListEvents } from '@probity/contract/operations/admin-lists';
import type { Command } from 'commander';
import { chosenList } from '../../command-parts/chosen-list.ts';
import type { TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { tableOf } from '../../terminal/columns.ts';

const HEADINGS = ['WHEN', 'WHAT', 'BY', 'VERSION', 'PUBLISHED', 'ENTRIES', 'CHANGES', 'ISSUE'];

/** `probity list history`: what became of a list, when, and by whom. */
export function listHistory({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'history <name>',
    summary: 'Show when a screening list was imported, fetched or retired, and by whom',
    examples: ['probity list history un-consolidated', 'probity list history ofac-sdn --json'],
  })
    .option('--customer <customerId>', 'the list is a private one of this tenant')
    .option('--child <customerChildId>', 'the list is one of this child of the tenant')
    .action(async (name: string, options: JsonOption & TenantOptions) => {
      const client = await operatorClient(terminal);
      const { listId } = await chosenList(client, name, options);
      const { body } = await client.call(listListEvents, { path: { listId } });
      report(options, { json: body, text: tableOf(HEADINGS, body.events.map(rowOf)) });
    });
}

function rowOf(event: ListEvent): string[] {
  const { added = 0, removed = 0, changed = 0, materiallyChanged = 0 } = event;
  return [
    event.at.slice(0, 16).replace('T', ' '),
    event.type,
    event.actor,
    String(event.version ?? '-'),
    event.publishedOn ?? '-',
    String(event.entries ?? '-'),
    event.entries === undefined
      ? '-'
      : `${added} added, ${removed} removed, ${changed} changed (${materiallyChanged} materially)`,
    event.issue ?? '',
  ];
}
