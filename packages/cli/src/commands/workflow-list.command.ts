import { listPublishedWorkflows } from '@probity/contract/operations/admin-workflows';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { tableOf } from '../terminal/columns.ts';

type Options = JsonOption & TenantOptions;

/** `probity workflow list`: what a tenant can execute. */
export function workflowList({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'list',
    summary: 'Show the workflows that are published for a tenant',
    examples: ['probity workflow list', 'probity workflow list --customer <customerId> --json'],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (options: Options) => {
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(listPublishedWorkflows, { query: tenant });
      const rows = body.workflows.map((workflow) => [
        workflow.serviceName,
        workflow.workflowName,
        workflow.version,
        workflow.lifecyclePhase,
        workflow.type,
        workflow.publishedAt.slice(0, 16).replace('T', ' '),
      ]);
      report(options, {
        json: body,
        text: tableOf(['SERVICE', 'WORKFLOW', 'VERSION', 'PHASE', 'TYPE', 'PUBLISHED'], rows),
      });
    });
}
