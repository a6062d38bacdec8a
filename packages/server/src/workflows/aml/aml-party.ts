import { partiesAmong, type SameParty, severityOf } from '@probity/screening';
import type { HitSeverity } from '../../features/results/evidence.ts';
import type { IncomingHit } from '../../features/results/merge-hits.ts';
import type { ProviderHit } from './consult-watchlists.ts';

/** One party that may be the person, by all of the list entries that name it. */
export type AmlParty = IncomingHit & {
  /** The best match first. */
  readonly hits: readonly [ProviderHit, ...ProviderHit[]];
  /** What shows that the entries are one party; nothing where there is one entry. */
  readonly proofs: readonly SameParty[];
  readonly severity: HitSeverity;
};

/**
 * The parties that a search found, in the order in which officers look at them: the gravest first, of those
 * that are equally grave the best match, of equal matches the one for which more evidence speaks.
 *
 * @param hits the best match first
 * @param at the time of the search: a listing that has ended by then weighs less
 */
export function partiesOf(hits: readonly ProviderHit[], at: Date): AmlParty[] {
  const on = at.toISOString().slice(0, 10);
  const listed = hits.map((hit) => ({
    key: JSON.stringify([hit.listId, hit.entry.reference]),
    entry: hit.entry,
    hit,
  }));
  const parties = partiesAmong(listed).flatMap(({ members, proofs }) => {
    const [best, ...others] = members.map(({ hit }) => hit);
    if (!best) return [];
    const all: AmlParty['hits'] = [best, ...others];
    const listings = all.flatMap(({ entry }) => entry.listings);
    const severity = { ...severityOf({ listings }, on), on };
    return [{ hits: all, members: all.map(memberOf), proofs, severity }];
  });
  const rank = new Map(hits.map((hit, at) => [hit, at]));
  const rankOf = ({ hits: [best] }: AmlParty) => rank.get(best) ?? 0;
  return parties.sort(
    (one, other) => other.severity.score - one.severity.score || rankOf(one) - rankOf(other),
  );
}

function memberOf({ listId, entry, materialHash, match }: ProviderHit) {
  return { listId, reference: entry.reference, materialHash, match };
}
