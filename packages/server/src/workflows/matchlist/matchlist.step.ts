import { stepEndOf } from '../../features/executions/step-end.ts';
import { EVERY_LIST } from '../../features/matchlists/find-matches.command.ts';
import type { StepType } from '../step-type.ts';
import { MatchlistConfiguration } from './matchlist-configuration.ts';
import { matchlistFindingOf } from './matchlist-finding.ts';

/** Looks for the person on the tenant's own lists; what is found means what its list says. */
export const matchlistStep: StepType<MatchlistConfiguration> = {
  type: 'BLOCKLIST',
  description: 'Looks for the person on the matchlists that the tenant keeps.',
  timeoutMs: 30_000,
  maxAttempts: 3,
  configuration: MatchlistConfiguration,

  explain({ lists, match, threshold, isMandatory }) {
    const named = lists.includes(EVERY_LIST) ? 'every matchlist in use' : lists.join(', ');
    const how =
      match === 'EXACT'
        ? 'An entry fits where everything that it says is the same, whatever the case, accents and spacing.'
        : `An entry fits where everything that it says is alike, ${threshold} or more out of 1.`;
    return [
      `Looks on ${named}.`,
      how,
      'A list that blocks stops the steps that would follow; one for review or alerts waits for an officer; others only count for the risk.',
      isMandatory
        ? 'A list that is missing makes the step ERROR and the run a REVIEW.'
        : 'The step is optional: its silence is shown, but does not stop a pass.',
    ];
  },

  async run(input) {
    const startedAt = input.now();
    const { tenantId, entityId } = input.run;
    const { lists, match, threshold } = input.configuration;
    const { individual } = input;
    const query = { tenantId, entityId, individual, lists, match, threshold };
    const [found, stored] = await Promise.all([
      input.capabilities.matchlists.find({
        ...query,
        threshold: match === 'EXACT' ? 1 : threshold,
      }),
      input.priorResults('MATCHLIST'),
    ]);
    const finding = matchlistFindingOf({ input, found, stored, startedAt });
    return stepEndOf({ ...input.step, startedAt }, input.now, finding);
  },
};
