import { showRiskProfile } from '@probity/contract/operations/admin-risk';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { plainText } from '../terminal/plain-text.ts';

type Options = JsonOption & TenantOptions & { readonly profile: string };

/** `probity risk show`: by which profile a tenant's people are scored. */
export function riskShow({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'show',
    summary: 'Show the risk profile that is in force for a tenant',
    examples: ['probity risk show', 'probity risk show --profile lending > lending.json'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .option('--profile <name>', 'the name of the profile', 'default')
    .action(async (options: Options) => {
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const query = { ...tenant, profileName: options.profile };
      const { body } = await client.call(showRiskProfile, { query });
      const { version, profile } = body.riskProfile;
      report(options, {
        json: body,
        // A comment in front keeps the text a profile that can be changed and published.
        text: [`# version: ${plainText(version)}`, JSON.stringify(profile, null, 2)].join('\n'),
      });
    });
}
