import { createTenant } from '@probity/contract/operations/admin-tenants';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { factsOf } from '../terminal/columns.ts';

type Options = JsonOption & {
  readonly name: string;
  readonly parent?: string;
  readonly sandbox?: true;
};

/** `probity tenant create`: makes a customer, or a child of one, and shows its first key. */
export function tenantCreate({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'create',
    summary: 'Make a tenant, and show its first API key once',
    examples: [
      'probity tenant create --name "Acme Bank"',
      'probity tenant create --name "Acme Bank NZ" --parent <customerId> --json',
    ],
  })
    .requiredOption('--name <name>', 'what the tenant is called')
    .option('--parent <customerId>', 'make it a child of this customer')
    .option('--sandbox', 'a tenant for made-up people only')
    .action(async (options: Options) => {
      const client = await operatorClient(terminal);
      const { body } = await client.call(createTenant, {
        body: {
          name: options.name,
          isSandbox: options.sandbox ?? false,
          ...(options.parent !== undefined && { parentCustomerId: options.parent }),
        },
      });
      const { tenant, apiKey } = body;
      report(options, {
        json: body,
        text: [
          'The tenant is made. Its API key is shown only now: keep it.',
          factsOf([
            ['name', tenant.name],
            ['kind', tenant.isSandbox ? 'sandbox' : undefined],
            ['customer id', tenant.customerId],
            ['child id', tenant.customerChildId],
            ['key id', apiKey.keyId],
            ['api key', apiKey.apiKey],
          ]),
        ].join('\n'),
      });
    });
}
