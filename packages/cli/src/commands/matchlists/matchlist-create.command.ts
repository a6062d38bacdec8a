import { createMatchlist } from '@probity/contract/operations/matchlists/admin-matchlists';
import { MATCHLIST_ACTIONS, type MatchlistAction } from '@probity/contract/step-summary';
import { type Command, Option } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { WrongUsage } from '../../terminal/refusal.ts';
import { matchlistFacts } from './matchlist-facts.ts';

type Options = JsonOption &
  TenantOptions & {
    readonly name: string;
    readonly action: MatchlistAction;
    readonly description?: string;
    readonly riskScore?: string;
  };

/** `probity matchlist create`: sets up another matchlist for a tenant. */
export function matchlistCreate({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'create',
    summary: 'Set up another matchlist for a tenant',
    examples: [
      'probity matchlist create --name Watch --action REVIEW --customer <customerId>',
      'probity matchlist create --name Staff --action ALLOW --description "Our own people"',
    ],
  })
    .requiredOption('--name <name>', 'what the list is called')
    .addOption(
      new Option('--action <action>', 'what it means to be on it')
        .choices(MATCHLIST_ACTIONS)
        .makeOptionMandatory(),
    )
    .option('--description <text>', 'what it is for')
    .option('--risk-score <number>', 'what being on it adds to the risk')
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (options: Options) => {
      const tenant = await chosenTenant(terminal, options);
      const riskScore = riskScoreOf(options.riskScore);
      const client = await operatorClient(terminal);
      const { name, action, description } = options;
      const { body } = await client.call(createMatchlist, {
        body: {
          ...tenant,
          name,
          action,
          ...(description !== undefined && { description }),
          ...(riskScore !== undefined && { riskScore }),
        },
      });
      const text = ['The matchlist is set up.', matchlistFacts(body.matchlist)].join('\n');
      report(options, { json: body, text });
    });
}

/** @throws {@link WrongUsage} for what is no whole number */
export function riskScoreOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,4}$/.test(text)) throw new WrongUsage('--risk-score takes a whole number.', []);
  return Number(text);
}
