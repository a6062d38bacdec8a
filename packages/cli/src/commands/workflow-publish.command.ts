import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { readDefinition } from '../command-parts/definition-file.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { factsOf } from '../terminal/columns.ts';

type Options = JsonOption & TenantOptions;

/** `probity workflow publish`: puts a version of a workflow in force for a tenant. */
export function workflowPublish({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'publish <file>',
    summary: 'Publish a workflow definition (YAML or JSON) for a tenant',
    examples: [
      'probity workflow publish onboarding.yaml',
      'probity workflow publish onboarding.yaml --customer <customerId>',
    ],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (file: string, options: Options) => {
      const definition = await readDefinition(terminal, file);
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(publishWorkflow, { body: { ...tenant, definition } });
      const { workflow } = body;
      report(options, {
        json: body,
        text: [
          'The workflow is published. Executions that run already keep their version.',
          factsOf([
            ['workflow', `${workflow.serviceName} / ${workflow.workflowName}`],
            ['version', workflow.version],
            ['customer id', tenant.customerId],
            ['child id', tenant.customerChildId],
          ]),
        ].join('\n'),
      });
    });
}
