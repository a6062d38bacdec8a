import { listReferences } from '@probity/contract/operations/admin-references';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { tableOf } from '../../terminal/columns.ts';

/** `probity reference list`: which registers of people confirm who somebody is, for one tenant. */
export function referenceList({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'list',
    summary: 'Show the registers of people of a tenant',
    examples: ['probity reference list', 'probity reference list --customer <customerId> --json'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'one child of the tenant')
    .action(async (options: JsonOption & TenantOptions) => {
      const query = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(listReferences, { query });
      const rows = body.references.map(({ source, name, peopleCount, importedAt }) => [
        source,
        name,
        String(peopleCount),
        importedAt.slice(0, 16).replace('T', ' '),
      ]);
      const text =
        rows.length === 0
          ? 'The tenant has no register of people.'
          : tableOf(['SOURCE', 'NAME', 'PEOPLE', 'IMPORTED'], rows);
      report(options, { json: body, text });
    });
}
