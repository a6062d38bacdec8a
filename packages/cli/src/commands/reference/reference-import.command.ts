import { importReference, listReferences } from '@probity/contract/operations/admin-references';
import type { Command } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { localFiles, outgoingFiles } from '../../list-files/list-files.ts';
import { sizeInWords } from '../../list-files/size-in-words.ts';
import { factsOf } from '../../terminal/columns.ts';
import { withProgress } from '../../terminal/with-progress.ts';

type Options = JsonOption &
  TenantOptions & {
    readonly source: string;
    readonly name?: string;
    readonly mapping?: string;
  };

/** `probity reference import`: puts a register of people in service for one tenant. */
export function referenceImport({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'import <file>',
    summary: 'Put a register of people in service that confirms who somebody is',
    examples: [
      'probity reference import roll.csv --source au-elec-roll --name "Electoral roll"',
      'probity reference import extract.csv --source core-banking --mapping extract.yaml --customer <customerId>',
    ],
  })
    .requiredOption('--source <code>', 'the code by which rulesets count it, such as au-elec-roll')
    .option('--name <name>', 'what people call it; its code when absent')
    .option('--mapping <file>', 'YAML that says which columns hold what')
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'one child of the tenant')
    .action(async (file: string, options: Options) => {
      const { source, name, mapping } = options;
      const tenant = await chosenTenant(terminal, options);
      const paths = mapping === undefined ? [file] : [file, mapping];
      const files = await localFiles(terminal.folder, paths);
      const client = await operatorClient(terminal);
      // A refused key is told here: in the middle of an upload it would be a broken connection.
      await client.call(listReferences, { query: tenant });
      const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const { body } = await withProgress(terminal, `Importing ${sizeInWords(bytes)}`, async () =>
        client.call(importReference, {
          query: { ...tenant, source, ...(name !== undefined && { name }) },
          files: await outgoingFiles(files),
        }),
      );
      const { reference } = body;
      report(options, {
        json: body,
        text: [
          'The source is in service.',
          factsOf([
            ['source', `${reference.name} (${reference.source})`],
            ['tenant', reference.customerChildId ?? reference.customerId],
            ['people', String(reference.peopleCount)],
          ]),
        ].join('\n'),
      });
    });
}
