import { createHash } from 'node:crypto';
import {
  ENGINE_VERSION,
  type ListEntry,
  partiesAmong,
  type ScreeningProfileName,
  type ScreeningQuery,
  screen,
} from '@probity/screening';
import { SealBroken } from '../../kernel/seal.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { findEntity } from '../entities/entity.store.ts';
import { makeListIndex } from '../lists/build-list-index.command.ts';
import { findEntries, findVersion, type KeptVersion } from '../lists/list.store.ts';
import type { StoredEntry } from '../lists/screening-list.ts';
import type { HitMember, ScreeningBasis } from '../results/evidence.ts';
import { findResultPlace, listResultsById } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import {
  differencesOf,
  impossible,
  type Replay,
  type ReplayDifference,
  type ReplayedMember,
  replayedMember,
} from './replay.ts';

export type ReplayTools = {
  readonly db: SystemDb;
  readonly vaults: Vaults;
  /** How the provider names itself whose searches can be run again. */
  readonly provider: string;
};

/**
 * Runs the search behind a screening hit again, on indexes made anew of exactly the versions of the
 * lists that it rests on, and compares with what is kept. Changes nothing.
 */
export async function replayScreening(
  tools: ReplayTools,
  processResultId: string,
): Promise<Replay> {
  const result = await openResult(tools, processResultId);
  if ('outcome' in result) return result;
  const { basis } = result.evidence;
  if (result.class !== 'AML' || basis === undefined) {
    return impossible('It is not the result of a screening of lists.');
  }
  const elsewhere = foundElsewhere(basis, tools.provider);
  if (elsewhere.length > 0) {
    return impossible(
      `It comes from ${elsewhere.join(', ')}, whose searches cannot be run again here.`,
    );
  }
  if (basis.engineVersion !== ENGINE_VERSION) {
    return impossible(
      `It was found by version ${basis.engineVersion} of the engine; this server has ${ENGINE_VERSION}.`,
    );
  }
  const versions = await versionsOf(tools.db, basis);
  return 'outcome' in versions ? versions : compare(tools.db, basis, versions);
}

/** Who else than this installation found any of its entries: their lists are not kept here. */
function foundElsewhere({ provider: best, members }: ScreeningBasis, own: string): string[] {
  const finders = [best, ...members.map(({ provider }) => provider ?? best)];
  return [...new Set(finders)].filter((finder) => finder !== own);
}

async function openResult(
  { db, vaults }: ReplayTools,
  processResultId: string,
): Promise<ProcessResult | Replay> {
  const place = await findResultPlace(db, processResultId);
  if (!place) return impossible('There is no such process result, or there is no more.');
  const { tenantId: own, entityId } = place;
  const tenant = db.forTenant({ own, readable: [own] });
  try {
    const entity = await findEntity({ db: tenant, vaults }, entityId);
    const [result] = entity ? await listResultsById(tenant, entity.vault, [processResultId]) : [];
    return result ?? impossible('The person is no longer kept.');
  } catch (cause) {
    if (!(cause instanceof SealBroken)) throw cause;
    return impossible('What is kept cannot be opened: it was altered, or sealed with another key.');
  }
}

const NOT_OURS = 'It rests on a list that is not kept here.';

type Versions = { readonly kept: readonly KeptVersion[] };

async function versionsOf(db: SystemDb, { members }: ScreeningBasis): Promise<Versions | Replay> {
  const kept: KeptVersion[] = [];
  for (const { listId, listVersion } of members) {
    if (typeof listVersion !== 'number') return impossible(NOT_OURS);
    if (kept.some((one) => one.listId === listId && one.version === listVersion)) continue;
    const version = await findVersion(db, listId, listVersion);
    if (!version) {
      return impossible(`Version ${listVersion} of a list that it rests on is no longer kept.`);
    }
    if (version.entriesKept !== version.entries) {
      return impossible(`Version ${listVersion} of list ${version.name} is not whole any more.`);
    }
    kept.push(version);
  }
  return { kept };
}

async function compare(db: SystemDb, basis: ScreeningBasis, { kept }: Versions): Promise<Replay> {
  const found = await searchAgain(db, basis, kept);
  const entries = await findEntries(
    db,
    basis.members.flatMap(({ listId, listVersion: version, reference }) =>
      typeof version === 'number' ? [{ listId, version, reference }] : [],
    ),
  );
  const listingOf = ({ listId, reference }: HitMember) =>
    `${kept.find((version) => version.listId === listId)?.name ?? listId}:${reference}`;
  const differences = [
    ...basis.members.flatMap((member) =>
      differencesOf(
        { listing: listingOf(member), fingerprint },
        member,
        found(member, entries.get(keyOf(member))),
      ),
    ),
    ...partyDifferences(basis.members, entries, listingOf),
  ];
  const lists = kept.map(({ name, version }) => `${name} version ${version}`).join(', ');
  return differences.length === 0
    ? {
        outcome: 'identical',
        because: `The same search of ${lists} says the same, byte for byte.`,
        differences,
      }
    : {
        outcome: 'differs',
        because: `The same search of ${lists} says something else than what is kept.`,
        differences,
      };
}

/** What the search says now of a member that is kept. */
async function searchAgain(
  db: SystemDb,
  { query, profile, threshold }: ScreeningBasis,
  kept: readonly KeptVersion[],
): Promise<(member: HitMember, entry: StoredEntry | undefined) => ReplayedMember | undefined> {
  const indexes = [];
  for (const version of kept) indexes.push((await makeListIndex(db, version, null)).index);
  const outcome = screen(indexes, query as ScreeningQuery, {
    threshold,
    profile: profile as ScreeningProfileName,
    limit: kept.reduce((sum, { entries }) => sum + entries, 0),
  });
  const matches = outcome.outcome === 'screened' ? outcome.matches : [];
  return ({ listId, listVersion, reference }, entry) => {
    const match = matches.find((one) => one.listId === listId && one.reference === reference);
    if (!match || !entry) return undefined;
    return replayedMember(match, { listVersion, materialHash: entry.materialHash });
  };
}

/** Whether its entries are still taken for one party. */
function partyDifferences(
  members: readonly HitMember[],
  entries: ReadonlyMap<string, ListEntry>,
  listingOf: (member: HitMember) => string,
): ReplayDifference[] {
  const listed = members.flatMap((member) => {
    const entry = entries.get(keyOf(member));
    return entry ? [{ key: keyOf(member), entry }] : [];
  });
  const parties = partiesAmong(listed).length;
  const [best] = members;
  if (parties <= 1 || !best) return [];
  return [{ listing: listingOf(best), field: 'parties', kept: '1', replayed: String(parties) }];
}

function keyOf({ listId, reference }: HitMember): string {
  return `${listId}/${reference}`;
}

/** Enough to tell two texts apart, and nothing of what they say. */
function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
