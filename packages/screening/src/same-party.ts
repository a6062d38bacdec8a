import type { ListEntry } from './list-entry.ts';
import {
  type BirthSpan,
  type IdentityNumber,
  type PartyFacts,
  partyFactsOf,
} from './party-facts.ts';
import { haveKindredNames, PartyNames, sameName } from './party-names.ts';

/** What shows that two entries are about one party, the strongest first. */
const PROOFS = ['party-number', 'identity-number', 'name-and-birth'] as const;

/** Why two entries are about one party, with a sentence that an officer can read. */
export type SameParty = {
  readonly proof: (typeof PROOFS)[number];
  readonly because: string;
};

/** Entries that are about one party, and what showed it. */
export type PartyGroup<Listed> = {
  /** In the order in which they were given. */
  readonly members: readonly Listed[];
  /** One fewer than there are members. */
  readonly proofs: readonly SameParty[];
};

/**
 * Parts entries into parties. The parties are the same in whatever order the entries come; strong
 * proofs join first, and no party ever holds two entries that contradict each other.
 *
 * @param listed a list's entry each, and what tells it apart from every other one
 */
export function groupParties<Listed extends { readonly key: string; readonly entry: ListEntry }>(
  listed: readonly Listed[],
): PartyGroup<Listed>[] {
  const parties = listed.map(({ key, entry }, at) => ({ key, at, ...partyOf(entry) }));
  const groups = new Map(parties.map((party) => [party, { members: [party], proofs: [] }]));
  const grouped = groups as Map<Placed, Growing>;
  for (const { one, other, same } of linksOf(parties)) {
    const [left, right] = [grouped.get(one), grouped.get(other)];
    if (!left || !right || left === right || areApart(left, right)) continue;
    left.members.push(...right.members);
    left.proofs.push(...right.proofs, same);
    for (const member of right.members) grouped.set(member, left);
  }
  return [...new Set(grouped.values())].map(({ members, proofs }) => ({
    members: members
      .map(({ at }) => at)
      .sort((one, other) => one - other)
      .map((at) => listed[at] as Listed),
    proofs,
  }));
}

/**
 * Whether two entries are about one party, whichever of them is asked first. Names alone never show
 * it, and whatever else agrees, entries that contradict each other are never one party.
 */
export function sameParty(one: ListEntry, other: ListEntry): SameParty | undefined {
  return relate(partyOf(one), partyOf(other));
}

type Party = { readonly facts: PartyFacts; readonly names: PartyNames };
type Placed = Party & { readonly key: string; readonly at: number };
type Growing = { readonly members: Placed[]; readonly proofs: SameParty[] };
type Link = { readonly one: Placed; readonly other: Placed; readonly same: SameParty };

function partyOf(entry: ListEntry): Party {
  return { facts: partyFactsOf(entry), names: new PartyNames(entry) };
}

/** Every proof between two of the parties, the strongest first, and then in an order of their own. */
function linksOf(parties: readonly Placed[]): Link[] {
  const byKey = [...parties].sort((one, other) => order(one.key, other.key));
  const links = byKey.flatMap((one, at) =>
    byKey.slice(at + 1).flatMap((other) => {
      const same = relate(one, other);
      return same ? [{ one, other, same }] : [];
    }),
  );
  const rank = ({ same }: Link) => PROOFS.indexOf(same.proof);
  return links.sort((one, other) => rank(one) - rank(other));
}

function areApart(left: Growing, right: Growing): boolean {
  return left.members.some((one) =>
    right.members.some((other) => contradict(one.facts, other.facts)),
  );
}

function relate(one: Party, other: Party): SameParty | undefined {
  if (contradict(one.facts, other.facts)) return undefined;
  return (
    byPartyNumber(one.facts, other.facts) ??
    byIdentityNumber(one, other) ??
    byNameAndBirth(one, other)
  );
}

function byPartyNumber(one: PartyFacts, other: PartyFacts): SameParty | undefined {
  const [shared] = [...one.partyNumbers].filter((number) => other.partyNumbers.has(number)).sort();
  if (shared === undefined) return undefined;
  return { proof: 'party-number', because: `Both carry the publishers' number ${shared}.` };
}

/**
 * Publishers err in numbers too: two strangers on the UN list have one passport. A ship changes its
 * name and keeps its number.
 */
function byIdentityNumber(one: Party, other: Party): SameParty | undefined {
  const [shared] = one.facts.numbers
    .filter((mine) => other.facts.numbers.some((theirs) => isSameNumber(mine, theirs)))
    .sort((left, right) => order(left.number, right.number));
  if (shared === undefined) return undefined;
  if (shared.family !== SHIP && !haveKindredNames(one.names, other.names)) return undefined;
  return { proof: 'identity-number', because: `Both have the identity number ${shared.number}.` };
}

const SHIP = 'IMO number';

/** Where a country is not known, or the papers go by other names, only a long number says enough. */
const LONG_WITHOUT_COUNTRY = 6;
const LONG_ON_ANOTHER_PAPER = 8;

function isSameNumber(mine: IdentityNumber, theirs: IdentityNumber): boolean {
  if (mine.number !== theirs.number) return false;
  const { length } = mine.number;
  const areBothKnown = mine.country !== undefined && theirs.country !== undefined;
  if (areBothKnown && mine.country !== theirs.country) return false;
  if (mine.family !== theirs.family) return areBothKnown && length >= LONG_ON_ANOTHER_PAPER;
  return areBothKnown || length >= LONG_WITHOUT_COUNTRY;
}

function byNameAndBirth(one: Party, other: Party): SameParty | undefined {
  const [day] = [...one.facts.birthDays].filter((born) => other.facts.birthDays.has(born)).sort();
  if (day === undefined) return undefined;
  const names = sameName(one.names, other.names);
  if (names === undefined) return undefined;
  const written = names.map((name) => `“${name}”`).join(' and ');
  const because =
    names.length === 1
      ? `Both are named ${written} and born on ${day}.`
      : `${written} are one name, and both are born on ${day}.`;
  return { proof: 'name-and-birth', because };
}

function contradict(one: PartyFacts, other: PartyFacts): boolean {
  return (
    areOfOtherKinds(one, other) ||
    (bothSay(one.genders, other.genders) && !shareAny(one.genders, other.genders)) ||
    (bothSay(one.spans, other.spans) && !one.spans.some((span) => meetsAny(span, other.spans))) ||
    haveOtherNumbers(one.numbers, other.numbers)
  );
}

function areOfOtherKinds({ kind: one }: PartyFacts, { kind: other }: PartyFacts): boolean {
  return one !== other && one !== 'unknown' && other !== 'unknown';
}

function bothSay(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length > 0 && other.length > 0;
}

function shareAny<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.some((value) => other.includes(value));
}

function meetsAny(span: BirthSpan, others: readonly BirthSpan[]): boolean {
  return others.some(({ first, last }) => span.first <= last && first <= span.last);
}

/** The same paper of the same country, with no number in common. */
function haveOtherNumbers(
  one: readonly IdentityNumber[],
  other: readonly IdentityNumber[],
): boolean {
  return one.some((mine) => {
    const theirs = other.filter((number) => isSamePaper(mine, number));
    if (theirs.length === 0) return false;
    const ours = one.filter((number) => isSamePaper(mine, number));
    return !ours.some(({ number }) => theirs.some((their) => their.number === number));
  });
}

/** A ship has one number for good; of other papers people hold those of several countries. */
function isSamePaper(mine: IdentityNumber, theirs: IdentityNumber): boolean {
  if (mine.family !== theirs.family) return false;
  return mine.family === SHIP || (mine.country !== undefined && mine.country === theirs.country);
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
