import { removeReference } from '@probity/contract/operations/admin-references';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';

/** `probity reference remove`: takes a register of people away, with everything that it held. */
export function referenceRemove({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'remove <source>',
    summary: 'Remove a register of people, with everything that it held',
    examples: ['probity reference remove au-elec-roll --customer <customerId>'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'one child of the tenant')
    .action(async (source: string, options: JsonOption & TenantOptions) => {
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(removeReference, { query: { ...tenant, source } });
      report(options, { json: body, text: `${source} is removed.` });
    });
}
