import { listTenants } from '@probity/contract/operations/admin-tenants';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { tableOf } from '../terminal/columns.ts';

/** `probity tenant list`: every tenant of the installation. */
export function tenantList({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'list',
    summary: 'Show every tenant',
    examples: ['probity tenant list', 'probity tenant list --json'],
  }).action(async (options: JsonOption) => {
    const client = await operatorClient(terminal);
    const { body } = await client.call(listTenants);
    const rows = body.tenants.map((tenant) => [
      tenant.customerId,
      tenant.customerChildId ?? '-',
      tenant.isSandbox ? 'sandbox' : 'live',
      tenant.createdAt.slice(0, 10),
      tenant.name,
    ]);
    report(options, {
      json: body,
      text: tableOf(['CUSTOMER', 'CHILD', 'KIND', 'CREATED', 'NAME'], rows),
    });
  });
}
