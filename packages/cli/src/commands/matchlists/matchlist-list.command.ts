import { listTenantMatchlists } from '@probity/contract/operations/matchlists/admin-matchlists';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { tableOf } from '../../terminal/columns.ts';

type Options = JsonOption & TenantOptions;

/** `probity matchlist list`: which matchlists a tenant has. */
export function matchlistList({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'list',
    summary: 'Show the matchlists of a tenant',
    examples: ['probity matchlist list', 'probity matchlist list --customer <customerId> --json'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (options: Options) => {
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(listTenantMatchlists, { query: tenant });
      const rows = body.matchlists.map((list) => [
        list.name ?? '',
        list.action ?? '',
        `${list.riskScore ?? 0}`,
        list.state ?? '',
        list.isDefault ? 'default' : '',
        list.matchlistId ?? '',
      ]);
      report(options, {
        json: body,
        text: tableOf(['NAME', 'ACTION', 'RISK', 'STATE', '', 'ID'], rows),
      });
    });
}
