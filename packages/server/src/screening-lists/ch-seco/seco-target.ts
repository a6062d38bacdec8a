import type { EntryKind } from '@probity/screening';
import { addPartyNumber, type EntryDraft, given, newDraft } from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { childNamed, childrenNamed, childText, type XmlElement } from '../reading/xml-records.ts';
import { addIdentity } from './seco-identity.ts';
import { secoNames } from './seco-name.ts';

/** What stands elsewhere in the file, each by its `ssid`. */
export type SecoCompanions = {
  /** By the sanctions set: the programme's key. */
  readonly programmes: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, XmlElement>;
  /** The primary names of all targets. */
  readonly names: ReadonlyMap<string, string>;
};

const AUTHORITY = 'Swiss State Secretariat for Economic Affairs';

const REMARKED = ['justification', 'other-information', 'generic-attribute', 'foreign-identifier'];

/** Whether the newest modification of the target is its removal; on a tie it stays listed. */
export function isDelisted(target: XmlElement): boolean {
  const modifications = childrenNamed(target, 'modification').map(({ attributes }) => attributes);
  const dayOf = (one: Readonly<Record<string, string>>) =>
    one['effective-date'] || one['enactment-date'] || one['publication-date'] || '';
  const isRemoval = (one: Readonly<Record<string, string>>) =>
    one['modification-type'] === 'de-listed';
  const removals = modifications.filter(isRemoval).map(dayOf).sort();
  const others = modifications
    .filter((one) => !isRemoval(one))
    .map(dayOf)
    .sort();
  const lastRemoval = removals.at(-1);
  return lastRemoval !== undefined && lastRemoval !== '' && lastRemoval > (others.at(-1) ?? '');
}

/** The name by which other targets refer to it. */
export function nameOfTarget(target: XmlElement): string {
  return secoNames(identitiesOf(subjectOf(target)?.element))[0]?.full ?? '';
}

/** One target: a person, an organisation, or a thing such as a ship. */
export function secoDraft(target: XmlElement, companions: SecoCompanions): EntryDraft {
  const { element, kind } = subjectOf(target) ?? { element: target, kind: 'unknown' };
  const draft = newDraft(target.attributes.ssid ?? '', kind);
  const identities = identitiesOf(element);
  draft.names.push(...secoNames(identities));
  if (element.attributes.sex === 'male') draft.genders.push('MALE');
  if (element.attributes.sex === 'female') draft.genders.push('FEMALE');
  for (const identity of identities) addIdentity(draft, identity, companions.places);
  addListing(draft, target, companions);
  addRemarks(draft, [target, element]);
  addRelations(draft, element, companions);
  return draft;
}

function addRemarks(draft: EntryDraft, parents: readonly XmlElement[]): void {
  for (const name of REMARKED) {
    const texts = parents.flatMap((parent) => childrenNamed(parent, name)).map(({ text }) => text);
    draft.remarks.push(...texts.filter((text) => text !== ''));
    if (name === 'foreign-identifier') {
      for (const text of texts) addPartyNumber(draft, 'UN', text);
    }
  }
}

function addRelations(draft: EntryDraft, element: XmlElement, { names }: SecoCompanions): void {
  for (const { attributes } of childrenNamed(element, 'relation')) {
    const name = names.get(attributes['target-id'] ?? '') ?? '';
    const relationship = attributes['relation-type'] || 'related to';
    if (name !== '') draft.relatedParties.push({ name, relationship });
  }
}

const KINDS: ReadonlyArray<[element: string, kind: EntryKind]> = [
  ['individual', 'person'],
  ['entity', 'organisation'],
];

function subjectOf(target: XmlElement): { element: XmlElement; kind: EntryKind } | undefined {
  for (const [name, kind] of KINDS) {
    const element = childNamed(target, name);
    if (element) return { element, kind };
  }
  const object = childNamed(target, 'object');
  if (!object) return undefined;
  const type = object.attributes['object-type'] ?? '';
  const kind = /vessel|ship/i.test(type)
    ? 'vessel'
    : /aircraft/i.test(type)
      ? 'aircraft'
      : 'unknown';
  return { element: object, kind };
}

/** The main identity first. */
function identitiesOf(subject: XmlElement | undefined): XmlElement[] {
  const identities = subject ? childrenNamed(subject, 'identity') : [];
  const rank = ({ attributes }: XmlElement) => (attributes.main === 'true' ? 0 : 1);
  return [...identities].sort((one, other) => rank(one) - rank(other));
}

function addListing(draft: EntryDraft, target: XmlElement, companions: SecoCompanions): void {
  const sets = [
    target.attributes['sanctions-set-id'] ?? '',
    ...childrenNamed(target, 'sanctions-set-id').map(({ text }) => text),
  ];
  const programmes = sets.map((set) => companions.programmes.get(set) ?? '');
  const listed = childrenNamed(target, 'modification')
    .filter(({ attributes }) => attributes['modification-type'] === 'listed')
    .map(({ attributes }) => attributes['effective-date'] || (attributes['publication-date'] ?? ''))
    .sort();
  const justification = childText(subjectOf(target)?.element ?? target, 'justification');
  draft.listings.push({
    kind: 'SANCTION',
    authority: AUTHORITY,
    programmes: [...new Set(programmes.filter((key) => key !== ''))],
    country: 'CHE',
    ...given('reason', justification),
    ...given('listedOn', publisherDate(listed[0] ?? '')),
  });
}
