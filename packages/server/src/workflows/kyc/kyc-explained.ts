import type { StepNeeds } from '../../features/workflow-definitions/step-needs.ts';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';
import type { KycConfiguration } from './kyc-configuration.ts';
import type { Counted, RequirementGroup, Ruleset } from './ruleset.ts';

const WORDS: Readonly<Record<Counted, string>> = {
  name: 'name',
  dob: 'birth date',
  address: 'address',
  gender: 'gender',
  gov_id: 'government document',
};

/** What a verification step does with this configuration, in sentences. */
export function explainKyc(configuration: KycConfiguration): readonly string[] {
  const { rulesets, providers, consents, documentConsents, reuse, isMandatory } = configuration;
  const { mostSources } = configuration;
  const everybody = providers.includes(ALL_PROVIDERS);
  return [
    'Confirms the person with independent sources until one ruleset is met.',
    ...rulesets.map((ruleset, at) => `${at + 1}. ${ruleset.name}: ${rulesetInWords(ruleset)}.`),
    everybody
      ? 'Asks every provider of identity that serves the tenant, in the operator’s order.'
      : `Asks, one after the other and only as far as needed: ${providers.join(', ')}.`,
    ...(mostSources === undefined
      ? []
      : [`At most ${mostSources} answer about the person; documents are asked about apart.`]),
    ...(consents.length > 0 ? [`Asks nobody without consent: ${consents.join(', ')}.`] : []),
    ...(documentConsents.length > 0
      ? [`Shows documents to nobody without consent: ${documentConsents.join(', ')}.`]
      : []),
    reuse.KYC.hours === null
      ? 'What was confirmed before counts until it changes, expires or is invalidated.'
      : `What was confirmed before counts for ${reuse.KYC.hours} hours.`,
    'An officer’s own verification counts in place of all sources until it is taken back.',
    isMandatory
      ? 'A source that is silent makes the step ERROR and the run a REVIEW, unless others met a ruleset.'
      : 'The step is optional: its silence is shown, but does not stop a pass.',
    'A source that has the person as dead makes the step CLEAR_REVIEW: nothing passes unseen.',
  ];
}

function rulesetInWords(ruleset: Ruleset): string {
  const { groups, minimumAge, maximumAge, previousNames, previousAddresses } = ruleset;
  const ages = [
    ...(minimumAge !== undefined ? [`aged ${minimumAge} or more`] : []),
    ...(maximumAge !== undefined ? [`aged ${maximumAge} or less`] : []),
  ];
  const also = [
    ...(previousNames ? ['earlier names and aliases count'] : []),
    ...(previousAddresses ? ['earlier addresses count'] : []),
  ];
  return [...groups.map(groupInWords), ...ages, ...also].join(', ');
}

function groupInWords({ matches, counted, requiredSources }: RequirementGroup): string {
  const what = counted.map((one) => WORDS[one]).join(' or ');
  const from =
    requiredSources.length > 0 ? ` with ${requiredSources.join(' and ')} among them` : '';
  return `${matches} ${matches === 1 ? 'match' : 'matches'} of ${what}${from}`;
}

/** What verification needs: of several rulesets, the data of one are enough. */
export function needsOfKyc(configuration: KycConfiguration): StepNeeds {
  const { rulesets, providers, consents, documentConsents } = configuration;
  const sets = [...new Set(rulesets.map(dataOf))];
  return {
    data: sets.length === 1 ? sets : [sets.join('; or ')],
    consents: [...new Set([...consents, ...documentConsents])],
    providers: providers.map((name) =>
      name === ALL_PROVIDERS ? 'any provider of identity' : name,
    ),
  };
}

function dataOf({ groups }: Ruleset): string {
  const isByName = groups.some(({ counted }) => counted.some((one) => one !== 'gov_id'));
  const needs = groups.map(({ counted }) => counted.map((one) => WORDS[one]).join(' or '));
  return [...new Set([...(isByName ? [WORDS.name] : []), ...needs])].join(', ');
}
