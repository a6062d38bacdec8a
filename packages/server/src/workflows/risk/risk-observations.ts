import type { Individual } from '@probity/contract/individual';
import type { StepEnd } from '../../features/executions/step-result.ts';
import type { RiskObservation } from '../../features/risk/assess-risk.ts';
import type { RiskFactorRule, RiskHandler } from '../../features/risk/risk-profile.ts';
import { factDefaults } from '../decision/fact-defaults.ts';

/** What factors are seen from: the person, the steps that have ended, and how often this was tried. */
export type RiskSight = {
  readonly individual: Individual;
  readonly ends: readonly StepEnd[];
  /** Runs of this workflow for this person, this one among them. */
  readonly attempts: number;
  readonly at: Date;
};

type Look = (sight: RiskSight, rule: RiskFactorRule) => RiskObservation | undefined;

/** What a run sees of a factor; undefined where it could not see it, which is not the same as nothing. */
export function observeRisk(sight: RiskSight, rule: RiskFactorRule): RiskObservation | undefined {
  return LOOKS[rule.handler](sight, rule);
}

const seen = (values: readonly string[], derivedFrom: readonly string[]): RiskObservation => ({
  values,
  derivedFrom,
});

/** Fields that a person has once or several times, with the name or id that an edit touches. */
function ofPerson(
  pick: (individual: Individual) => readonly [unknown, string | undefined][],
): Look {
  return ({ individual }) => {
    const pairs = pick(individual).filter(([value]) => typeof value === 'string' && value !== '');
    return seen(
      pairs.map(([value]) => String(value)),
      pairs.flatMap(([, place]) => place ?? []),
    );
  };
}

const documentsOf = ({ documents }: Individual) =>
  Object.values(documents ?? {}).flatMap((ofClass) => ofClass ?? []);

const age: Look = ({ individual, at }) => {
  const { year, month = '1', day = '1', dateOfBirthId } = individual.dateOfBirth ?? {};
  if (!year) return seen([], []);
  const [y, m, d] = [year, month, day].map(Number) as [number, number, number];
  const hadBirthday = [at.getUTCMonth() + 1 - m, at.getUTCDate() - d].find((gap) => gap !== 0) ?? 0;
  const years = at.getUTCFullYear() - y - (hadBirthday < 0 ? 1 : 0);
  return seen([`${years}`], dateOfBirthId ? [dateOfBirthId] : []);
};

const customAttribute: Look = ({ individual }, { attribute = '' }) => {
  const { customAttributes = {} } = individual;
  const found = Object.hasOwn(customAttributes, attribute)
    ? customAttributes[attribute]
    : undefined;
  return seen(found ? [String(found.value)] : [], ['customAttributes']);
};

/** Steps of a type that looked; one that fell silent or was led past did not. */
function looked(ends: readonly StepEnd[], type: string): readonly StepEnd[] {
  const SILENT = ['ERROR', 'UNCHECKED', 'MISSING_DATA', 'INCOMPLETE', 'SKIPPED', 'NOT_APPLICABLE'];
  return ends.filter(({ step }) => step.stepType === type && !SILENT.includes(step.result));
}

/** A fact of the steps of one type; those that did not look leave what was known of it. */
function ofSteps(type: string, pick: (facts: StepEnd['facts']) => readonly unknown[]): Look {
  return ({ ends }) => {
    const steps = looked(ends, type);
    if (steps.length === 0) return undefined;
    const values = steps.flatMap(({ facts }) => pick({ ...factDefaults(type), ...facts }));
    return seen(
      values.filter((value) => value !== undefined && value !== '').map(String),
      steps.flatMap(({ step }) => step.restsOn),
    );
  };
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Numbers of several steps are one number. */
function summed(type: string, fact: (facts: StepEnd['facts']) => unknown): Look {
  const each = ofSteps(type, (facts) => [Number(fact(facts) ?? 0)]);
  return (sight, rule) => {
    const all = each(sight, rule);
    return all && { ...all, values: [`${all.values.reduce((sum, one) => sum + Number(one), 0)}`] };
  };
}

function whether(count: Look): Look {
  return (sight, rule) => {
    const counted = count(sight, rule);
    return counted && { ...counted, values: [`${counted.values.some((one) => Number(one) > 0)}`] };
  };
}

const known = (value: unknown) => (value === 'UNKNOWN' || value === undefined ? [] : [value]);
const pepCount = summed('AML', (facts) => facts.standingPep);
const sanctionCount = summed('AML', (facts) => facts.standingSanction);
const watchlistCount = summed('AML', (facts) => facts.standingWatchlist);
const mediaCount = summed('AML', (facts) => facts.standingMedia);

const LOOKS: Readonly<Record<RiskHandler, Look>> = {
  entity_type: () => seen(['INDIVIDUAL'], []),
  entity_age: age,
  address_country: ofPerson(({ addresses = [] }) =>
    addresses.map(({ country, addressId }) => [country, addressId]),
  ),
  birth_country: ofPerson(({ placeOfBirth }) => [[placeOfBirth?.country, 'placeOfBirth']]),
  nationality_country: ofPerson(({ nationality }) => [[nationality, 'nationality']]),
  document_country: ofPerson((one) =>
    documentsOf(one).map(({ country, documentId }) => [country, documentId]),
  ),
  document_type: ofPerson((one) =>
    documentsOf(one).map(({ type, documentId }) => [type, documentId]),
  ),
  custom_attribute: customAttribute,
  is_pep: whether(pepCount),
  has_sanctions: whether(sanctionCount),
  on_watchlist: whether(watchlistCount),
  has_adverse_media: whether(mediaCount),
  pep_count: pepCount,
  sanction_count: sanctionCount,
  watchlist_count: watchlistCount,
  media_count: mediaCount,
  pep_level: ofSteps('AML', (facts) => list(facts.pepLevels)),
  pep_country: ofSteps('AML', (facts) => list(facts.pepCountries)),
  sanction_country: ofSteps('AML', (facts) => list(facts.sanctionCountries)),
  media_country: ofSteps('AML', (facts) => list(facts.mediaCountries)),
  idv_document: ofSteps('IDV', (facts) => known(facts.document)),
  idv_face: ofSteps('IDV', (facts) => known(facts.face)),
  idv_liveness: ofSteps('IDV', (facts) => known(facts.liveness)),
  idv_ocr: ofSteps('IDV', (facts) => known(facts.ocr)),
  duplicates_unresolved: summed('DUPLICATE', (facts) => facts.open),
  duplicates_confirmed: summed(
    'DUPLICATE',
    (facts) => Number(facts.accepted ?? 0) + Number(facts.rejected ?? 0),
  ),
  matchlist_action: ofSteps('BLOCKLIST', (facts) => list(facts.actions)),
  matchlist_score: ofSteps('BLOCKLIST', (facts) => list(facts.riskScores)),
  fraud_email_address: ofSteps('FRAUD', (facts) => known(facts.emailAddress)),
  fraud_phone_number: ofSteps('FRAUD', (facts) => known(facts.phoneNumber)),
  fraud_device: ofSteps('FRAUD', (facts) => known(facts.device)),
  fraud_ip_address: ofSteps('FRAUD', (facts) => known(facts.ipAddress)),
  session_count: summed('FRAUD', (facts) => facts.sessions),
  workflow_attempts: ({ attempts }) => seen([`${attempts}`], []),
  kyc_result: ({ ends }) => {
    const steps = ends.filter(
      ({ step, isRoutedAround }) => step.stepType === 'KYC' && !isRoutedAround,
    );
    if (steps.length === 0) return undefined;
    return seen(
      steps.map(({ step }) => (step.result === 'SKIPPED' ? 'MATCH' : step.result)),
      steps.flatMap(({ step }) => step.restsOn),
    );
  },
};
