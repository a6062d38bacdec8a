import { type StepFinding, stepEndOf } from '../../features/executions/step-end.ts';
import type { RunError } from '../../features/executions/step-result.ts';
import { type Disposition, hitStepResult } from '../../features/results/disposition.ts';
import { ALL_PROVIDERS, chosenProviders, type Silent } from '../../providers/source-call.ts';
import type { StepInput, StepType } from '../step-type.ts';
import {
  type Asked,
  askSource,
  missingProvider,
  silenceError,
  silenceIssue,
  visitsOf,
} from '../steps/ask-source.ts';
import { outdatedRows } from '../steps/process-result-of.ts';
import { FRAUD_KINDS, FraudConfiguration, type FraudKind, worstOf } from './fraud-configuration.ts';
import {
  countsForRisk,
  mergeFindings,
  type SourcedFinding,
  type StandingFinding,
  standingOf,
} from './fraud-results.ts';
import { fraudSubjectsOf, type SeenSubject } from './fraud-subjects.ts';

type Input = StepInput<FraudConfiguration>;

/** Looks for signs of fraud in how the person can be reached and what they used. */
export const fraudStep: StepType<FraudConfiguration> = {
  type: 'FRAUD',
  description: 'Looks at e-mail addresses, telephone numbers, devices and IP addresses.',
  timeoutMs: 60_000,
  maxAttempts: 3,
  configuration: FraudConfiguration,

  explain: ({ kinds, requires, providers, hitFrom, isMandatory }) => [
    `Asks ${providersInWords(providers)} how risky the person's ${kindsInWords(kinds)} are.`,
    `From ${hitFrom} on a finding is a hit, and a hit waits for an officer.`,
    requires.length > 0
      ? `Without ${kindsInWords(requires)} the step is MISSING_DATA.`
      : 'Without any of them the step is MISSING_DATA.',
    isMandatory
      ? 'A source that does not answer makes the step ERROR and the run a REVIEW.'
      : 'The step is optional: its silence is shown, but does not stop a pass.',
  ],

  needs: ({ kinds, providers }) => ({
    data: kinds.map((kind) => WORDS[kind]),
    consents: [],
    providers: providers.map((name) => (name === ALL_PROVIDERS ? 'any source of fraud' : name)),
  }),

  async run(input) {
    const startedAt = input.now();
    const subjects = subjectsOf(input);
    const missing = missingKinds(input.configuration, subjects.looked);
    const found = missing.length > 0 ? noSubjects(input, missing) : await look(input, subjects);
    return stepEndOf({ ...input.step, startedAt }, input.now, found);
  },
};

const WORDS: Readonly<Record<FraudKind, string>> = {
  EMAIL_ADDRESS: 'e-mail addresses',
  PHONE_NUMBER: 'telephone numbers',
  DEVICE: 'devices',
  IP_ADDRESS: 'IP addresses',
};
const kindsInWords = (kinds: readonly FraudKind[]) => kinds.map((kind) => WORDS[kind]).join(', ');

function providersInWords(providers: readonly string[]): string {
  return providers.includes(ALL_PROVIDERS) ? 'every source of fraud' : providers.join(', ');
}

type Subjects = { readonly looked: readonly SeenSubject[]; readonly leftOut: number };

const isSession = ({ subject }: SeenSubject) =>
  subject.kind === 'DEVICE' || subject.kind === 'IP_ADDRESS';

function subjectsOf({ individual, configuration }: Input): Subjects {
  const all = fraudSubjectsOf(individual).filter(({ subject }) =>
    configuration.kinds.includes(subject.kind),
  );
  const sessions = all.filter(isSession);
  const looked = new Set(sessions.slice(0, configuration.mostSessions));
  return {
    looked: all.filter((seen) => !isSession(seen) || looked.has(seen)),
    leftOut: sessions.length - looked.size,
  };
}

function missingKinds(
  { kinds, requires }: FraudConfiguration,
  looked: readonly SeenSubject[],
): readonly FraudKind[] {
  const isThere = (kind: FraudKind) => looked.some(({ subject }) => subject.kind === kind);
  if (looked.length === 0) return kinds;
  return requires.filter((kind) => !isThere(kind));
}

function noSubjects({ configuration }: Input, missing: readonly FraudKind[]): StepFinding {
  return {
    result: 'MISSING_DATA',
    isMandatory: configuration.isMandatory,
    summary: { numberSessionsEvaluated: 0, numberSessionsNotEvaluated: 0 },
    errors: missing.map((kind) => ({
      code: 'VAL-0400',
      description: `There are no ${WORDS[kind]} to look at`,
      location: `individual.${LOCATION[kind]}`,
    })),
    issues: missing
      .filter((kind) => kind === 'EMAIL_ADDRESS' || kind === 'PHONE_NUMBER')
      .map((kind) => ({
        category: 'BAD_DATA',
        issue: kind === 'EMAIL_ADDRESS' ? 'BAD_DATA_EMAIL' : 'BAD_DATA_MOBILE',
        severity: 'REVIEW' as const,
        processResultIds: [],
        isCleared: false,
      })),
  };
}

const LOCATION: Readonly<Record<FraudKind, string>> = {
  EMAIL_ADDRESS: 'emailAddresses',
  PHONE_NUMBER: 'phoneNumbers',
  DEVICE: 'customAttributes',
  IP_ADDRESS: 'customAttributes',
};

type Visit = Omit<Asked<unknown>, 'answer'> & { provider: string; result: string };
type Heard = {
  readonly findings: readonly SourcedFinding[];
  readonly visits: readonly Visit[];
  readonly silences: readonly { readonly provider: string; readonly silent: Silent }[];
};

async function look(input: Input, subjects: Subjects): Promise<StepFinding> {
  const heard = await hear(input, subjects.looked);
  const stored = await input.priorResults('FRAUD');
  const silent = new Set(heard.silences.map(({ provider }) => provider));
  const { standing, opened, outdated } = mergeFindings(input, heard.findings, { stored, silent });
  const { isMandatory } = input.configuration;
  const dispositions = standing.flatMap((one) => standingOf(one) ?? []);
  return {
    result: heard.silences.length > 0 ? 'ERROR' : hitStepResult(dispositions),
    isMandatory,
    objectType: 'INDIVIDUAL',
    objectId: input.run.entityId,
    summary: summaryOf(standing, subjects),
    serviceProviders: visitsOf(heard.visits),
    errors: heard.silences.map(
      ({ provider, silent: one }): RunError => silenceError(provider, one),
    ),
    processResultIds: standing.map(({ result }) => result.processResultId),
    restsOn: [...new Set(subjects.looked.map(({ derivedFrom }) => derivedFrom))],
    issues: [
      ...heard.silences.map(({ silent: one }) => silenceIssue(one)),
      ...FRAUD_KINDS.flatMap((kind) => issueOf(kind, standing)),
    ],
    facts: factsOf(standing, dispositions, subjects),
    rows: {
      process_result: opened.map((result) => input.resultRow(result)),
      process_result_stale: outdatedRows(outdated, input.now()),
    },
  };
}

/** Asks every source that is chosen about the kinds that it knows; nobody's silence is passed over. */
async function hear(input: Input, looked: readonly SeenSubject[]): Promise<Heard> {
  const { capabilities, configuration, run } = input;
  const { chosen, missing } = chosenProviders(capabilities.fraud, configuration.providers, run);
  const silences = missing.map((provider) => ({ provider, silent: missingProvider(provider) }));
  const findings: SourcedFinding[] = [];
  const visits: Visit[] = [];
  const unasked = new Set(looked);
  for (const provider of chosen) {
    const own = looked.filter(({ subject }) => provider.kinds.includes(subject.kind));
    if (own.length === 0) continue;
    const subjects = own.map(({ subject }) => subject);
    const { answer, ...times } = await askSource(input, {
      provider,
      name: provider.name,
      send: (source, call) => source.assess(subjects, call),
    });
    for (const seen of own) unasked.delete(seen);
    const heard = answer.outcome === 'answered' ? answer.findings : [];
    const told = own.map((seen) => ({ seen, finding: heard.find(isAbout(seen)) }));
    if (answer.outcome === 'silent') silences.push({ provider: provider.name, silent: answer });
    else if (told.some(({ finding }) => !finding)) silences.push(partly(provider.name));
    findings.push(
      ...told.flatMap(({ seen, finding }) =>
        finding ? [{ ...finding, provider: provider.name, seen }] : [],
      ),
    );
    visits.push({
      provider: provider.name,
      result: answer.outcome === 'silent' ? 'ERROR' : 'COMPLETE',
      ...times,
    });
  }
  if (unasked.size > 0) silences.push(nobody());
  return { findings, visits, silences };
}

const isAbout =
  ({ subject }: SeenSubject) =>
  (finding: { readonly kind: string; readonly objectId: string }) =>
    finding.kind === subject.kind && finding.objectId === subject.objectId;

function partly(provider: string): Heard['silences'][number] {
  const detail = `${provider} did not say something about everything that it was asked`;
  return { provider, silent: { outcome: 'silent', because: 'error', detail } };
}

function nobody(): Heard['silences'][number] {
  const detail = 'No source that is set up knows something that was to be looked at';
  return { provider: 'fraud', silent: { outcome: 'silent', because: 'not-configured', detail } };
}

function ofKind(standing: readonly StandingFinding[], kind: FraudKind) {
  return standing.filter((one) => one.kind === kind);
}

function summaryOf(standing: readonly StandingFinding[], { looked, leftOut }: Subjects): object {
  const NAMES: Readonly<Record<FraudKind, string>> = {
    EMAIL_ADDRESS: 'EmailAddress',
    PHONE_NUMBER: 'PhoneNumber',
    DEVICE: 'Device',
    IP_ADDRESS: 'IpAddress',
  };
  const perKind = FRAUD_KINDS.flatMap((kind) => {
    const found = ofKind(standing, kind);
    return [
      [`maximum${NAMES[kind]}Risk`, worstOf(found.map(({ riskLevel }) => riskLevel))],
      [`number${NAMES[kind]}Evaluations`, found.length],
    ] as const;
  });
  return {
    ...Object.fromEntries<string | number>(perKind),
    numberSessionsEvaluated: looked.filter(isSession).length,
    numberSessionsNotEvaluated: leftOut,
  };
}

function issueOf(
  kind: FraudKind,
  standing: readonly StandingFinding[],
): NonNullable<StepFinding['issues']> {
  const hits = ofKind(standing, kind).filter((one) => standingOf(one) !== undefined);
  const raised = hits.filter((one) => standingOf(one) !== 'cleared');
  if (raised.length === 0) return [];
  const worst = worstOf(raised.map(({ riskLevel }) => riskLevel));
  return [
    {
      category: 'FRAUD',
      issue: `FRAUD_${kind}`,
      severity: worst === 'UNACCEPTABLE' ? 'CRITICAL' : 'REVIEW',
      processResultIds: hits.map(({ result }) => result.processResultId),
      isCleared: raised.every((one) => standingOf(one) !== 'open'),
    },
  ];
}

function factsOf(
  standing: readonly StandingFinding[],
  dispositions: readonly Disposition[],
  { looked, leftOut }: Subjects,
): Readonly<Record<string, unknown>> {
  const counted = standing.filter(countsForRisk);
  const level = (kind: FraudKind) => {
    const found = ofKind(counted, kind).map(({ riskLevel }) => riskLevel);
    return found.length === 0 && ofKind(standing, kind).length > 0 ? 'LOW' : worstOf(found);
  };
  const count = (wanted: Disposition) => dispositions.filter((one) => one === wanted).length;
  return {
    hits: dispositions.length,
    open: count('open'),
    rejected: count('rejected'),
    accepted: count('accepted'),
    cleared: count('cleared'),
    emailAddress: level('EMAIL_ADDRESS'),
    phoneNumber: level('PHONE_NUMBER'),
    device: level('DEVICE'),
    ipAddress: level('IP_ADDRESS'),
    sessions: looked.filter(isSession).length + leftOut,
  };
}
