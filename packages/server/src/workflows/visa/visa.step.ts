import type { IdentityDocument } from '@probity/contract/document';
import type { Individual } from '@probity/contract/individual';
import { type StepFinding, stepEndOf } from '../../features/executions/step-end.ts';
import { ALL_PROVIDERS, chosenProviders, type Silent } from '../../providers/source-call.ts';
import type { VisaAnswer, VisaAsk } from '../../providers/visa-provider.ts';
import type { StepInput, StepType } from '../step-type.ts';
import {
  type Asked,
  askSource,
  missingProvider,
  silenceError,
  silenceIssue,
  visitsOf,
} from '../steps/ask-source.ts';
import { ofThisStep, outdatedRows, processResultOf } from '../steps/process-result-of.ts';
import { isListed, VisaConfiguration } from './visa-configuration.ts';

type Input = StepInput<VisaConfiguration>;

/** Asks whether a foreigner holds a visa, and one that is good enough. */
export const visaStep: StepType<VisaConfiguration> = {
  type: 'VISA',
  description: 'Asks a register of visas about a foreigner by their passport.',
  timeoutMs: 120_000,
  maxAttempts: 3,
  configuration: VisaConfiguration,

  explain: ({ country, allow, deny, isMandatory }) => [
    `Asks whether the person holds a visa of ${country}, by the passport of another country; citizens need none.`,
    ...(allow ? [`Only these pass: ${listInWords(allow)}.`] : []),
    ...(deny ? [`These never pass: ${listInWords(deny)}.`] : []),
    'A visa that has lapsed makes the step EXPIRED, none at all FAIL.',
    isMandatory
      ? 'A register that does not answer makes the step ERROR and the run a REVIEW.'
      : 'The step is optional: its silence is shown, but does not stop a pass.',
  ],
  needs: ({ providers, consents }) => ({
    data: [
      'nationality',
      'a name',
      'the whole birth date',
      'a passport with its number and country',
    ],
    consents,
    providers: providers.map((name) => (name === ALL_PROVIDERS ? 'any register of visas' : name)),
  }),

  async run(input) {
    const startedAt = input.now();
    const found = isCitizen(input)
      ? { result: 'NOT_APPLICABLE' as const, isMandatory: input.configuration.isMandatory }
      : await check(input);
    return stepEndOf({ ...input.step, startedAt }, input.now, found);
  },
};

function listInWords({ classes, subClasses }: { classes: string[]; subClasses: string[] }): string {
  return [
    ...classes.map((code) => `class ${code}`),
    ...subClasses.map((code) => `subclass ${code}`),
  ].join(', ');
}

const passportsOf = ({ documents }: Individual) =>
  (documents?.IDENTITY ?? []).filter(({ type }) => type === 'PASSPORT');

function isCitizen({ individual, configuration }: Input): boolean {
  const { country } = configuration;
  return (
    individual.nationality === country ||
    passportsOf(individual).some((passport) => passport.country === country)
  );
}

async function check(input: Input): Promise<StepFinding> {
  const passport = passportsOf(input.individual).find(
    ({ primaryIdentifier, country }) => primaryIdentifier && country,
  );
  const asked = askOf(input, passport);
  if (!passport || 'missing' in asked)
    return missingData(input, 'missing' in asked ? asked.missing : []);
  const heard = await hear(input, asked);
  const { answer } = heard;
  if (!answer) return silent(input, heard);
  return concluded(input, heard, { answer, passport });
}

type Missing = readonly { readonly location: string; readonly description: string }[];

function askOf(
  { individual, run, configuration }: Input,
  passport: IdentityDocument | undefined,
): VisaAsk | { readonly missing: Missing } {
  const { name, dateOfBirth } = individual;
  const birth = wholeDate(dateOfBirth);
  const given = (individual.consents ?? []).map(({ type }) => type);
  const missing = [
    ...(name?.familyName ? [] : [{ location: 'individual.name', description: 'a name' }]),
    ...(birth ? [] : [{ location: 'individual.dateOfBirth', description: 'the whole birth date' }]),
    ...(passport
      ? []
      : [{ location: 'individual.documents', description: 'a passport with number and country' }]),
    ...configuration.consents
      .filter((consent) => !given.includes(consent))
      .map((consent) => ({ location: 'consents', description: `the consent ${consent}` })),
  ];
  if (missing.length > 0 || !passport || !birth || !name) return { missing };
  const { documentId = '', type = 'PASSPORT', country = '', primaryIdentifier } = passport;
  const { nameId = '', givenName, middleName, familyName, displayName } = name;
  const full = displayName ?? [givenName, middleName, familyName].filter(Boolean).join(' ');
  return {
    entityId: run.entityId,
    passport: {
      objectId: documentId,
      type,
      country,
      ...(primaryIdentifier && { primaryIdentifier }),
    },
    name: {
      objectId: nameId,
      standing: 'current',
      full,
      family: familyName,
      ...(givenName && { given: givenName }),
      ...(middleName && { middle: middleName }),
    },
    birth,
  };
}

function wholeDate(date: Individual['dateOfBirth']): string | undefined {
  const { year, month, day } = date ?? {};
  if (!year || !month || !day) return undefined;
  return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
}

function missingData({ configuration }: Input, missing: Missing): StepFinding {
  return {
    result: 'MISSING_DATA',
    isMandatory: configuration.isMandatory,
    errors: missing.map(({ location, description }) => ({
      code: 'VAL-0400',
      description: `A visa check needs ${description}`,
      location,
    })),
    issues: [issue('BAD_DATA', 'BAD_DATA_ID', { severity: 'REVIEW' })],
  };
}

type Visit = Omit<Asked<unknown>, 'answer'> & { provider: string; result: string };
type Heard = {
  readonly answer?: Exclude<VisaAnswer, Silent>;
  readonly provider?: string;
  readonly visits: readonly Visit[];
  readonly silences: readonly { readonly provider: string; readonly silent: Silent }[];
};

/** One register after the other, until one answers. */
async function hear(input: Input, ask: VisaAsk): Promise<Heard> {
  const { capabilities, configuration, run } = input;
  const { chosen, missing } = chosenProviders(capabilities.visa, configuration.providers, run);
  const silences = missing.map((provider) => ({ provider, silent: missingProvider(provider) }));
  if (chosen.length === 0 && missing.length === 0) {
    silences.push({ provider: 'visa', silent: missingProvider('visa') });
  }
  const visits: Visit[] = [];
  for (const provider of chosen) {
    const { answer, ...times } = await askSource(input, {
      provider,
      name: provider.name,
      send: (source, call) => source.check(ask, call),
    });
    const { name } = provider;
    visits.push({
      provider: name,
      result: answer.outcome === 'silent' ? 'ERROR' : 'COMPLETE',
      ...times,
    });
    if (answer.outcome !== 'silent') return { answer, provider: name, visits, silences };
    silences.push({ provider: name, silent: answer });
  }
  return { visits, silences };
}

function silent({ configuration }: Input, { visits, silences }: Heard): StepFinding {
  return {
    result: 'ERROR',
    isMandatory: configuration.isMandatory,
    serviceProviders: visitsOf(visits),
    errors: silences.map(({ provider, silent: one }) => silenceError(provider, one)),
    issues: silences.map(({ silent: one }) => silenceIssue(one)),
  };
}

type Answered = {
  readonly answer: Exclude<VisaAnswer, Silent>;
  readonly passport: IdentityDocument;
};

async function concluded(input: Input, heard: Heard, of: Answered): Promise<StepFinding> {
  const { configuration } = input;
  const verdict = verdictOf(input, of.answer);
  const found = processResultOf(input, {
    class: 'VISA',
    result:
      verdict.result === 'PASS' ? 'MATCH' : of.answer.outcome === 'none' ? 'NO_MATCH' : 'FAIL',
    objectType: 'DOCUMENT',
    objectId: of.passport.documentId ?? input.run.entityId,
    derivedFrom: restsOn(input, of.passport),
    evidence: evidenceOf(of.answer, heard.provider ?? 'visa'),
  });
  const before = ofThisStep(await input.priorResults('VISA'), input);
  const visa = of.answer.outcome === 'held' ? of.answer.visa : undefined;
  return {
    result: verdict.result,
    isMandatory: configuration.isMandatory,
    objectType: 'DOCUMENT',
    ...(of.passport.documentId && { objectId: of.passport.documentId }),
    ...(visa && {
      summary: {
        country: visa.country,
        ...(visa.class && { class: visa.class }),
        ...(visa.subClass && { subClass: visa.subClass }),
        hasExpired: visa.hasExpired,
        noExpiry: visa.noExpiry,
        onAllowList: isListed(visa, configuration.allow),
        onDenyList: isListed(visa, configuration.deny),
      },
    }),
    serviceProviders: visitsOf(heard.visits),
    processResultIds: [found.processResultId],
    restsOn: [
      ...restsOn(input, of.passport),
      ...(configuration.consents.length > 0 ? ['consents'] : []),
    ],
    issues: verdict.issues.map((one) => ({ ...one, processResultIds: [found.processResultId] })),
    facts: {
      class: visa?.class ?? '',
      subClass: visa?.subClass ?? '',
      holderType: visa?.holderType ?? '',
    },
    rows: {
      process_result: [input.resultRow(found)],
      process_result_stale: outdatedRows(before, input.now()),
    },
  };
}

function restsOn({ individual }: Input, { documentId }: IdentityDocument): readonly string[] {
  const { nationality, name, dateOfBirth } = individual;
  return [
    ...(documentId ? [documentId] : []),
    ...(name?.nameId ? [name.nameId] : []),
    ...(dateOfBirth?.dateOfBirthId ? [dateOfBirth.dateOfBirthId] : []),
    ...(nationality ? ['nationality'] : []),
  ];
}

type Verdict = Pick<StepFinding, 'result'> & {
  readonly issues: NonNullable<StepFinding['issues']>;
};

/** A list that denies comes before a date, and a date before a list that allows. */
function verdictOf({ configuration, now }: Input, answer: Exclude<VisaAnswer, Silent>): Verdict {
  if (answer.outcome === 'none') {
    return { result: 'FAIL', issues: [issue('VISA', 'VISA_FAILED', { severity: 'CRITICAL' })] };
  }
  const { visa } = answer;
  if (isListed(visa, configuration.deny)) {
    return { result: 'FAIL', issues: [issue('VISA', 'DENY_LIST', { severity: 'CRITICAL' })] };
  }
  const today = now().toISOString().slice(0, 10);
  const hasLapsed = !visa.noExpiry && visa.expiryDate !== undefined && visa.expiryDate < today;
  if (visa.hasExpired || hasLapsed) {
    return {
      result: 'EXPIRED',
      issues: [issue('EXPIRY', 'REQUIRES_VISA', { severity: 'REVIEW' })],
    };
  }
  if (configuration.allow && !isListed(visa, configuration.allow)) {
    return { result: 'FAIL', issues: [issue('VISA', 'VISA_FAILED', { severity: 'CRITICAL' })] };
  }
  return { result: 'PASS', issues: [] };
}

function evidenceOf(answer: Exclude<VisaAnswer, Silent>, provider: string) {
  const { reference } = answer;
  return {
    providerResult: { name: provider, source: provider, ...(reference && { reference }) },
    supplementaryData: {
      type: 'VISA',
      ...(answer.outcome === 'held'
        ? answer.visa
        : answer.lookupErrorCode && { lookupErrorCode: answer.lookupErrorCode }),
    },
  };
}

function issue(
  category: string,
  name: string,
  { severity }: { readonly severity: 'REVIEW' | 'CRITICAL' },
): NonNullable<StepFinding['issues']>[number] {
  return { category, issue: name, severity, processResultIds: [], isCleared: false };
}
