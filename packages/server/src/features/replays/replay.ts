import type { ScreeningMatch } from '@probity/screening';
import type { HitMember } from '../results/evidence.ts';

/** Where a replayed search differs from what is kept. */
export type ReplayDifference = {
  /** The list entry that it is about, as hits refer to it. */
  readonly listing: string;
  /** Where in what is kept of the entry: `match`, `findings.0.effect` … */
  readonly field: string;
  readonly kept: string;
  readonly replayed: string;
};

/** How a replay came out, with a sentence that says it. */
export type Replay = {
  readonly outcome: 'identical' | 'differs' | 'impossible';
  readonly because: string;
  readonly differences: readonly ReplayDifference[];
};

export function impossible(because: string): Replay {
  return { outcome: 'impossible', because, differences: [] };
}

/** What a search says of an entry, in the form in which hits keep it. */
export type ReplayedMember = Pick<HitMember, (typeof COMPARED)[number]>;

const COMPARED = [
  'listVersion',
  'materialHash',
  'match',
  'nameScore',
  'evidenceScore',
  'name',
  'findings',
] as const satisfies (keyof HitMember)[];

export function replayedMember(
  { match, nameScore, evidenceScore, name, findings }: ScreeningMatch,
  entry: Pick<HitMember, 'listVersion' | 'materialHash'>,
): ReplayedMember {
  return { ...entry, match, nameScore, evidenceScore, name, findings };
}

/**
 * Everything in which an entry differs, byte for byte. Texts are shown by their fingerprints alone:
 * they quote the person, and whoever replays need not learn who that is.
 */
export function differencesOf(
  { listing, fingerprint }: { listing: string; fingerprint: (text: string) => string },
  kept: HitMember,
  replayed: ReplayedMember | undefined,
): ReplayDifference[] {
  if (replayed === undefined) {
    return [{ listing, field: 'found', kept: 'yes', replayed: 'no' }];
  }
  return COMPARED.filter(
    (field) => JSON.stringify(kept[field]) !== JSON.stringify(replayed[field]),
  ).flatMap((field) => {
    const [before, after] = [leavesOf(field, kept[field]), leavesOf(field, replayed[field])];
    const fields = [...new Set([...before.keys(), ...after.keys()])];
    const found = fields
      .filter((one) => before.get(one) !== after.get(one))
      .map((one) => ({
        listing,
        field: one,
        kept: shown(one, before.get(one), fingerprint),
        replayed: shown(one, after.get(one), fingerprint),
      }));
    // The same values in another order are other bytes.
    const inOrder = { listing, field, kept: 'in one order', replayed: 'in another' };
    return found.length > 0 ? found : [inOrder];
  });
}

/** Every plain value within, as JSON, by the path to it. */
function leavesOf(path: string, value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    return new Map(value === undefined ? [] : [[path, JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, part]: [string, unknown]) => [
      ...leavesOf(`${path}.${name}`, part),
    ]),
  );
}

/** Fields whose texts are the engine's own words, not the person's. */
const PLAIN = /^materialHash$|\.(?:signal|agreement|quality)$/;

function shown(
  field: string,
  value: string | undefined,
  fingerprint: (text: string) => string,
): string {
  if (value === undefined) return 'absent';
  if (!value.startsWith('"')) return value;
  return PLAIN.test(field) ? String(JSON.parse(value)) : `text ${fingerprint(value)}`;
}
