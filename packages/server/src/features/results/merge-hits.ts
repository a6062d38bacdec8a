import type { ProcessResult } from './process-result.ts';

/** A hit of the search that is under way, as far as merging must know it. */
export type IncomingHit = {
  /** Two lists may have one name: a tenant's own, and one that is everybody's. */
  readonly listId: string;
  /** Where the listed party is found again, whatever the version of its list. */
  readonly reference: string;
  readonly materialHash: string;
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
};

/**
 * Lays a search over what is stored of earlier ones, so that an officer's decision about a listed
 * party holds until the listing changes in a name, alias, birth date, nationality, gender, document
 * or kind, or until something that was screened of the person is no longer so. What is merely added to
 * the person leaves it standing unless it makes the two more alike than the officer saw.
 */
export function mergeHits<Hit extends IncomingHit>(
  hits: readonly Hit[],
  stored: readonly ProcessResult[],
  reach: SearchReach,
): MergedHits<Hit> {
  const kept: { hit: Hit; stored: ProcessResult }[] = [];
  const opened: Hit[] = [];
  for (const hit of hits) {
    const [standing] = stored
      .filter((result) => isUnchanged(hit, result, reach))
      .sort(byLatestWord);
    if (standing) kept.push({ hit, stored: standing });
    else opened.push(hit);
  }
  const standing = new Set(kept.map(({ stored: { processResultId } }) => processResultId));
  const replaced = new Set(opened.map(({ reference }) => reference));
  const outdated = stored.filter((result) => {
    if (standing.has(result.processResultId)) return false;
    const reference = result.evidence.basis?.reference;
    return (reference !== undefined && replaced.has(reference)) || isWithin(reach, result);
  });
  return { kept, opened, outdated };
}

/** Workflows that run at once may store a party twice: the officers' latest word on it comes first. */
function byLatestWord(one: ProcessResult, other: ProcessResult): number {
  const isDecided = (result: ProcessResult) => Number(result.manualStatus !== null);
  return isDecided(other) - isDecided(one) || other.updatedAt.getTime() - one.updatedAt.getTime();
}

/** The listing is the same and says the same of what matters; so does the person, or nearly. */
function isUnchanged(
  hit: IncomingHit,
  { evidence }: ProcessResult,
  { query }: SearchReach,
): boolean {
  const { basis } = evidence;
  return (
    basis?.listId === hit.listId &&
    basis.reference === hit.reference &&
    basis.materialHash === hit.materialHash &&
    (isSame(query, basis.query) || (covers(query, basis.query) && isNoMoreAlike(hit.match, basis)))
  );
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

function isWithin(reach: SearchReach, { evidence, ...result }: ProcessResult): boolean {
  return (
    evidence.basis !== undefined &&
    reach.listIds.has(evidence.basis.listId) &&
    reach.serviceKey === result.serviceKey &&
    reach.workflowKey === result.workflowKey &&
    reach.stepName === result.stepName
  );
}
