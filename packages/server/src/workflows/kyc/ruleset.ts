/** What a ruleset may count: attributes of the person, and documents that a government issued. */
export const COUNTED = ['name', 'dob', 'address', 'gender', 'gov_id'] as const;
export type Counted = (typeof COUNTED)[number];

/** Documents that a government issued, with which a person shows who they are. */
export const GOVERNMENT_DOCUMENTS: readonly string[] = [
  'PASSPORT',
  'DRIVERS_LICENSE',
  'NATIONAL_ID',
  'NATIONAL_HEALTH_ID',
  'TAX_ID',
  'VISA',
  'IMMIGRATION',
  'BIRTH_CERT',
  'CITIZENSHIP',
  'MARRIAGE_CERT',
  'NAME_CHANGE',
  'MILITARY_ID',
  'CONCESSION',
  'HEALTH_CONCESSION',
  'PENSION',
];

/** One group of requirements: so many matches among these, each source once for each of them. */
export type RequirementGroup = {
  readonly counted: readonly Counted[];
  /** Matches needed in total over {@link counted}. */
  readonly matches: number;
  /** Sources that must be among those that match. */
  readonly requiredSources: readonly string[];
  /** Types of document that count as `gov_id`. */
  readonly documentTypes: readonly string[];
};

/** What has to match, and in how many independent sources. A person needs to meet one ruleset. */
export type Ruleset = {
  readonly name: string;
  /** All of them have to be met. */
  readonly groups: readonly RequirementGroup[];
  /** Whether names from before, and aliases, count as the name. */
  readonly previousNames: boolean;
  readonly previousAddresses: boolean;
  /** Whether birth dates that are on record beside the main one count. */
  readonly alternateBirths: boolean;
  /** Birth dates count only where they make the person this old, in whole years. */
  readonly minimumAge?: number | undefined;
  readonly maximumAge?: number | undefined;
};

const OLD_ENOUGH = 18;

function group(matches: number, ...counted: readonly Counted[]): RequirementGroup {
  return { counted, matches, requiredSources: [], documentTypes: GOVERNMENT_DOCUMENTS };
}

function ruleset(groups: readonly RequirementGroup[]): Omit<Ruleset, 'name'> {
  return { groups, previousNames: false, previousAddresses: false, alternateBirths: false };
}

const ONE_PLUS = [group(1, 'name'), group(1, 'address', 'dob')];
const TWO_PLUS = [group(2, 'name'), group(2, 'address', 'dob')];
const GOV_ID = group(1, 'gov_id');

/** The rulesets that workflows may name without saying what they are. */
export const SHIPPED_RULESETS = {
  one_plus: ruleset(ONE_PLUS),
  two_plus: ruleset(TWO_PLUS),
  gov_id_only: ruleset([GOV_ID]),
  one_plus_gov_id: ruleset([...ONE_PLUS, GOV_ID]),
  two_plus_gov_id: ruleset([...TWO_PLUS, GOV_ID]),
  age: { ...ruleset([group(1, 'dob')]), minimumAge: OLD_ENOUGH },
} as const satisfies Readonly<Record<string, Omit<Ruleset, 'name'>>>;
