import type {
  IdentityAsk,
  IdentityAttribute,
  IdentitySubject,
} from '../../providers/identity-provider.ts';
import type { ConsultedSource, JudgedRuleset } from './judge-rules.ts';
import { COUNTED, type Counted, type RequirementGroup, type Ruleset } from './ruleset.ts';

/** Something that verification needs and does not have: a field of the person, or a consent. */
export type Missing = {
  readonly location: string;
  /** For a person; names fields and consents. */
  readonly description: string;
  readonly counted?: Counted;
};

type Asking = {
  readonly subject: IdentitySubject;
  readonly consents: readonly string[];
  readonly documentConsents: readonly string[];
};

const FIELDS: Readonly<Record<Counted, { location: string; words: string }>> = {
  name: { location: 'individual.name', words: 'a name' },
  dob: { location: 'individual.dateOfBirth', words: 'a complete birth date' },
  address: { location: 'individual.addresses', words: 'an address' },
  gender: { location: 'individual.gender', words: 'a gender' },
  gov_id: {
    location: 'individual.documents.IDENTITY',
    words: 'a document of a government with its number',
  },
};

function lacking(counted: Counted): Missing {
  const { location, words } = FIELDS[counted];
  return { location, counted, description: `Verification needs ${words}` };
}

/** The person without documents that they did not agree to have verified. */
export function agreedSubject({ subject, documentConsents }: Asking): IdentitySubject {
  return absentOf(documentConsents, subject).length === 0 ? subject : { ...subject, documents: [] };
}

/** Rulesets that could be met with the data there is, and what the first of the others lacks. */
export function feasibleOf(
  rulesets: readonly Ruleset[],
  asking: Asking,
): { readonly feasible: readonly Ruleset[]; readonly missing: readonly Missing[] } {
  const refused = absentOf(asking.consents, asking.subject);
  if (refused.length > 0) return { feasible: [], missing: refused };
  const lacks = rulesets.map((ruleset) => ({ ruleset, missing: missingFor(ruleset, asking) }));
  const feasible = lacks.filter(({ missing }) => missing.length === 0);
  return {
    feasible: feasible.map(({ ruleset }) => ruleset),
    missing: feasible.length > 0 ? [] : (lacks[0]?.missing ?? []),
  };
}

function missingFor(ruleset: Ruleset, asking: Asking): Missing[] {
  const subject = agreedSubject(asking);
  const missing: Missing[] = [];
  const lack = (one: Missing) => {
    if (!missing.some(({ description }) => description === one.description)) missing.push(one);
  };
  for (const group of ruleset.groups) {
    const has = (counted: Counted) => isAtHand(subject, counted, { group, ruleset });
    if (group.counted.some(needsName) && !has('name')) {
      lack(lacking('name'));
    }
    if (group.counted.some(has)) continue;
    const isWithheld =
      group.counted.includes('gov_id') && isAtHand(asking.subject, 'gov_id', { group, ruleset });
    if (isWithheld) absentOf(asking.documentConsents, subject).forEach(lack);
    else group.counted.map(lacking).forEach(lack);
  }
  return missing;
}

/** Only what a source says of somebody whose name it knows counts. */
function needsName(counted: Counted): boolean {
  return counted !== 'gov_id';
}

type Within = { readonly group: RequirementGroup; readonly ruleset: Ruleset };

function isAtHand(subject: IdentitySubject, counted: Counted, { group, ruleset }: Within): boolean {
  switch (counted) {
    case 'name':
      return subject.names.some(({ standing }) => standing === 'current' || ruleset.previousNames);
    case 'dob':
      return subject.births.some(
        ({ standing }) => standing === 'current' || ruleset.alternateBirths,
      );
    case 'address':
      return subject.addresses.some(
        ({ standing }) => standing === 'current' || ruleset.previousAddresses,
      );
    case 'gender':
      return subject.gender !== undefined;
    case 'gov_id':
      return documentsOf(subject, group).length > 0;
  }
}

/** Documents of the group's types that have a number to be looked up by. */
function documentsOf({ documents }: IdentitySubject, { documentTypes }: RequirementGroup) {
  return documents.filter(
    ({ type, primaryIdentifier }) => documentTypes.includes(type) && primaryIdentifier,
  );
}

function absentOf(consents: readonly string[], subject: IdentitySubject): Missing[] {
  return consents
    .filter((consent) => !subject.consents.includes(consent))
    .map((consent) => ({
      location: 'individual.consents',
      description: `Verification needs the consent ${consent}`,
    }));
}

type Wanted = Pick<IdentityAsk, 'attributes' | 'documents'>;

/** What has to be asked for some ruleset to be met; nothing once one is. */
export function stillNeeded(
  judged: readonly JudgedRuleset[],
  subject: IdentitySubject,
): Wanted | undefined {
  if (judged.some(({ isMet }) => isMet)) return undefined;
  const open = judged
    .flatMap(({ groups }) => groups)
    .filter(({ shown }) => !shown.isVerified)
    .map(({ group }) => group);
  const counted = new Set(open.flatMap((group) => group.counted));
  // What else a source knows counts only beside the name.
  if ([...counted].some(needsName)) counted.add('name');
  const documents = open
    .filter((group) => group.counted.includes('gov_id'))
    .flatMap((group) => documentsOf(subject, group).map(({ objectId }) => objectId));
  return {
    attributes: COUNTED.filter(
      (one): one is IdentityAttribute => one !== 'gov_id' && counted.has(one),
    ),
    documents: [...new Set(documents)],
  };
}

/** What of it may still be asked: once so many providers have spoken of the person, documents alone. */
export function withinSources(
  mostSources: number | undefined,
  said: readonly ConsultedSource[],
  wanted: Wanted | undefined,
): Wanted | undefined {
  if (!wanted || mostSources === undefined) return wanted;
  const spoke = said.filter(({ attributes }) => attributes.length > 0);
  if (new Set(spoke.map(({ provider }) => provider)).size < mostSources) return wanted;
  return wanted.documents.length > 0 ? { ...wanted, attributes: [] } : undefined;
}
