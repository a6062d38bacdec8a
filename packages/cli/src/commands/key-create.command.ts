import { createKey } from '@probity/contract/operations/admin-tenants';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { factsOf } from '../terminal/columns.ts';

type Options = JsonOption & { readonly customer: string; readonly child?: string };

/** `probity key create`: makes another key for a tenant and shows it. */
export function keyCreate({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'create',
    summary: 'Make another API key for a tenant, and show it once',
    examples: ['probity key create --customer <customerId>'],
  })
    .requiredOption('--customer <customerId>', 'the tenant')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (options: Options) => {
      const client = await operatorClient(terminal);
      const { body } = await client.call(createKey, {
        body: {
          customerId: options.customer,
          ...(options.child !== undefined && { customerChildId: options.child }),
        },
      });
      const { key } = body;
      report(options, {
        json: body,
        text: [
          'The API key is made and shown only now: keep it. Older keys stay in force.',
          factsOf([
            ['customer id', key.customerId],
            ['child id', key.customerChildId],
            ['key id', key.keyId],
            ['api key', key.apiKey],
          ]),
        ].join('\n'),
      });
    });
}
