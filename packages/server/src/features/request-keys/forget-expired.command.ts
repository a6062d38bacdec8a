import type { SystemDb } from '../../kernel/statement.ts';
import { forgetExpired } from './request-key.store.ts';

const EVERY_MS = 10 * 60_000;
const MOST_AT_ONCE = 2_000;

/** Forgets requests and their answers once their day is over, also of tenants who send nothing any more. */
export type Forgetting = { start(): void; stop(): Promise<void> };

export function forgetExpiredRequests(
  db: SystemDb,
  onFailure: (error: unknown) => void,
): Forgetting {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let forgetting: Promise<void> = Promise.resolve();
  const forget = async () => {
    while (!isStopped && (await forgetExpired(db, MOST_AT_ONCE)) === MOST_AT_ONCE);
  };
  const begin = () => {
    forgetting = forgetting.then(forget).catch(onFailure);
  };
  return {
    start() {
      begin();
      timer = setInterval(begin, EVERY_MS);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await forgetting;
    },
  };
}
