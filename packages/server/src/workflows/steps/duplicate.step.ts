import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepType } from '../step-type.ts';
import { DuplicateConfiguration } from './duplicate-configuration.ts';
import { duplicateFindingOf } from './duplicate-finding.ts';

/** Looks for others who may be the same person, and leaves each pair to an officer. */
export const duplicateStep: StepType<DuplicateConfiguration> = {
  type: 'DUPLICATE',
  description: 'Looks among all people of the tenant for those who may be the same person.',
  timeoutMs: 30_000,
  maxAttempts: 3,
  configuration: DuplicateConfiguration,

  explain({ rules, isMandatory }) {
    const inWords = rules.map(({ name, strength, fields }) => {
      const asked = Object.entries(fields).map(([field, least]) => `${field} ${least}`);
      return `${name} (${strength}: ${asked.join(', ')})`;
    });
    return [
      `Compares the person with all others of the tenant by ${rules.length} rules: ${inWords.join('; ')}.`,
      'Whoever fits a rule is a hit, and a hit waits for an officer; what officers said of a pair before holds.',
      isMandatory
        ? 'Where not everybody could be compared the step is ERROR and the run a REVIEW.'
        : 'The step is optional: its silence is shown, but does not stop a pass.',
      'Uses where known: names, birth dates, documents, addresses, e-mail addresses, telephone numbers.',
    ];
  },

  async run(input) {
    const startedAt = input.now();
    const { tenantId, entityId } = input.run;
    const { rules } = input.configuration;
    const [found, stored] = await Promise.all([
      input.capabilities.people.findDuplicates({
        tenantId,
        entityId,
        individual: input.individual,
        rules,
      }),
      input.priorResults('DUPLICATE'),
    ]);
    const finding = duplicateFindingOf({ input, found, stored, startedAt });
    return stepEndOf({ ...input.step, startedAt }, input.now, finding);
  },
};
