import { setTimeout as sleep } from 'node:timers/promises';
import {
  getMasterKey,
  rotateMasterKey,
} from '@probity/contract/operations/installation/admin-master-key';
import type { Command } from 'commander';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { withProgress } from '../../terminal/with-progress.ts';
import { masterKeyInWords } from './master-key-facts.ts';

type Options = JsonOption & { readonly wait?: boolean };

const LOOK_EVERY_MS = 2_000;

/** `probity master-key rotate`: puts the next key in force while servers run. */
export function masterKeyRotate({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'rotate',
    summary: 'Put the next master key in force and wrap everything anew, while servers run',
    examples: ['probity master-key rotate', 'probity master-key rotate --wait'],
  })
    .option('--wait', 'until everything is wrapped anew; it takes a minute at least')
    .action(async (options: Options) => {
      const client = await operatorClient(terminal);
      const begun = await client.call(rotateMasterKey);
      let { body } = begun;
      if (options.wait) {
        await withProgress(terminal, 'Wrapping keys anew', async () => {
          while (body.masterKey.finishedAt === null) {
            await sleep(LOOK_EVERY_MS);
            body = (await client.call(getMasterKey)).body;
          }
        });
      }
      report(options, { json: body, text: masterKeyInWords(body.masterKey) });
    });
}
