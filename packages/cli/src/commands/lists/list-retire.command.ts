import { retireList } from '@probity/contract/operations/admin-lists';
import type { Command } from 'commander';
import { chosenList } from '../../command-parts/chosen-list.ts';
import type { TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { plainText } from '../../terminal/plain-text.ts';

/** `probity list retire`: takes a list out of service, and nothing that rests on it. */
export function listRetire({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'retire <name>',
    summary: 'Take a screening list out of service; importing it again restores it',
    examples: [
      'probity list retire un-consolidated',
      'probity list retire "Our own" --customer <customerId>',
    ],
  })
    .option('--customer <customerId>', 'the list is a private one of this tenant')
    .option('--child <customerChildId>', 'the list is one of this child of the tenant')
    .action(async (name: string, options: JsonOption & TenantOptions) => {
      const client = await operatorClient(terminal);
      const { listId } = await chosenList(client, name, options);
      const { body } = await client.call(retireList, { path: { listId } });
      report(options, {
        json: body,
        text: plainText(
          `The list ${body.list.name} is retired since ${body.list.retiredAt}. Workflows that name it end ` +
            'in ERROR until it is imported again; hits that rest on it stay as they are.',
        ),
      });
    });
}
