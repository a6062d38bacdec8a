import { revokeKey } from '@probity/contract/operations/admin-tenants';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { plainText } from '../terminal/plain-text.ts';

/** `probity key revoke`: puts a key out of force. */
export function keyRevoke({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'revoke <keyId>',
    summary: 'Put an API key out of force, for good',
    examples: ['probity key revoke <keyId>'],
  }).action(async (keyId: string, options: JsonOption) => {
    const client = await operatorClient(terminal);
    const { body } = await client.call(revokeKey, { path: { keyId } });
    report(options, {
      json: body,
      text: plainText(`The key ${body.keyId} is revoked since ${body.revokedAt}.`),
    });
  });
}
