import type { HitMember, ScreeningBasis } from './evidence.ts';
import type { ProcessResult } from './process-result.ts';

/** A hit of the search that is under way: one party, by the list entries that name it. */
export type IncomingHit = { readonly members: readonly IncomingMember[] };

/** One list entry of a hit, as far as merging must know it. */
export type IncomingMember = Pick<HitMember, 'listId' | 'reference' | 'materialHash'> & {
  /** How well it matches now, and on what it agrees. */
  readonly match: Likeness;
};

/** How alike a person and a listed party are. */
type Likeness = {
  /** 0 … 1. */
  readonly match: number;
  readonly findings: readonly { readonly signal: string; readonly agreement: string }[];
};

/** Which stored results the search could have found again. */
export type SearchReach = {
  /** Lists that answered. The hits of a silent one stay as they are. */
  readonly listIds: ReadonlySet<string>;
  readonly serviceKey: string;
  readonly workflowKey: string;
  readonly stepName: string;
  /** What is screened of the person now. */
  readonly query: object;
};

/** What becomes of hits when a person is screened again. */
export type MergedHits<Hit> = {
  /** Known, unchanged: the stored result stands, with the officer's word on it. */
  readonly kept: readonly { readonly hit: Hit; readonly stored: ProcessResult }[];
  /** New, or changed in something material: nobody has decided this yet. */
  readonly opened: readonly Hit[];
  /** Stored, but no longer found as they were: outdated. */
  readonly outdated: readonly ProcessResult[];
  /** Entries of results that stand which their lists, having answered, name no more. */
  readonly missing: readonly { readonly stored: ProcessResult; readonly member: HitMember }[];
};

/**
 * Lays a search over what is stored of earlier ones, so that an officer's decision about a listed
 * party holds while every entry that names the party now was known to the officer and still says the
 * same: until one changes in a name, alias, birth date, nationality, gender, document or kind, until
 * another list names the party too, or until something that was screened of the person is no longer
 * so. An entry that is gone leaves the decision standing on the others. What is merely added to the
 * person leaves it standing unless it makes the two more alike than the officer saw.
 *
 * A stored result stands for all of the hits that its entries are in, or for none of them.
 */
export function mergeHits<Hit extends IncomingHit>(
  hits: readonly Hit[],
  stored: readonly ProcessResult[],
  reach: SearchReach,
): MergedHits<Hit> {
  const known = stored.flatMap((result) => {
    const { basis } = result.evidence;
    return basis ? [{ result, basis, hits: hits.filter((hit) => areRelated(hit, basis)) }] : [];
  });
  const { kept, opened } = settle(hits, soundAmong(known, reach));
  const standing = new Set(kept.map(({ stored: result }) => result));
  const outdated = known.filter(
    ({ result, basis, hits: about }) =>
      !standing.has(result) &&
      (about.some((hit) => opened.includes(hit)) || isWithin(reach, result, basis)),
  );
  return {
    kept,
    opened,
    outdated: outdated.map(({ result }) => result),
    missing: known
      .filter(({ result }) => standing.has(result))
      .flatMap((one) => missingOf(one, reach)),
  };
}

/** A stored result with the hits that its entries are in now. */
type Known<Hit> = {
  readonly result: ProcessResult;
  readonly basis: ScreeningBasis;
  readonly hits: readonly Hit[];
};

type Settled<Hit> = {
  readonly kept: { readonly hit: Hit; readonly stored: ProcessResult }[];
  readonly opened: Hit[];
};

/** What a hit that is opened took from a result is taken from every other hit of that result. */
function settle<Hit extends IncomingHit>(
  hits: readonly Hit[],
  sound: readonly Known<Hit>[],
): Settled<Hit> {
  const settled: Settled<Hit> = { kept: [], opened: [] };
  for (const hit of hits) {
    const standing = standingFor(hit, sound);
    if (standing.length === 0) settled.opened.push(hit);
    else settled.kept.push(...standing.map(({ result: stored }) => ({ hit, stored })));
  }
  const left = sound.filter(
    ({ hits: about }) => !about.some((hit) => settled.opened.includes(hit)),
  );
  return left.length === sound.length ? settled : settle(hits, left);
}

/**
 * The result that knows the whole party, else those that together know it and say the same of it: the
 * officer decided on each of its entries before anything showed that they are one party.
 */
function standingFor<Hit extends IncomingHit>(
  hit: Hit,
  sound: readonly Known<Hit>[],
): readonly Known<Hit>[] {
  const knows = ({ basis }: Known<Hit>, member: IncomingMember) =>
    knownMember(member, basis) !== undefined;
  const whole = sound.find((one) => hit.members.every((member) => knows(one, member)));
  if (whole) return [whole];
  const parts = hit.members.map((member) => sound.find((one) => knows(one, member)));
  const [word] = parts.map((part) => part?.result.manualStatus ?? null);
  const areOneWord = word !== null && parts.every((part) => part?.result.manualStatus === word);
  return areOneWord ? [...new Set(parts.filter((part) => part !== undefined))] : [];
}

/** The results that may stand, the officers' latest word first. */
function soundAmong<Hit extends IncomingHit>(
  known: readonly Known<Hit>[],
  reach: SearchReach,
): Known<Hit>[] {
  return known
    .filter(({ basis, hits }) => hits.length > 0 && isAskedStill(hits, basis, reach))
    .filter((one) => !known.some((other) => isOverruled(one, other)))
    .sort(byLatestWord);
}

function areRelated({ members }: IncomingHit, basis: ScreeningBasis): boolean {
  return members.some((member) => knownMember(member, basis) !== undefined);
}

function knownMember(
  { listId, reference }: Pick<HitMember, 'listId' | 'reference'>,
  { members }: ScreeningBasis,
): HitMember | undefined {
  return members.find((one) => one.listId === listId && one.reference === reference);
}

/** What was known says the same of what matters; so does the person, or nearly. */
function isAskedStill(
  hits: readonly IncomingHit[],
  basis: ScreeningBasis,
  { query }: SearchReach,
): boolean {
  const isAskedTheSame = isSame(query, basis.query);
  if (!isAskedTheSame && !covers(query, basis.query)) return false;
  return hits
    .flatMap(({ members }) => members)
    .every((member) => {
      const before = knownMember(member, basis);
      if (before === undefined) return true;
      const isUnchanged = before.materialHash === member.materialHash;
      return isUnchanged && (isAskedTheSame || isNoMoreAlike(member.match, before));
    });
}

/**
 * Workflows that run at once may store a party twice, one with fewer lists than the other: a decision
 * does not stand against another word on one of its entries that came later.
 */
function isOverruled<Hit>({ result: one, basis }: Known<Hit>, other: Known<Hit>): boolean {
  const { result } = other;
  return (
    one.manualStatus !== null &&
    result.manualStatus !== null &&
    result.manualStatus !== one.manualStatus &&
    result.updatedAt >= one.updatedAt &&
    other.basis.members.some((member) => knownMember(member, basis) !== undefined)
  );
}

/** Workflows that run at once may store a party twice: the officers' latest word on it comes first. */
function byLatestWord<Hit>({ result: one }: Known<Hit>, { result: other }: Known<Hit>): number {
  const isDecided = (result: ProcessResult) => Number(result.manualStatus !== null);
  return isDecided(other) - isDecided(one) || other.updatedAt.getTime() - one.updatedAt.getTime();
}

function missingOf<Hit extends IncomingHit>(
  { result: stored, basis, hits }: Known<Hit>,
  { listIds }: SearchReach,
) {
  const there = hits.flatMap(({ members }) => members);
  return basis.members
    .filter(({ listId }) => listIds.has(listId))
    .filter(
      ({ listId, reference }) =>
        !there.some((member) => member.listId === listId && member.reference === reference),
    )
    .map((member) => ({ stored, member }));
}

/** A higher match than this much is a different picture from the one that was decided. */
const NOTICEABLE = 0.02;

/** Whether what was added to the person says nothing for the match that was not known before. */
function isNoMoreAlike(now: Likeness, before: Likeness): boolean {
  const agreed = agreeing(before);
  const isStronger = now.match > before.match + NOTICEABLE;
  return !isStronger && [...agreeing(now)].every((signal) => agreed.has(signal));
}

function agreeing({ findings }: Likeness): ReadonlySet<string> {
  const inFavour = findings.filter(({ agreement }) => agreement === 'agrees');
  return new Set(inFavour.map(({ signal }) => signal));
}

function isSame(query: object, earlier: object): boolean {
  return covers(query, earlier) && covers(earlier, query);
}

/** Whether everything that an earlier query asked about is asked about again. */
function covers(query: object, earlier: object): boolean {
  const asked = new Map<string, unknown>(Object.entries(query));
  return Object.entries(earlier).every(([field, values]: [string, unknown]) => {
    const now = asked.get(field);
    if (!Array.isArray(values)) return JSON.stringify(values) === JSON.stringify(now);
    const known = new Set(Array.isArray(now) ? now.map((value) => JSON.stringify(value)) : []);
    return values.every((value) => known.has(JSON.stringify(value)));
  });
}

/** Every list that names the party has answered, in the same step of the same workflow. */
function isWithin(reach: SearchReach, result: ProcessResult, { members }: ScreeningBasis): boolean {
  return (
    members.every(({ listId }) => reach.listIds.has(listId)) &&
    reach.serviceKey === result.serviceKey &&
    reach.workflowKey === result.workflowKey &&
    reach.stepName === result.stepName
  );
}
