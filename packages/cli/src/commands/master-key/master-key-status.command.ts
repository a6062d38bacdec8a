import { getMasterKey } from '@probity/contract/operations/installation/admin-master-key';
import type { Command } from 'commander';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { masterKeyInWords } from './master-key-facts.ts';

/** `probity master-key status`: which key is in force, and what it has not wrapped yet. */
export function masterKeyStatus({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'status',
    summary: 'Show which master key is in force and whether it has wrapped everything',
    examples: ['probity master-key status', 'probity master-key status --json'],
  }).action(async (options: JsonOption) => {
    const client = await operatorClient(terminal);
    const { body } = await client.call(getMasterKey);
    report(options, { json: body, text: masterKeyInWords(body.masterKey) });
  });
}
