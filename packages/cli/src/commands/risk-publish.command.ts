import { publishRiskProfile } from '@probity/contract/operations/admin-risk';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { readDefinition } from '../command-parts/definition-file.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { factsOf } from '../terminal/columns.ts';

/** `probity risk publish`: puts a version of a risk profile in force for a tenant. */
export function riskPublish({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'publish <file>',
    summary: 'Publish a risk profile (YAML or JSON) for a tenant',
    examples: ['probity risk publish risk.yaml', 'probity risk publish risk.yaml --customer <id>'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (file: string, options: JsonOption & TenantOptions) => {
      const profile = await readDefinition(terminal, file);
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(publishRiskProfile, { body: { ...tenant, profile } });
      report(options, {
        json: body,
        text: [
          'The risk profile is published. The next execution scores by it.',
          factsOf([
            ['profile', body.riskProfile.profileName],
            ['version', body.riskProfile.version],
            ['customer id', tenant.customerId],
            ['child id', tenant.customerChildId],
          ]),
        ].join('\n'),
      });
    });
}
