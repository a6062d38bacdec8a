import type { KycSummary } from '@probity/contract/execution/kyc-summary';
import type { IdentitySubject, SourceFinding } from '../../providers/identity-provider.ts';
import { ageOn } from './age.ts';
import type { Counted, RequirementGroup, Ruleset } from './ruleset.ts';

/** What a source said, and who asked it. */
export type ConsultedSource = SourceFinding & { readonly provider: string };

/** What rulesets are judged by. */
export type KycEvidence = {
  readonly subject: IdentitySubject;
  readonly sources: readonly ConsultedSource[];
  /** The day as of which documents are valid and people are of age. */
  readonly today: string;
  readonly leastNameStrength: number;
};

type MatchRule = NonNullable<KycSummary['matchedRules']>[number];
type MatchGroup = NonNullable<MatchRule['ruleMatches']>[number];
type MatchTypes = NonNullable<MatchGroup['matchTypes']>;

/** A ruleset against the evidence: its groups in the words of the contract's summary. */
export type JudgedRuleset = {
  readonly ruleset: Ruleset;
  readonly isMet: boolean;
  readonly groups: readonly JudgedGroup[];
};

export type JudgedGroup = { readonly group: RequirementGroup; readonly shown: MatchGroup };

/** One element at one source: whether it was found there, as this ruleset counts. */
type Check = {
  readonly counted: Counted;
  readonly objectId: string;
  readonly objectType: string;
  readonly provider: string;
  readonly source: string;
  readonly isMatch: boolean;
};

/** Judges every ruleset. The order of sources makes no difference, and a match more never harms. */
export function judgeRulesets(
  rulesets: readonly Ruleset[],
  evidence: KycEvidence,
): readonly JudgedRuleset[] {
  return rulesets.map((ruleset) => {
    const checks = checksOf(ruleset, evidence);
    const groups = ruleset.groups.map((group) => judgeGroup(group, checks));
    return { ruleset, groups, isMet: groups.every(({ shown }) => shown.isVerified === true) };
  });
}

/** The summary's lists of rules, by whether they were met; `ruleOrder` is the priority. */
export function ruleSummaryOf(
  judged: readonly JudgedRuleset[],
): Required<Pick<KycSummary, 'matchedRules' | 'unmatchedRules'>> {
  const rules = judged.map(({ ruleset, groups, isMet }, at) => ({
    isMet,
    rule: {
      ruleName: ruleset.name,
      ruleOrder: at + 1,
      ruleMatches: groups.map(({ shown }) => shown),
    },
  }));
  return {
    matchedRules: rules.filter(({ isMet }) => isMet).map(({ rule }) => rule),
    unmatchedRules: rules.filter(({ isMet }) => !isMet).map(({ rule }) => rule),
  };
}

/** Sources at which a name of the person that counts is known well enough for the rest to be theirs. */
export function sourcesOfName(ruleset: Ruleset, evidence: KycEvidence): ReadonlySet<string> {
  const names = new Set(
    evidence.subject.names
      .filter(({ standing }) => standing === 'current' || ruleset.previousNames)
      .map(({ objectId }) => objectId),
  );
  const known = evidence.sources.filter(({ attributes }) =>
    attributes.some(
      ({ attribute, objectId, result, strengths }) =>
        attribute === 'name' &&
        names.has(objectId) &&
        result === 'MATCH' &&
        (strengths.fullName ?? 100) >= evidence.leastNameStrength,
    ),
  );
  return new Set(known.map(({ source }) => source));
}

function checksOf(ruleset: Ruleset, evidence: KycEvidence): Check[] {
  const knowing = sourcesOfName(ruleset, evidence);
  const elements = elementsOf(ruleset, evidence);
  return evidence.sources.flatMap(({ provider, source, attributes, documents }) => [
    ...attributes.flatMap(({ attribute, objectId, result }): Check[] => {
      const objectType = elements.get(`${attribute} ${objectId}`);
      if (objectType === undefined) return [];
      const isMatch = result === 'MATCH' && knowing.has(source);
      return [{ counted: attribute, objectId, objectType, provider, source, isMatch }];
    }),
    ...documents.flatMap((found): Check[] => {
      const document = evidence.subject.documents.find(
        ({ objectId }) => objectId === found.documentId,
      );
      if (!document) return [];
      const { objectId, type: objectType, expiresOn } = document;
      const hasLapsed = expiresOn !== undefined && expiresOn < evidence.today;
      const isMatch = !hasLapsed && isConfirmed(found, evidence.leastNameStrength);
      return [{ counted: 'gov_id', objectId, objectType, provider, source, isMatch }];
    }),
  ]);
}

/** A document that is somebody else's, lapsed or blocked confirms nobody, whatever its numbers say. */
function isConfirmed(
  found: SourceFinding['documents'][number],
  leastNameStrength: number,
): boolean {
  const { result, strengths, isValid, isExpired, isBlocked } = found;
  const isTheirs =
    (strengths.name ?? 100) >= leastNameStrength && (strengths.dateOfBirth ?? 100) === 100;
  return result === 'MATCH' && isTheirs && isValid !== false && !isExpired && !isBlocked;
}

/** The elements that this ruleset counts, by attribute and id, in the contract's words. */
function elementsOf(ruleset: Ruleset, { subject, today }: KycEvidence): Map<string, string> {
  const { names, births, addresses, gender, entityId } = subject;
  const { previousNames, previousAddresses, alternateBirths } = ruleset;
  const ofAge = births.filter(({ date }) => isOfAge(ruleset, date, today));
  return new Map([
    ...countedOf('name', names, previousNames),
    ...countedOf('dob', ofAge, alternateBirths),
    ...countedOf('address', addresses, previousAddresses),
    ...(gender ? ([[`gender ${entityId}`, 'gender']] as const) : []),
  ]);
}

const ELEMENT_TYPES = {
  name: { current: 'curr_name', previous: 'prev_name', alias: 'alt_name' },
  dob: { current: 'curr_dob', alternate: 'alt_dob' },
  address: { current: 'curr_addr', previous: 'prev_addr' },
} as const;

/** What is current counts, anything else where the ruleset says so. */
function countedOf<K extends keyof typeof ELEMENT_TYPES>(
  attribute: K,
  elements: readonly { objectId: string; standing: keyof (typeof ELEMENT_TYPES)[K] }[],
  countsAll: boolean,
): (readonly [string, string])[] {
  return elements
    .filter(({ standing }) => countsAll || standing === 'current')
    .map(({ objectId, standing }) => [
      `${attribute} ${objectId}`,
      String(ELEMENT_TYPES[attribute][standing]),
    ]);
}

function isOfAge({ minimumAge, maximumAge }: Ruleset, date: string, today: string): boolean {
  const age = ageOn(today, date);
  return age >= (minimumAge ?? 0) && age <= (maximumAge ?? Number.POSITIVE_INFINITY);
}

function judgeGroup(group: RequirementGroup, allChecks: readonly Check[]): JudgedGroup {
  const checks = allChecks.filter(
    ({ counted, objectType }) =>
      group.counted.includes(counted) &&
      (counted !== 'gov_id' || group.documentTypes.includes(objectType)),
  );
  const matchTypes: MatchTypes = {};
  let matchCount = 0;
  for (const counted of group.counted) {
    const ofKind = checks.filter((check) => check.counted === counted);
    if (ofKind.length === 0) continue;
    matchTypes[counted] = matchTypeOf(ofKind);
    matchCount += matchTypes[counted].matchCount ?? 0;
  }
  const matching = new Set(checks.filter(({ isMatch }) => isMatch).map(({ source }) => source));
  const requiredSourcesMatched = group.requiredSources.filter((source) => matching.has(source));
  const requiredSourcesNotMatched = group.requiredSources.filter((source) => !matching.has(source));
  const hasAllRequiredSourcesMatched = requiredSourcesNotMatched.length === 0;
  return {
    group,
    shown: {
      matchTypes,
      matchCount,
      matchCountRequired: group.matches,
      hasAllRequiredSourcesMatched,
      requiredSourcesMatched,
      requiredSourcesNotMatched,
      isVerified: matchCount >= group.matches && hasAllRequiredSourcesMatched,
      ...detailsOf(checks),
    },
  };
}

/** Shows the element that most sources confirm; the count is of all that count as this kind. */
function matchTypeOf(checks: readonly Check[]): MatchTypes[string] {
  const matches = checks.filter(({ isMatch }) => isMatch);
  const [shown] = sorted(matches, (check) => {
    const sources = matches.filter(({ objectId }) => objectId === check.objectId).length;
    return `${1_000_000 - sources} ${check.objectType} ${check.objectId}`;
  });
  if (!shown) return { isChecked: true };
  const matchSources = distinct(matches.map(({ source }) => source));
  return {
    objectId: shown.objectId,
    objectType: shown.objectType,
    matchCount: matchSources.length,
    matchSources,
    nonMatchSources: distinct(checks.map(({ source }) => source)).filter(
      (source) => !matchSources.includes(source),
    ),
    isChecked: true,
    isVerified: true,
  };
}

function detailsOf(checks: readonly Check[]): Pick<MatchGroup, 'matchDetails' | 'nonMatchDetails'> {
  const details = distinct(checks.map(({ provider, source }) => `${provider}\n${source}`)).map(
    (asked) => {
      const [provider = '', source = ''] = asked.split('\n');
      const matched = checks.filter(
        (check) => check.isMatch && check.provider === provider && check.source === source,
      );
      return {
        provider,
        source,
        attributesMatched: distinct(matched.map(({ counted }) => counted)),
      };
    },
  );
  return {
    matchDetails: details.filter(({ attributesMatched }) => attributesMatched.length > 0),
    nonMatchDetails: details.filter(({ attributesMatched }) => attributesMatched.length === 0),
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function sorted<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  return [...values].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}
