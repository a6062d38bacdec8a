import { type ListSync, syncLists } from '@probity/contract/operations/admin-lists';
import type { Command } from 'commander';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { tableOf } from '../../terminal/columns.ts';
import { EXIT_CODE } from '../../terminal/exit-code.ts';
import { withProgress } from '../../terminal/with-progress.ts';

const HEADINGS = ['SOURCE', 'OUTCOME', 'VERSION', 'ISSUE'];

type Options = JsonOption & { readonly source?: string };

/** `probity list sync`: has the server fetch official lists from their publishers. */
export function listSync({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'sync',
    summary: 'Fetch official lists from their publishers and put what changed in service',
    examples: ['probity list sync', 'probity list sync --source un-consolidated'],
  })
    .option('--source <source>', 'one source; all that publishers serve when absent')
    .action(async (options: Options) => {
      const client = await operatorClient(terminal);
      const { source } = options;
      const { body } = await withProgress(terminal, 'Fetching lists', () =>
        client.call(syncLists, { query: { ...(source !== undefined && { source }) } }),
      );
      const hasFailed = body.lists.some(({ outcome }) => outcome === 'failed');
      report(options, {
        json: body,
        text: tableOf(HEADINGS, body.lists.map(rowOf)),
        ...(hasFailed && { exitCode: EXIT_CODE.failed }),
      });
    });
}

function rowOf({ source, outcome, version, issue }: ListSync): string[] {
  return [source, outcome, version === undefined ? '-' : String(version), issue ?? ''];
}
