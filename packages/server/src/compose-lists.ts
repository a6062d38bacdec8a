import type { Logger } from 'pino';
import type { Database } from './database/connect.ts';
import type { DownloadTools } from './features/lists/download-file.command.ts';
import type { ListRegistry } from './features/lists/list-registry.ts';
import { openListRegistry } from './features/lists/open-list-registry.command.ts';
import {
  type ListSyncSchedule,
  listSyncSchedule,
} from './features/lists/schedule-list-sync.command.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { nameOf } from './kernel/error-name.ts';

type ListOptions = {
  readonly database: Pick<Database, 'system'>;
  readonly logger: Logger;
  readonly listMaxAgeHours?: number;
  readonly listSyncHours?: number;
  readonly indexFolder?: string;
  readonly now?: Clock;
};

/** Lists as they lie in memory, and who hears of trouble with them. */
export function openRegistry(options: ListOptions): ListRegistry {
  const { database, logger, listMaxAgeHours, indexFolder } = options;
  return openListRegistry({
    db: database.system,
    ...(indexFolder !== undefined && { snapshotFolder: indexFolder }),
    onSnapshotTrouble: ({ listId, because }) =>
      logger.warn({ listId, because }, 'a kept index could not be used or written'),
    ...(listMaxAgeHours !== undefined && { maxAgeHours: listMaxAgeHours }),
    onFailure: ({ listId, error }) =>
      logger.error({ listId, error: nameOf(error) }, 'a screening list could not be loaded'),
  });
}

/** Official lists are fetched where the operator wants them to be. */
export function syncSchedule(
  { database, logger, listSyncHours = 0, now = systemClock }: ListOptions,
  lists: ListRegistry,
  agent: DownloadTools['agent'],
): ListSyncSchedule | null {
  if (listSyncHours === 0) return null;
  return listSyncSchedule({
    sync: { db: database.system, now, agent, by: { actor: 'schedule' } },
    everyHours: listSyncHours,
    async onSynced({ source, outcome, version, issue }) {
      if (outcome === 'retired') return;
      if (outcome === 'failed') logger.warn({ source, issue }, 'a list could not be fetched');
      else logger.info({ source, outcome, version }, 'a list was fetched');
      await lists.refresh();
    },
    onNoNetwork: () =>
      logger.warn('no publisher of lists can be reached: lists age, as /ruok shows'),
    onFailure: (error) => logger.error({ error: nameOf(error) }, 'lists could not be fetched'),
  });
}
