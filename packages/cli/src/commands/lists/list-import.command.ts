import type { ListChange, ListStatus } from '@probity/contract/operations/admin-lists';
import type { Command } from 'commander';
import type { TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { localFiles } from '../../list-files/list-files.ts';
import { uploadList } from '../../list-files/upload-list.ts';
import { factsOf } from '../../terminal/columns.ts';
import { WrongUsage } from '../../terminal/refusal.ts';

type Options = JsonOption &
  TenantOptions & {
    readonly source: string;
    readonly name?: string;
    readonly acceptFewer?: boolean;
  };

/** `probity list import`: uploads the files of one list and puts them in service. */
export function listImport({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'import <paths...>',
    summary: 'Put the files of one screening list in service, all of it or nothing',
    examples: [
      'probity list import downloads/ofac --source ofac-sdn',
      'probity list import consolidated.xml --source un-consolidated --name "UN sanctions"',
      'probity list import own.csv --source pep-csv --customer <customerId>',
    ],
  })
    .requiredOption('--source <source>', 'the format, such as ofac-sdn or un-consolidated')
    .option('--name <name>', 'what the list is called; after its source when absent')
    .option('--customer <customerId>', 'makes it a private list of this tenant')
    .option('--child <customerChildId>', 'makes it one of this child of the tenant')
    .option('--accept-fewer', 'also when it holds far less than the version in service')
    .action(async (paths: string[], options: Options) => {
      const files = await localFiles(terminal.folder, paths);
      const client = await operatorClient(terminal);
      const { source, name, customer, child } = options;
      if (child !== undefined && customer === undefined) {
        throw new WrongUsage('A child is named together with its customer: add --customer.');
      }
      const { status, body } = await uploadList(terminal, client, {
        files,
        source,
        name,
        customerId: customer,
        customerChildId: child,
        acceptsFewerEntries: options.acceptFewer,
      });
      report(options, {
        json: { outcome: status === 201 ? 'imported' : 'unchanged', ...body },
        text: [
          status === 201
            ? 'The list is in service.'
            : 'Exactly this content is in service already; the list counts as confirmed.',
          factsOf(importFacts(body)),
        ].join('\n'),
      });
    });
}

function importFacts({ list, change }: { list: ListStatus; change: ListChange }) {
  return [
    ['list', `${list.name} (${list.source})`],
    ['private to', list.customerChildId ?? list.customerId],
    ['version', String(list.version)],
    ['published', list.publishedOn],
    ['entries', `${list.entryCount} with ${list.nameCount} names${unreadable(list)}`],
    [
      'changes',
      `${change.added} added, ${change.removed} removed, ${change.changed} changed, ` +
        `${change.unchanged} unchanged`,
    ],
  ] as const;
}

/** Names that no search can find are worth a word: they are screened by nobody. */
function unreadable({
  unreadableNameCount = 0,
}: {
  unreadableNameCount?: number | undefined;
}): string {
  return unreadableNameCount > 0 ? `, ${unreadableNameCount} of them unreadable to searches` : '';
}
