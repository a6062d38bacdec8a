import type { Logger } from 'pino';
import type { Database } from './database/connect.ts';
import type { Anchors } from './features/audit-proof/anchor-file.command.ts';
import { checkpointSchedule } from './features/audit-proof/schedule-checkpoints.command.ts';
import { filePeople } from './features/entities/file-people.command.ts';
import { fileEntries } from './features/matchlists/file-entries.command.ts';
import { forgetExpiredRequests } from './features/request-keys/forget-expired.command.ts';
import type { Clock } from './kernel/clock.ts';
import { nameOf } from './kernel/error-name.ts';
import type { Signer } from './kernel/signature.ts';
import type { Vaults } from './kernel/vault.ts';

/** What goes on beside requests and runs, from the start of the server to its end. */
export type Background = { start(): void; stop(): Promise<void> };

type Tools = {
  readonly database: Database;
  readonly logger: Logger;
  readonly vaults: Vaults;
  readonly signer: Signer;
  readonly anchors: Anchors;
  readonly now: Clock;
  readonly auditCheckpointSeconds?: number;
};

/** People who are kept without keys yet are filed for comparison while the server runs. */
function filingOf({ database, logger, vaults }: Tools): Background {
  const { system } = database;
  let isStopped = false;
  let filing: Promise<unknown> = Promise.resolve();
  return {
    start() {
      filing = filePeople(system, vaults, () => isStopped)
        .then(() => fileEntries(system, vaults, () => isStopped))
        .catch((error: unknown) =>
          logger.error({ error: nameOf(error) }, 'people could not be filed for comparison'),
        );
    },
    async stop() {
      isStopped = true;
      await filing;
    },
  };
}

const CHECKPOINT_SECONDS = 60;

/** The audit is signed while the server runs, and once more when nothing is added to it any more. */
function signingOf(tools: Tools): Background {
  const { database, logger, signer, anchors, now } = tools;
  return checkpointSchedule({
    system: database.system,
    signer,
    now,
    remember: anchors.remember,
    everySeconds: tools.auditCheckpointSeconds ?? CHECKPOINT_SECONDS,
    onFailure: (error) => logger.error({ error: nameOf(error) }, 'the audit could not be signed'),
  });
}

/** Everything of the kind, by what it does. */
export function backgroundOf(
  tools: Tools,
): Readonly<Record<'filing' | 'forgetting' | 'signing', Background>> {
  const { database, logger } = tools;
  return {
    filing: filingOf(tools),
    forgetting: forgetExpiredRequests(database.system, (error) =>
      logger.error({ error: nameOf(error) }, 'answers that are over could not be forgotten'),
    ),
    signing: signingOf(tools),
  };
}
