import { showManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';

/** `probity manual-kyc show`: which documents suffice for a verification by hand. */
export function manualKycShow({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'show',
    summary: 'Show which documents suffice to verify somebody by hand',
    examples: ['probity manual-kyc show', 'probity manual-kyc show > policy.json'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (options: JsonOption & TenantOptions) => {
      const query = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(showManualKycPolicy, { query });
      const { policy } = body.manualKycPolicy;
      report(options, { json: body, text: JSON.stringify(policy, null, 2) });
    });
}
