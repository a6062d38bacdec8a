import {
  type ReplayDifference,
  replayScreening,
} from '@probity/contract/operations/admin-screening';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { tableOf } from '../terminal/columns.ts';
import { plainText } from '../terminal/plain-text.ts';
import { withProgress } from '../terminal/with-progress.ts';

const HEADINGS = ['LISTING', 'FIELD', 'KEPT', 'REPLAYED'];

/** What the process tells its caller of a replay. */
const EXIT = { identical: 0, differs: 1, impossible: 2 } as const;
const WORDS = {
  identical: 'Identical.',
  differs: 'It differs.',
  impossible: 'It cannot be replayed.',
} as const;

/** `probity screen replay`: proves that a screening hit can be found again as it is kept. */
export function screenReplay({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'replay <processResultId>',
    summary:
      'Run the search behind a screening hit again; ends with 0 identical, 1 differs, 2 cannot',
    examples: ['probity screen replay <processResultId>'],
  }).action(async (processResultId: string, options: JsonOption) => {
    const client = await operatorClient(terminal);
    const { body } = await withProgress(terminal, 'Screening again', () =>
      client.call(replayScreening, { body: { processResultId } }),
    );
    const { outcome, because, differences } = body;
    const said = plainText(`${WORDS[outcome]} ${because}`);
    report(options, {
      json: body,
      text:
        differences.length > 0 ? `${said}\n\n${tableOf(HEADINGS, differences.map(rowOf))}` : said,
      exitCode: EXIT[outcome],
    });
  });
}

function rowOf({ listing, field, kept, replayed }: ReplayDifference): string[] {
  return [listing, field, kept, replayed];
}
