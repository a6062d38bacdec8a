import type { ComparedField, FieldLikeness } from '../likeness/compare-people.ts';

/** How much a rule says, in the contract's words. */
export const RULE_STRENGTHS = ['VERY_LOW', 'LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH'] as const;
export type RuleStrength = (typeof RULE_STRENGTHS)[number];

/** When two people may be one: all of these fields are at least as alike as this, 1 to 100. */
export type DuplicateRule = {
  readonly name: string;
  readonly strength: RuleStrength;
  readonly fields: { readonly [Field in ComparedField]?: number | undefined };
};

/**
 * The rules of a step that names none: a document and a birth date, a birth date and a family name, and what
 * finds the same people where one of these is missing or wrong.
 */
export const DEFAULT_DUPLICATE_RULES: readonly DuplicateRule[] = [
  rule('DOCUMENT_AND_DATE_OF_BIRTH', 'VERY_HIGH', { DOCUMENT: 90, DATE_OF_BIRTH: 85 }),
  rule('DOCUMENT_AND_NAME', 'VERY_HIGH', { DOCUMENT: 80, NAME: 60 }),
  rule('DATE_OF_BIRTH_AND_NAME', 'HIGH', { DATE_OF_BIRTH: 85, NAME: 75 }),
  rule('DATE_OF_BIRTH_AND_FAMILY_NAME', 'MEDIUM', { DATE_OF_BIRTH: 100, FAMILY_NAME: 90 }),
  rule('DOCUMENT_AND_ADDRESS', 'HIGH', { DOCUMENT: 80, ADDRESS: 60 }),
  rule('DATE_OF_BIRTH_AND_ADDRESS', 'MEDIUM', { DATE_OF_BIRTH: 100, ADDRESS: 60 }),
  rule('NAME_AND_ADDRESS', 'MEDIUM', { NAME: 80, ADDRESS: 70 }),
  rule('NAME_AND_EMAIL_ADDRESS', 'HIGH', { NAME: 75, EMAIL_ADDRESS: 100 }),
  rule('NAME_AND_PHONE_NUMBER', 'HIGH', { NAME: 75, PHONE_NUMBER: 100 }),
  rule('DATE_OF_BIRTH_AND_EMAIL_ADDRESS', 'HIGH', { DATE_OF_BIRTH: 100, EMAIL_ADDRESS: 100 }),
  rule('DATE_OF_BIRTH_AND_PHONE_NUMBER', 'HIGH', { DATE_OF_BIRTH: 100, PHONE_NUMBER: 100 }),
  rule('DOCUMENT', 'LOW', { DOCUMENT: 100 }),
];

/** The rules by which two people may be one, strongest first. */
export function matchedRules(
  likenesses: readonly FieldLikeness[],
  rules: readonly DuplicateRule[],
): DuplicateRule[] {
  const strengths = new Map<string, number>(
    likenesses.map(({ field, strength }) => [field, strength]),
  );
  return rules
    .filter(({ fields }) =>
      Object.entries(fields).every(
        ([field, least]) => least === undefined || (strengths.get(field) ?? 0) >= least,
      ),
    )
    .sort((one, other) => rankOf(other) - rankOf(one));
}

function rankOf({ strength }: DuplicateRule): number {
  return RULE_STRENGTHS.indexOf(strength);
}

/**
 * What a rule must ask for so that whoever fits it is looked for: combinations under which people are
 * filed, with the least likeness at which they still meet there.
 */
const FILED_UNDER: readonly DuplicateRule['fields'][] = [
  { DOCUMENT: 90 },
  { EMAIL_ADDRESS: 100, NAME: 75 },
  { EMAIL_ADDRESS: 100, DATE_OF_BIRTH: 100 },
  { PHONE_NUMBER: 100, NAME: 75 },
  { PHONE_NUMBER: 100, DATE_OF_BIRTH: 100 },
  { DATE_OF_BIRTH: 100, NAME: 1 },
  { DATE_OF_BIRTH: 100, GIVEN_NAME: 1 },
  { DATE_OF_BIRTH: 100, FAMILY_NAME: 1 },
  { DATE_OF_BIRTH: 100, ADDRESS: 1 },
  { DATE_OF_BIRTH: 85, NAME: 75 },
  { NAME: 75, ADDRESS: 60 },
  { DOCUMENT: 80, NAME: 60 },
  { DOCUMENT: 80, ADDRESS: 60 },
];

/** Whether people whom a rule fits can be found at all. */
export function isLookedFor({ fields }: Pick<DuplicateRule, 'fields'>): boolean {
  return FILED_UNDER.some((filed) =>
    Object.entries(filed).every(
      ([field, least = 0]) => (fields[field as ComparedField] ?? 0) >= least,
    ),
  );
}

function rule(
  name: string,
  strength: RuleStrength,
  fields: DuplicateRule['fields'],
): DuplicateRule {
  return { name, strength, fields };
}
