import { updateMatchlist } from '@probity/contract/operations/matchlists/admin-matchlists';
import { MATCHLIST_ACTIONS, type MatchlistAction } from '@probity/contract/step-summary';
import { type Command, Option } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { riskScoreOf } from './matchlist-create.command.ts';
import { matchlistFacts } from './matchlist-facts.ts';

type Options = JsonOption &
  TenantOptions & {
    readonly name: string;
    readonly action?: MatchlistAction;
    readonly description?: string;
    readonly riskScore?: string;
    readonly archive?: true;
    readonly restore?: true;
  };

/** `probity matchlist update`: changes what a matchlist means, or takes it out of use. */
export function matchlistUpdate({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'update',
    summary: 'Change a matchlist, or take it out of use',
    examples: [
      'probity matchlist update --name Watch --action ALERT --customer <customerId>',
      'probity matchlist update --name Watch --archive',
    ],
  })
    .requiredOption('--name <name>', 'the list')
    .addOption(
      new Option('--action <action>', 'what it means to be on it').choices(MATCHLIST_ACTIONS),
    )
    .option('--description <text>', 'what it is for')
    .option('--risk-score <number>', 'what being on it adds to the risk')
    .addOption(
      new Option('--archive', 'take it out of use; its active entries expire').conflicts('restore'),
    )
    .option('--restore', 'take it into use again')
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'a child of it')
    .action(async (options: Options) => {
      const tenant = await chosenTenant(terminal, options);
      const riskScore = riskScoreOf(options.riskScore);
      const client = await operatorClient(terminal);
      const { name, action, description } = options;
      const { body } = await client.call(updateMatchlist, {
        body: {
          ...tenant,
          name,
          ...(action !== undefined && { action }),
          ...(description !== undefined && { description }),
          ...(riskScore !== undefined && { riskScore }),
          ...(options.archive && { state: 'ARCHIVED' as const }),
          ...(options.restore && { state: 'ACTIVE' as const }),
        },
      });
      const text = ['The matchlist is changed.', matchlistFacts(body.matchlist)].join('\n');
      report(options, { json: body, text });
    });
}
