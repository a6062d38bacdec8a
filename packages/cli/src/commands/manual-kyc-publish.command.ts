import {
  type ManualKycPolicy,
  publishManualKycPolicy,
} from '@probity/contract/operations/admin-manual-kyc';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { readDefinition } from '../command-parts/definition-file.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { factsOf } from '../terminal/columns.ts';
import { WrongUsage } from '../terminal/refusal.ts';

/** `probity manual-kyc publish`: says which documents suffice for a verification by hand. */
export function manualKycPublish({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'publish <file>',
    summary: 'Publish which documents suffice (JSON) for a tenant',
    examples: ['probity manual-kyc publish policy.json --customer <id>'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (file: string, options: JsonOption & TenantOptions) => {
      const policy = policyOf(file, await readDefinition(terminal, file));
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(publishManualKycPolicy, { body: { ...tenant, policy } });
      report(options, {
        json: body,
        text: [
          'The policy is published. The next verification by hand is held against it.',
          factsOf([
            ['version', body.manualKycPolicy.version],
            ['customer id', tenant.customerId],
            ['child id', tenant.customerChildId],
          ]),
        ].join('\n'),
      });
    });
}

/** The policy as it was written: the server says what of it does not hold. */
function policyOf(file: string, text: string): ManualKycPolicy {
  try {
    return JSON.parse(text) as ManualKycPolicy;
  } catch (cause) {
    throw new WrongUsage(`${file}: the file is not JSON.`, [], { cause });
  }
}
