import { listProviders } from '@probity/contract/operations/admin-providers';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { tableOf } from '../terminal/columns.ts';

const HEADINGS = [
  'NAME',
  'KIND',
  'CAPABILITIES',
  'BREAKER',
  'ANSWERED',
  'FAILED',
  'TAKES',
  'LAST FAILURE',
];

/** `probity provider list`: whom workflows consult, and how each of them fares. */
export function providerList({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'list',
    summary: 'Show the providers of the settings file and how they fare',
    examples: ['probity provider list', 'probity provider list --json'],
  }).action(async (options: JsonOption) => {
    const client = await operatorClient(terminal);
    const { body } = await client.call(listProviders);
    const rows = body.providers.map(({ name, kind, capabilities, health }) => [
      name,
      kind,
      capabilities.join(', '),
      health.breaker,
      instant(health.lastSuccessAt),
      instant(health.lastFailureAt),
      health.latencyMs === undefined ? '-' : `${Math.round(health.latencyMs)} ms`,
      health.lastFailure ?? '-',
    ]);
    const text =
      rows.length === 0
        ? 'No provider is set up: PROBITY_PROVIDERS names the file that says whom to ask.'
        : tableOf(HEADINGS, rows);
    report(options, { json: body, text });
  });
}

function instant(at: string | undefined): string {
  return at?.slice(0, 19).replace('T', ' ') ?? '-';
}
