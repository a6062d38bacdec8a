import type { SystemDb } from '../../kernel/statement.ts';
import { claimDue } from './list-download.store.ts';
import {
  type ListSync,
  type ListSyncTools,
  SYNCED_SOURCES,
  syncList,
} from './sync-lists.command.ts';

export type ListSyncSchedule = {
  start(): void;
  /** Breaks off what is being fetched and resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /** Fetches what is due now; at most one such round is under way at a time. */
  round(): Promise<void>;
};

export type ScheduleTools = {
  readonly sync: ListSyncTools;
  /** How often each list is fetched. */
  readonly everyHours: number;
  readonly sources?: readonly string[];
  /** Hears how a source came out, and that a new version is there. */
  readonly onSynced: (sync: ListSync) => void | Promise<void>;
  /** Hears once, until it is over, that no publisher can be reached. */
  readonly onNoNetwork: () => void;
  readonly onFailure: (error: unknown) => void;
};

const HOUR_MS = 3_600_000;

/** A server that is tried out for a moment fetches nothing. */
const FIRST_ROUND_MS = 60_000;
const LOOK_EVERY_MS = 10 * 60_000;

/** Fetches the official lists now and then; of several servers one fetches each. */
export function listSyncSchedule(tools: ScheduleTools): ListSyncSchedule {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> | null = null;
  let hasNetwork = true;

  const roundNow = async () => {
    const outcomes = await syncDue(tools, stopping.signal);
    if (stopping.signal.aborted || outcomes.length === 0) return;
    const isCutOff = outcomes.every(({ because }) => because === 'unreachable');
    if (isCutOff && hasNetwork) tools.onNoNetwork();
    hasNetwork = !isCutOff;
    for (const outcome of outcomes) if (!isCutOff) await tools.onSynced(outcome);
  };
  const round = () => {
    underWay ??= roundNow()
      .catch(tools.onFailure)
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };
  const plan = (inMs: number) => {
    timer = setTimeout(() => {
      void round().then(() => {
        if (!stopping.signal.aborted) plan(LOOK_EVERY_MS);
      });
    }, inMs).unref();
  };
  return {
    round,
    start() {
      if (!timer) plan(FIRST_ROUND_MS);
    },
    async stop() {
      stopping.abort();
      if (timer) clearTimeout(timer);
      await underWay;
    },
  };
}

/** One after the other: lists are large, and publishers are polite to those who are. */
async function syncDue(tools: ScheduleTools, signal: AbortSignal): Promise<ListSync[]> {
  const { db, now } = tools.sync;
  const outcomes: ListSync[] = [];
  for (const source of tools.sources ?? SYNCED_SOURCES) {
    const at = now();
    const next = new Date(at.getTime() + tools.everyHours * HOUR_MS);
    if (signal.aborted) break;
    if (!(await claimDue(db, source, { now: at, next }))) continue;
    const outcome = await syncList(tools.sync, source, signal);
    if (outcome.outcome === 'failed') await tryAgainSooner(db, source, { at, next });
    outcomes.push(outcome);
  }
  return outcomes;
}

/** What failed is tried again after an hour. */
async function tryAgainSooner(
  db: SystemDb,
  source: string,
  { at, next }: { at: Date; next: Date },
): Promise<void> {
  const soon = new Date(Math.min(next.getTime(), at.getTime() + HOUR_MS));
  await claimDue(db, source, { now: next, next: soon });
}
