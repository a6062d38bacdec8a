import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepEndWithRows, StepResult } from '../../features/executions/step-result.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { MANUAL, type Reusable, reusableOf } from '../../features/results/reuse.ts';
import type { IdentitySubject } from '../../providers/identity-provider.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { outdatedRows } from '../steps/process-result-of.ts';
import { consultSources } from './consult-identity.ts';
import { identitySubjectOf } from './identity-subject.ts';
import { type ConsultedSource, judgeRulesets, ruleSummaryOf } from './judge-rules.ts';
import { KycConfiguration } from './kyc-configuration.ts';
import { explainKyc, needsOfKyc } from './kyc-explained.ts';
import { issue, kycFindingOf } from './kyc-finding.ts';
import {
  agreedSubject,
  feasibleOf,
  type Missing,
  stillNeeded,
  withinSources,
} from './kyc-needs.ts';
import { isOfDeath, kycResultsOf, placeOfResult, sourcesOfResults } from './kyc-results.ts';
import { manualEvidenceFor } from './manual-evidence.ts';

type Input = StepInput<KycConfiguration>;

/** Confirms who the person is from independent sources, as far as one ruleset asks for it. */
export const kycStep: StepType<KycConfiguration> = {
  type: 'KYC',
  description: 'Confirms name, birth date, address and documents with independent sources.',
  timeoutMs: 120_000,
  maxAttempts: 3,
  configuration: KycConfiguration,
  explain: explainKyc,
  needs: needsOfKyc,

  async run(input) {
    const startedAt = input.now();
    const whole = identitySubjectOf(input.individual);
    const earlier = await earlierEvidence(input, whole);
    const manual = manualEvidenceFor(whole, earlier.reused);
    if (manual.length > 0) return manuallyVerified(input, startedAt, { whole, manual });
    const { consents, documentConsents, rulesets } = input.configuration;
    const asking = { subject: whole, consents, documentConsents };
    const { feasible, missing } = feasibleOf(rulesets, asking);
    if (feasible.length === 0) return missingData(input, startedAt, { whole, missing });
    return verified(input, { startedAt, subject: agreedSubject(asking), whole, earlier });
  },
};

/** What earlier runs found out and still counts, and what has become too old. */
async function earlierEvidence(input: Input, subject: IdentitySubject) {
  const { reuse } = input.configuration;
  const [kyc, id] = (await Promise.all([input.priorResults('KYC'), input.priorResults('ID')])).map(
    (results) => results.filter(isOfVerification),
  ) as [ProcessResult[], ProcessResult[]];
  const expiryOf = ({ objectId }: ProcessResult) =>
    subject.documents.find((document) => document.objectId === objectId)?.expiresOn;
  const now = input.now();
  const parts = [
    reusableOf(kyc, { window: reuse.KYC, now }),
    reusableOf(id, { window: reuse.ID, now, expiryOf }),
  ];
  return {
    all: [...kyc, ...id],
    reused: parts.flatMap(({ reused }) => reused),
    expired: parts.flatMap(({ expired }) => expired),
  };
}

/** That a document's own signs are sound, as other steps find, is no word of an independent source. */
function isOfVerification({ stepType }: ProcessResult): boolean {
  return stepType === 'KYC';
}

type Earlier = Reusable & { readonly all: readonly ProcessResult[] };

type Verifying = {
  readonly startedAt: Date;
  readonly subject: IdentitySubject;
  readonly whole: IdentitySubject;
  readonly earlier: Earlier;
};

async function verified(input: Input, verifying: Verifying): Promise<StepEndWithRows> {
  const { startedAt, subject, whole, earlier } = verifying;
  const { configuration, step, run, now } = input;
  const { rulesets, leastNameStrength, providers, mostSources } = configuration;
  const confirmed = earlier.reused.filter(({ result }) => result !== MANUAL);
  const judge = (sources: readonly ConsultedSource[], results: readonly ProcessResult[]) =>
    judgeRulesets(rulesets, {
      subject,
      sources: [...sourcesOfResults(results), ...sources],
      today: startedAt.toISOString().slice(0, 10),
      leastNameStrength,
    });
  const { sources, silent, visits } = await consultSources({
    input,
    providers,
    subject,
    needs: (said) => withinSources(mostSources, said, stillNeeded(judge(said, confirmed), subject)),
  });
  const recording = { run, step, now, subject, leastNameStrength };
  const fresh = sources.flatMap((source) => kycResultsOf(recording, source));
  const places = new Set(fresh.map(placeOfResult));
  const kept = confirmed.filter((result) => !places.has(placeOfResult(result)));
  const judged = judge(sources, kept);
  // A death on record does not lapse with what else the same source said.
  const deaths = earlier.all.filter(
    (result) => isOfDeath(result) && !kept.includes(result) && !places.has(placeOfResult(result)),
  );
  const listed = [...kept, ...deaths];
  const finding = kycFindingOf({
    judged,
    sources: [...sourcesOfResults(listed), ...sources],
    silent,
    results: [...listed, ...fresh],
    hasAsked: visits.length > 0,
    expired: earlier.expired,
  });
  const at = now();
  const outdated = earlier.all.filter(
    (result) => result.result !== MANUAL && places.has(placeOfResult(result)),
  );
  return stepEndOf({ ...step, startedAt }, now, {
    ...finding,
    isMandatory: configuration.isMandatory,
    ...aboutPerson(input, whole, visits),
    rows: {
      process_result: fresh.map((result) => input.resultRow(result)),
      process_result_stale: outdatedRows(outdated, at),
      process_result_expired: outdatedRows(
        earlier.expired.filter((result) => !outdated.includes(result)),
        at,
      ),
    },
  });
}

/** What every end of the step says: whom it is about, and what an edit puts in question. */
function aboutPerson(
  { run, configuration }: Input,
  { names, births, addresses, documents }: IdentitySubject,
  serviceProviders: StepResult['serviceProviders'] = [],
) {
  const { consents, documentConsents } = configuration;
  const elements = [...names, ...births, ...addresses, ...documents];
  return {
    objectType: 'INDIVIDUAL',
    objectId: run.entityId,
    serviceProviders,
    restsOn: [
      ...elements.map(({ objectId }) => objectId),
      'gender',
      ...(consents.length + documentConsents.length > 0 ? ['consents'] : []),
    ],
  };
}

/** An officer has verified the person: nobody is asked. */
function manuallyVerified(
  input: Input,
  startedAt: Date,
  { whole, manual }: { whole: IdentitySubject; manual: readonly ProcessResult[] },
): StepEndWithRows {
  const about = aboutPerson(input, whole);
  const processResultIds = manual.map(({ processResultId }) => processResultId);
  return stepEndOf({ ...input.step, startedAt }, input.now, {
    result: 'PASS',
    isMandatory: input.configuration.isMandatory,
    ...about,
    // Taking the verification back puts the pass in question, as an edit does.
    restsOn: [...about.restsOn, ...processResultIds],
    summary: {
      matchedRules: [{ ruleName: 'manual', ruleOrder: 1, ruleMatches: [] }],
      unmatchedRules: [],
    },
    processResultIds,
    facts: { manual: 1 },
  });
}

const BAD_DATA = {
  name: 'BAD_DATA_NAME',
  dob: 'BAD_DATA_DOB',
  address: 'BAD_DATA_ADDRESS',
  gov_id: 'BAD_DATA_ID',
} as const;

function missingData(
  input: Input,
  startedAt: Date,
  { whole, missing }: { whole: IdentitySubject; missing: readonly Missing[] },
): StepEndWithRows {
  return stepEndOf({ ...input.step, startedAt }, input.now, {
    result: 'MISSING_DATA',
    isMandatory: input.configuration.isMandatory,
    ...aboutPerson(input, whole),
    summary: ruleSummaryOf(judgeRulesets(input.configuration.rulesets, nothingSaid(input, whole))),
    errors: missing.map(({ location, description }) => ({
      code: 'VAL-0400',
      description,
      location,
    })),
    issues: missing.flatMap(({ counted }) =>
      counted === undefined || counted === 'gender'
        ? []
        : [issue(`BAD_DATA/${BAD_DATA[counted]}`, 'REVIEW')],
    ),
  });
}

function nothingSaid({ configuration, now }: Input, subject: IdentitySubject) {
  const { leastNameStrength } = configuration;
  return { subject, sources: [], today: now().toISOString().slice(0, 10), leastNameStrength };
}
